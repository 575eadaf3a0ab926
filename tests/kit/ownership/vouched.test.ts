import { describe, expect, test } from 'vitest';
import {
  hasOwnName,
  isZoneAway,
  LOOK_AT_IT,
  namesAlone,
  objectionTo,
  readCreated,
  readNames,
  sameName,
  textsIn,
  vouchedFor,
  whyUnproved,
} from '../../../kit/safety/vouched.ts';

const sent = {
  userName: 'ada@corp.example',
  externalId: 'E-17',
  title: 'Countess of Lovelace',
  name: { givenName: 'Ada', familyName: 'King' },
  emails: [{ value: 'ada@corp.example', type: 'work' }],
  active: true,
};
const before = '2026-01-01T12:00:00.000Z';
const vouched = vouchedFor(sent, before);
const shown = { id: '1', ...sent, meta: { created: '2026-01-01T12:00:05Z' } };
const without = (name: string) => Object.fromEntries(Object.entries(shown).filter(([one]) => one !== name));

describe('what is kept of a body to prove by it what its create made', () => {
  test('is what a GET may show: no password, and nothing that endpoints make', () => {
    const body = {
      ...sent,
      schemas: ['x'],
      Meta: {},
      ID: '1',
      PassWord: 'secret',
      nickName: null,
      roles: [],
    };
    expect(vouchedFor(body, before)).toEqual({ sent, before });
    expect(vouchedFor(sent, undefined)).toEqual({ sent });
    expect(vouchedFor(sent, undefined)).not.toHaveProperty('before');
  });

  test('is its names alone once it was proved', () => {
    expect(namesAlone(vouched)).toEqual({ sent: { userName: 'ada@corp.example', externalId: 'E-17' } });
  });
});

describe('a resource is what was made', () => {
  test.each<[string, object]>([
    ['as it was sent', shown],
    [
      'with names in other letters, and spaces around them',
      { ...shown, userName: ' ADA@corp.example', externalId: 'e-17 ' },
    ],
    [
      'with other punctuation and letters in what names nobody',
      { ...shown, title: 'COUNTESS, of Lovelace!' },
    ],
    ['with more than was sent', { ...shown, nickName: 'Ada', name: { ...sent.name, formatted: 'Ada King' } }],
    [
      'without what the endpoint does not keep',
      { id: '1', userName: sent.userName, externalId: sent.externalId },
    ],
    [
      'with a part of a value that it does not keep',
      { ...shown, name: { familyName: 'King', givenName: null } },
    ],
    ['with further elements', { ...shown, emails: [{ value: 'x@y.example' }, ...sent.emails] }],
    ['with a single element for a list of one', { ...shown, emails: sent.emails[0] }],
    ['under names of attributes in other letters', { ID: '1', USERNAME: sent.userName, EXTERNALID: 'E-17' }],
    ['with no time', without('meta')],
    ['with a time that nobody can read', { ...shown, meta: { created: 'yesterday' } }],
    [
      'two minutes older than the last answer before',
      { ...shown, meta: { created: '2026-01-01T11:58:00Z' } },
    ],
    ['with a time without a zone', { ...shown, meta: { created: '2026-01-01T12:00:00' } }],
    ['with a time in another zone', { ...shown, meta: { created: '2026-01-01T14:00:00+02:00' } }],
  ])('%s', (_how, resource) => {
    expect(objectionTo({ ...resource }, vouched)).toBeUndefined();
  });

  test('though its create sent nothing but a name', () => {
    expect(
      objectionTo({ id: '1', displayName: 'Team' }, vouchedFor({ displayName: 'Team' }, before)),
    ).toBeUndefined();
  });
});

