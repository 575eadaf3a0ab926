import { describe, expect, test } from 'vitest';
import { listNames, strayChanges } from '../../kit/check/changes.ts';
import type { Attributes } from '../../schemas/attributes.ts';

const EXT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

const sent = {
  schemas: [CORE],
  userName: 'ada@corp.example',
  title: 'Countess',
  nickName: 'Ada',
  displayName: 'Ada King',
  locale: 'en-GB',
  name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King' },
  emails: [
    { type: 'work', value: 'ADA@corp.example', primary: true, display: 'Ada' },
    { type: 'home', value: 'ada@home.example' },
  ],
  addresses: [{ type: 'work', locality: 'London', postalCode: 'W1', country: 'GB' }],
  [EXT]: { department: 'Maths', employeeNumber: '1', manager: { value: '7', displayName: 'Boss' } },
};

/** What of the resource is said to have changed though the operations do not name it. */
function strays(
  operations: { op?: string; path?: string; value?: unknown }[],
  after: Attributes,
  own: Attributes = sent,
  before: Attributes = own,
): string[] {
  return strayChanges(
    { sent: own, before: { id: '1', ...before }, after: { id: '1', ...before, ...after } },
    operations.map((one) => ({ op: 'replace', ...one })),
  );
}

const title = [{ path: 'title', value: 'x' }];
const extension = (change: object) => ({ [EXT]: { ...sent[EXT], ...change } });

describe('a change of one attribute', () => {
  test.each<[string, Attributes, string[]]>([
    ['that changes nothing else', { title: 'x' }, []],
    ['that changes another', { title: 'x', locale: 'fr' }, ['locale']],
    ['that takes another away', { locale: null }, ['locale']],
    ['that changes a part of another', { name: { ...sent.name, familyName: 'Byron' } }, ['name']],
    ['that takes an element away', { emails: sent.emails.slice(0, 1) }, ['emails']],
    ['that turns the elements round', { emails: [...sent.emails].reverse() }, []],
    ['that changes one of an extension', extension({ department: 'Arts' }), [`${EXT}:department`]],
    [
      'that takes the extension away',
      { [EXT]: undefined },
      [`${EXT}:department`, `${EXT}:employeeNumber`, `${EXT}:manager`],
    ],
    [
      'that changes what the endpoint makes itself',
      { id: '2', schemas: [], meta: { version: '2' }, groups: [{}] },
      [],
    ],
    ['that adds what was never sent', { timezone: 'UTC', name: { ...sent.name, middleName: 'A' } }, []],
    ['that makes anew what comes of other values', { name: { ...sent.name, formatted: 'King, Ada' } }, []],
    [
      'that moves primary, and says elements otherwise',
      { emails: sent.emails.map(({ primary, display, ...one }) => one) },
      [],
    ],
    [
      'that shows the name of whom it refers to',
      extension({ manager: { value: '7', displayName: 'The boss', $ref: '/Users/7' } }),
      [],
    ],
    ['that refers to another', extension({ manager: { value: '8' } }), [`${EXT}:manager`]],
  ])('%s', (_what, after, found) => {
    expect(strays(title, after)).toEqual(found);
  });

  test('is judged by what had a value before, and by nothing that was not sent', () => {
    const stored = { userName: 'ada', title: 'Countess', locale: null, roles: [], nickName: 'x' };
    const own = { userName: 'ada', title: 'Countess', locale: 'en', roles: [{ value: 'a' }] };
    expect(strays(title, { locale: 'fr', roles: [{ value: 'b' }], nickName: 'y' }, own, stored)).toEqual([]);
    expect(strays(title, { userName: 'eve' }, own, stored)).toEqual(['userName']);
  });

  test('takes names of members for one in whatever letters', () => {
    const own = { Title: 'a', Name: { GivenName: 'Ada' }, Groups: [1] };
    expect(
      strays([{ path: 'TITLE', value: 'b' }], { Title: 'b', Groups: [2], name: { givenname: 'Ada' } }, own),
    ).toEqual([]);
  });
});

