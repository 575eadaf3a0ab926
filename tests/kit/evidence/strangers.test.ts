import { describe, expect, test } from 'vitest';
import { Strangers } from '../../../kit/evidence/strangers.ts';

const MASK = '"(of another resource)"';
const marker = 'conf-abcdefgh-';
const knowing = (...resources: unknown[]) => {
  const strangers = new Strangers(marker);
  for (const one of resources) strangers.note(one);
  return strangers;
};
/** One that has more to remember than it may. */
const full = knowing(Array.from({ length: 50_000 }, (_, at) => `person-${at}`));

describe('a value of another resource', () => {
  test.each<[string, unknown, string]>([
    ['a string', 'Ada', '"Ada"'],
    ['a string within', { name: { familyName: 'Lovelace' } }, '"Lovelace"'],
    ['an element', { emails: [{ value: 'ada@x.example' }] }, '"ada@x.example"'],
    ['a longer number', { employeeNumber: 4711 }, '4711'],
    ['a number below nothing', { balance: -4711 }, '-4711'],
    ['a string with quotes and line breaks', 'the "first"\n', JSON.stringify('the "first"\n')],
    ['a string with other escapes', 'Adä/x', '"Ad\\u00e4\\/x"'],
  ])('is masked: %s', (_what, resource, literal) => {
    expect(knowing(resource).value(literal)).toBe(MASK);
    expect(knowing(resource).value(`{"a":${literal},"b":["x",${literal}],"c":123}`)).toBe(
      `{"a":${MASK},"b":["x",${MASK}],"c":123}`,
    );
  });

  test.each<[string, unknown, string]>([
    ['a letter', 'A', '"A"'],
    ['a short number', 471, '471'],
    ['a word of SCIM', 'displayName', '"displayName"'],
    ['a truth value', true, 'true'],
    [
      'what it is',
      { type: 'contractor', Schemas: ['urn:x:y'], op: 'adds', resourceType: 'Person', scimType: 'odd' },
      '["contractor","urn:x:y","adds","Person","odd"]',
    ],
    ['the name of an attribute', { nickName1: 'Ada' }, '{"nickName1":1}'],
    ['a part of it', 'Ada Lovelace', '"Ada"'],
    ['more than it', 'Ada Lovelace', '"Ada Lovelace the first"'],
    ['another number', 4711, '[4712, 47110, 1234]'],
  ])('is none: %s', (_what, resource, literal) => {
    expect(knowing(resource, 'something else').value(literal)).toBe(literal);
  });

  test('is masked by itself, and at the end of an address', () => {
    const strangers = knowing({ id: 'e7a1' });
    expect(strangers.value('e7a1')).toBe(MASK);
    expect(strangers.value('https://x.example/Users/e7a1')).toBe(MASK);
    expect(strangers.value('https://x.example/Users/e7a1/more')).toBe('https://x.example/Users/e7a1/more');
    expect(new Strangers().value('e7a1')).toBe('e7a1');
  });

  test('is masked where it was cut, from three letters on', () => {
    const strangers = knowing('Ada Lovelace');
    expect(strangers.value('{"a":"Ada Lo...')).toBe(`{"a":${MASK}`);
    expect(strangers.value('{"a":"Ada Lo…')).toBe(`{"a":${MASK}`);
    expect(strangers.value('{"a":"Ada')).toBe(`{"a":${MASK}`);
    expect(strangers.value('{"a":"Ad')).toBe('{"a":"Ad');
    expect(strangers.value('{"a":"Lovel')).toBe('{"a":"Lovel');
    expect(strangers.value('{"a":"Ada"')).toBe('{"a":"Ada"');
  });

  test('is known by its first thousand letters', () => {
    const long = 'x'.repeat(2_000);
    expect(knowing(long).value(JSON.stringify(long))).toBe(MASK);
    expect(knowing(long).value(JSON.stringify(`${'x'.repeat(1_000)}y`))).toBe(MASK);
    expect(knowing(long).value(JSON.stringify('x'.repeat(999)))).not.toBe(MASK);
  });
});

describe('where there are more values than can be remembered', () => {
  test('every value is masked but words of SCIM, URNs and names of the run', () => {
    const shown = { type: 'displayName', id: 'urn:x:y', title: `${marker.toUpperCase()}0`, value: 1234 };
    expect(full.value(JSON.stringify({ ...shown, name: 'Ada' }))).toBe(
      `${JSON.stringify(shown).slice(0, -1)},"name":${MASK}}`,
    );
    expect(full.value('"person-49999"')).toBe(MASK);
    expect(full.value('{"id":"Zoe...')).toBe(`{"id":${MASK}`);
    expect(full.value(`{"id":"${marker}0...`)).toBe(`{"id":"${marker}0...`);
  });

  test('no name counts as one of a run without a marker', () => {
    const strangers = new Strangers();
    strangers.note(Array.from({ length: 50_000 }, (_, at) => `person-${at}`));
    expect(strangers.value('"anything"')).toBe(MASK);
  });

  test('none is masked because of it while there is room', () => {
    const nearly = knowing(Array.from({ length: 49_999 }, (_, at) => `person-${at}`));
    expect(nearly.value('"Ada"')).toBe('"Ada"');
    nearly.note('Eve');
    expect(nearly.value('"Ada"')).toBe(MASK);
  });
});

describe('a path', () => {
  const strangers = knowing({ id: 'e7 ä1', userName: 'ada@corp.example' });
  test.each([
    ['/Users/e7%20%C3%A41', '/Users/(another)'],
    ['/Users/e7%20%C3%A41/roles?count=1', '/Users/(another)/roles?count=1'],
    ['/Users/other', '/Users/other'],
    ['/Users/%zz', '/Users/%zz'],
    [
      '/Users?filter=userName%20eq%20%22ada%40corp.example%22&count=1',
      '/Users?filter=userName%20eq%20%22(of%20another%20resource)%22&count=1',
    ],
    [
      '/Users?filter=userName+eq+"ada@corp.example"',
      '/Users?filter=userName%20eq%20%22(of%20another%20resource)%22',
    ],
    ['/Users?filter=userName+eq+"bob"', '/Users?filter=userName+eq+"bob"'],
    ['/Users?attributes=ada@corp.example', '/Users?attributes=ada@corp.example'],
  ])('%s is shown as %s', (path, shown) => {
    expect(strangers.path(path)).toBe(shown);
  });

  test('is shown as it is where nobody is known', () => {
    expect(new Strangers().path('/Users/e7?filter=a eq "b"')).toBe('/Users/e7?filter=a eq "b"');
  });

  test('that cannot be written into an address is shown all the same', () => {
    expect(strangers.path('/Users?filter=x eq "ada@corp.example" or y eq "\ud800"')).toContain(
      '(of%20another%20resource)',
    );
  });
});
