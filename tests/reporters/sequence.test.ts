import { expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { writeSequence } from '../../reporters/html/sequence.ts';
import { brokenRun, exchange } from './synthetic.ts';

const built = buildReport(brokenRun());
const JSON_ANSWER = { 'content-type': 'application/scim+json' };
const create = exchange(1, 'x.a', {
  method: 'POST',
  path: '/Users',
  template: '/Users',
  request: { headers: { authorization: 'Bearer x' }, body: '{"userName":"conf-r-a\'b"}' },
  response: { status: 201, headers: JSON_ANSWER, body: '{"id":"u 1","userName":"conf-r-a"}' },
});
const group = exchange(2, 'x.a', {
  method: 'POST',
  path: '/Groups',
  template: '/Groups',
  request: { headers: {}, body: '{"members":[{"value":"u 1"}]}' },
  response: { status: 201, headers: JSON_ANSWER, body: '{"id":"g1"}' },
});
const change = exchange(3, 'x.a', {
  method: 'PATCH',
  path: '/Groups/g1',
  template: '/Groups/{id}',
  request: { headers: {}, body: '{"path":"members[value eq \\"u 1\\"]"}' },
  response: { status: 204, headers: {} },
});
const exchanges = [create, group, change];

test('the sequence of a card makes what it is about, goes on with its id once that is proven, and removes it', () => {
  const script = writeSequence([3], { ...built, exchanges });
  const at = (text: string) => {
    expect(script).toContain(text);
    return script.indexOf(text);
  };
  const order = [
    at('id1=$(curl -sS'),
    at(`--data-binary '{"userName":"conf-r-a'\\''b"}'`),
    at('/Users/"$id1" | grep -q'),
    at('id2=$(curl -sS'),
    at(`'{"members":[{"value":"'"$id1"'"}]}'`),
    at('-X PATCH'),
    at(`'{"path":"members[value eq \\"'"$id1"'\\"]"}'`),
    at('/Groups/"$id2"\necho'),
    script.lastIndexOf('-X DELETE', script.lastIndexOf('/Groups/"$id2"')),
    script.lastIndexOf('/Users/"$id1"'),
  ];
  expect(order).toEqual([...order].sort((one, other) => one - other));
  expect(script.match(/exit 1/g)).toHaveLength(2);
  expect(script).not.toContain('put the id of a test resource');
});

test('where what made a resource is not known the sequence says so', () => {
  const script = writeSequence([3], { ...built, exchanges: [change] });
  expect(script).toContain('put the id of a test resource of yours');
  expect(script).not.toContain('-X DELETE');
});