describe('names of a person', () => {
  test.each(['name.familyName', 'displayName', 'nickName', 'NAME'])('may follow a change of %s', (path) => {
    const after = { name: { familyName: 'x', givenName: 'Eve' }, displayName: 'Eve', nickName: 'Eve' };
    expect(strays([{ path, value: 'x' }], after)).toEqual([]);
  });

  test('do not follow a change of anything else', () => {
    expect(strays(title, { displayName: 'Eve', nickName: 'Eve' })).toEqual(['nickName', 'displayName']);
    expect(strays([{ path: 'displayName', value: 'x' }], { title: 'Eve' })).toEqual(['title']);
  });
});

describe('two attributes that show one value', () => {
  test('change together, in whatever letters', () => {
    expect(
      strays([{ path: 'emails[type eq "work"].value', value: 'eve@x.example' }], {
        userName: 'eve@x.example',
      }),
    ).toEqual([]);
    expect(
      strays([{ path: 'userName', value: 'eve' }], {
        emails: [{ ...sent.emails[0], value: 'eve' }, sent.emails[1]],
      }),
    ).toEqual([]);
  });

  test('are two where they show others', () => {
    expect(strays([{ path: 'userName', value: 'eve' }], { locale: 'fr', emails: [] })).toEqual(['locale']);
    expect(strays([{ path: 'addresses', value: [] }], { userName: 'eve' })).toEqual(['userName']);
  });
});

describe('what an operation names', () => {
  test.each<[string, { path?: string; value?: unknown }[], string]>([
    ['an attribute', [{ path: 'Title' }], 'title'],
    ['one behind the URN of its schema', [{ path: `${CORE}:title` }], 'title'],
    ['a part', [{ path: 'name.familyName' }], 'name'],
    ['an element by a filter', [{ path: 'emails[type eq "a.b:c\n"].value' }], 'emails'],
    ['one of an extension', [{ path: `${EXT}:department` }], `${EXT}:department`.toLowerCase()],
    ['an extension', [{ path: EXT }], EXT.toLowerCase()],
    [
      'members of a value',
      [{ value: { title: 'x', 'name.familyName': 'y' } }, { path: '', value: { locale: 'z' } }],
      'title, name, locale',
    ],
    [
      'an extension in a value',
      [{ value: { [EXT]: { department: 'x' } } }],
      `${EXT}:department`.toLowerCase(),
    ],
    ['an extension in a value that is none', [{ value: { [EXT]: null } }], EXT.toLowerCase()],
    ['nothing', [{ value: 'x' }, { value: [1] }], ''],
    ['one thing twice', [{ path: 'title' }, { path: 'TITLE' }], 'title'],
  ])('is %s', (_what, operations, names) => {
    expect(listNames(operations.map((one) => ({ op: 'add', ...one })))).toBe(names);
  });

  test('may change, and of an extension nothing beside', () => {
    const both = extension({ department: 'Arts', employeeNumber: '2' });
    expect(strays([{ path: `${EXT}:department` }], both)).toEqual([`${EXT}:employeeNumber`]);
    expect(strays([{ value: { [EXT]: { department: 'Arts' } } }], both)).toEqual([`${EXT}:employeeNumber`]);
    expect(strays([{ path: EXT.toUpperCase() }], both)).toEqual([]);
    expect(strays([{ path: `${CORE}:title` }], { title: 'x', locale: 'fr' })).toEqual(['locale']);
    expect(strays([...title, { path: 'locale' }], { title: 'x', locale: 'fr' })).toEqual([]);
    expect(strays([], { title: 'x' })).toEqual(['title']);
  });
});

