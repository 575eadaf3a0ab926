import { expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { glance } from '../../reporters/html/glance.ts';
import { definition, exchange, finding, HOSTILE, outcome, parts, row } from './synthetic.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What is seen at a glance of two exchanges. */
function seen(body: string, answer: string): string {
  const report = buildReport(
    parts({
      rows: [row('r')],
      definitions: [definition('a.one', ['r'])],
      outcomes: [
        outcome('a.one', 'fail', { findings: [finding('r', { exchanges: [1, 2] })], exchanges: [1, 2] }),
      ],
      exchanges: [
        exchange(1, 'a.one', { method: 'PATCH', request: { headers: {}, body } }),
        exchange(2, 'a.one', { response: { status: 200, headers: {}, body: answer } }),
      ],
    }),
  );
  const shown = glance([1, 2], report);
  return shown === false ? '' : shown.text.replaceAll('&quot;', '"');
}

test.each([
  [{ path: 'displayName', value: 'New' }],
  [{ path: `${USER}:displayName`, value: 'New' }],
  [{ value: { displayName: 'New' } }],
])(
  'what a PATCH of %j names stands first in the answer, and what every resource has is left out',
  (operation) => {
    const patch = { schemas: ['PatchOp'], Operations: [{ op: 'replace', ...operation }] };
    const user = { schemas: [USER], id: '1', meta: {}, userName: 'ann', displayName: 'Old' };
    const text = seen(JSON.stringify(patch), JSON.stringify(user));
    expect(text).toMatch(
      /response 2 in short">\{\s+"displayName": "Old",\s+"id": "1",\s+"userName": "ann"\s+\}\n…</,
    );
    expect(text).toMatch(/request 1 in short">\{\s+"Operations"/);
    expect(text).not.toContain('"meta"');
  },
);

test('what is no JSON object is shown as it is, and escaped', () => {
  const text = seen('[1]', `<html>${HOSTILE}</html>`);
  expect(text).toContain('&lt;html&gt;');
  expect(text).not.toContain('<script>');
  expect(seen('{"schemas":[]}', '{"schemas":["x"]}')).toContain('"schemas"');
});