describe('a resource is not proved to be what was made', () => {
  test.each<[string, object, string]>([
    ['without its name', without('userName'), 'it does not show its name'],
    ['with no value for its name', { ...shown, userName: null }, 'it does not show its name'],
    ['under another name', { ...shown, userName: 'ada.b@corp.example' }, 'its userName is not what was sent'],
    [
      'under a name with other punctuation',
      { ...shown, userName: 'ada-corp.example' },
      'its userName is not what was sent',
    ],
    ['with another externalId', { ...shown, externalId: 'E17' }, 'its externalId is not what was sent'],
    ['with another title', { ...shown, title: 'Countess' }, 'its title is not what was sent'],
    [
      'with another part of a value',
      { ...shown, name: { ...sent.name, givenName: 'Eve' } },
      'its name is not what was sent',
    ],
    ['with a text for a value of parts', { ...shown, name: 'Ada King' }, 'its name is not what was sent'],
    [
      'with other elements',
      { ...shown, emails: [{ value: 'eve@corp.example', type: 'work' }] },
      'its emails is not what was sent',
    ],
    ['with the opposite', { ...shown, active: false }, 'its active is not what was sent'],
    [
      'with its name alone',
      { id: '1', userName: sent.userName },
      'it shows nothing of what was sent but its name',
    ],
    [
      'that is older, and tells no zone',
      { ...shown, meta: { created: '2026-01-01T11:00:00' } },
      'it was created at 2026-01-01T11:00:00, before this run sent its create',
    ],
    [
      'that is older than its create',
      { ...shown, meta: { created: '2026-01-01T11:57:59.999Z' } },
      'it was created at 2026-01-01T11:57:59.999Z, before this run sent its create',
    ],
  ])('%s', (_how, resource, objection) => {
    expect(objectionTo({ ...resource }, vouched)).toBe(objection);
  });

  test('whose create sent no name', () => {
    expect(objectionTo(shown, vouchedFor({ externalId: 'E-17', title: 'x' }, before))).toBe(
      'it does not show its name',
    );
  });

  test('under a name with other punctuation, in whatever letters the name of its attribute is written', () => {
    const lower = vouchedFor({ username: 'ada.b', EXTERNALID: 'E-17' }, before);
    expect(objectionTo({ userName: 'ada.b', externalId: 'e-17' }, lower)).toBeUndefined();
    expect(objectionTo({ userName: 'adab', externalId: 'E-17' }, lower)).toBe(
      'its username is not what was sent',
    );
    expect(objectionTo({ userName: 'ada.b', externalId: 'E17' }, lower)).toBe(
      'its EXTERNALID is not what was sent',
    );
  });

  test('that is a group under a name with other punctuation', () => {
    const group = vouchedFor({ displayName: 'R&D 1.1' }, undefined);
    expect(objectionTo({ id: '1', displayName: 'r&d 1.1' }, group)).toBeUndefined();
    expect(objectionTo({ id: '1', displayName: 'RD 11' }, group)).toBe(
      'its displayName is not what was sent',
    );
    const user = vouchedFor({ userName: 'ada', displayName: 'Ada, King' }, undefined);
    expect(objectionTo({ id: '1', userName: 'ada', displayName: 'Ada King' }, user)).toBeUndefined();
  });

  test('with all elements of a list but one', () => {
    const two = vouchedFor({ userName: 'ada', roles: [{ value: 'a' }, { value: 'b' }] }, undefined);
    expect(objectionTo({ userName: 'ada', roles: [{ value: 'b' }, { value: 'a' }] }, two)).toBeUndefined();
    expect(objectionTo({ userName: 'ada', roles: [{ value: 'a' }] }, two)).toBe(
      'its roles is not what was sent',
    );
  });
});

describe('when a resource was created says nothing', () => {
  const old = { ...shown, meta: { created: '2020-01-01T00:00:00Z' } };
  test('where the endpoint’s clock is off, or it gave no time before', () => {
    expect(objectionTo(old, vouched)).toContain('2020');
    expect(objectionTo(old, vouched, true)).toBeUndefined();
    expect(objectionTo(old, vouchedFor(sent, undefined))).toBeUndefined();
  });

  test.each([
    [{ created: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00:00Z'],
    [{ Created: '2026-01-01T00:00:00.1234567+0100' }, '2026-01-01T00:00:00.1234567+0100'],
    [{ created: `2026-01-01T00:00:00.${'0'.repeat(30)}Z` }, `2026-01-01T00:00:00.${'0'.repeat(20)}`],
    [{ created: 1_767_225_600 }, undefined],
    [{ created: '' }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('where %j shows none', (meta, created) => {
    expect(readCreated({ meta })).toBe(created);
  });

  test.each([
    ['2026-01-01T13:00:00Z', true],
    ['2026-01-01T12:15:00Z', true],
    ['2026-01-01T06:30:00Z', true],
    ['2026-01-01T13:02:00Z', true],
    ['2026-01-02T02:00:00Z', true],
    ['2026-01-01T12:00:00Z', false],
    ['2026-01-01T12:07:00Z', false],
    ['2026-01-01T12:12:59Z', false],
    ['2026-01-01T13:02:01Z', false],
    ['2026-01-02T02:15:00Z', false],
    ['2025-12-31T21:45:00Z', false],
  ])('of a clock at %s that was at noon: a time zone off is %s', (created, zone) => {
    expect(isZoneAway(created, before)).toBe(zone);
  });
});

describe('names', () => {
  test('are those that a resource is looked up by', () => {
    expect(readNames({ userName: 'a', displayName: 'b', externalId: 'c' })).toEqual([
      ['userName', 'a'],
      ['externalId', 'c'],
    ]);
    expect(readNames({ DISPLAYNAME: 'b', externalId: '' })).toEqual([['displayName', 'b']]);
    expect(readNames({ userName: 7, displayName: 'b' })).toEqual([]);
  });

  test.each([
    ['Ada', ' aDA ', true],
    ['ﬁne', 'fine', true],
    ['ada', 'a da', false],
    [7, '7', true],
  ])('%j and %j are one: %s', (one, other, same) => {
    expect(sameName(one, other)).toBe(same);
  });

  test('of which a resource has one are its own', () => {
    expect(hasOwnName({ userName: 'eve', externalId: 'e-17' }, vouched)).toBe(true);
    expect(hasOwnName({ userName: 'eve', title: sent.title }, vouched)).toBe(false);
    expect(hasOwnName({}, { sent: {} })).toBe(false);
  });

  test('that a change may give are all texts in it, but for what it is and where it goes', () => {
    const change = {
      Schemas: ['urn:x'],
      Operations: [{ op: 'add', path: 'userName', value: ['a', { b: 'c', d: 7 }] }],
    };
    expect(textsIn(change)).toEqual(['a', 'c']);
    expect(textsIn('a')).toEqual(['a']);
    expect(textsIn(null)).toEqual([]);
  });

  test('stand in what a person is told who has to look at it', () => {
    expect(whyUnproved({ vouched }, 'it is older')).toBe(
      `the create of "ada@corp.example" was answered with it, but it is older. ${LOOK_AT_IT}`,
    );
    expect(whyUnproved({ vouched: { sent: {} } }, 'x')).toContain('create of "" was');
  });
});