describe('a change of a part', () => {
  const family = { path: 'name.familyName', value: 'Byron' };
  test.each<[string, object | undefined, string[]]>([
    ['keeps its siblings', { givenName: 'Ada', familyName: 'Byron' }, []],
    ['takes a sibling away', { familyName: 'Byron' }, ['name.givenName']],
    ['changes a sibling, which may come of it', { givenName: 'Eve', familyName: 'Byron' }, []],
    ['takes all away', undefined, ['name.givenName']],
  ])('%s', (_what, name, found) => {
    expect(strays([family], { name })).toEqual(found);
  });

  test('is looked into only where it is the one operation, and names a part', () => {
    expect(strays([family, { path: 'title' }], { name: { familyName: 'Byron' } })).toEqual([]);
    expect(strays([{ path: 'name' }], { name: { familyName: 'Byron' } })).toEqual([]);
    expect(strays([{ value: { name: {} } }], { name: { familyName: 'Byron' } })).toEqual([]);
  });

  test('is none of a part that was not sent, or had no value', () => {
    expect(
      strays(
        [family],
        { name: null },
        { name: { familyName: 'King' } },
        { name: { familyName: 'King', givenName: 'Ada' } },
      ),
    ).toEqual([]);
    expect(
      strays(
        [family],
        { name: {} },
        { name: { familyName: 'King', givenName: 'Ada' } },
        { name: { familyName: 'King', givenName: null } },
      ),
    ).toEqual([]);
    expect(strays([family], { name: {} }, { name: 'x' }, { name: { givenName: 'Ada' } })).toEqual([]);
    expect(strays([family], { name: {} }, { name: { givenName: 'Ada' } }, { name: 'x' })).toEqual([]);
    expect(strays([{ path: 'NAME.FAMILYNAME' }], { name: { givenName: 'Ada' } })).toEqual([]);
  });
});

describe('a change of an element', () => {
  const [work, home] = sent.emails;
  test.each<[string, string, unknown[], string[]]>([
    ['keeps the others', 'emails[type eq "work"]', [{ type: 'work', value: 'x' }, home], []],
    ['may take it away', 'emails[type eq "work"]', [home], []],
    [
      'keeps the others, however they are said',
      'EMAILS[TYPE EQ "WORK"].value',
      [work, { ...home, primary: true, display: 'x' }],
      [],
    ],
    [
      'takes another away',
      'emails[type eq "work"]',
      [{ type: 'work', value: 'x' }],
      ['emails[type eq "home"]'],
    ],
    [
      'changes another',
      'emails[type eq "work"].value',
      [
        { type: 'work', value: 'x' },
        { ...home, value: 'x' },
      ],
      ['emails[type eq "home"]'],
    ],
  ])('%s', (_what, path, emails, found) => {
    expect(strays([{ path }], { emails })).toEqual(found);
  });

  test('keeps the siblings of its part', () => {
    const [address] = sent.addresses;
    const path = 'addresses[type eq "WORK"].locality';
    expect(strays([{ path }], { addresses: [{ ...address, locality: 'Paris' }] })).toEqual([]);
    expect(strays([{ path }], { addresses: [{ type: 'work', locality: 'Paris', country: 'GB' }] })).toEqual([
      'addresses[type eq "WORK"].postalCode',
    ]);
    expect(strays([{ path }], { addresses: [] })).toEqual([]);
    expect(strays([{ path: 'addresses[type eq "work"]' }], { addresses: [{ type: 'work' }] })).toEqual([]);
  });

  test('is not looked into where there are two of its type, or none', () => {
    const twins = { addresses: [sent.addresses[0], { type: 'work', locality: 'Rome', postalCode: 'R' }] };
    const path = 'addresses[type eq "work"].locality';
    expect(strays([{ path }], { addresses: [{ type: 'work' }] }, twins)).toEqual([]);
    expect(strays([{ path: 'addresses[type eq "home"].locality' }], {}, sent)).toEqual([]);
    expect(strays([{ path }], { addresses: 'x' }, { addresses: 'y' })).toEqual([]);
  });
});
