import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, ENTERPRISE, type Fixture, fixture, USER } from './support.ts';

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

const work = { value: 'work@example.test', type: 'work', primary: true };
const home = { value: 'home@example.test', type: 'home' };
const addresses = [
  { type: 'work', streetAddress: 'S1', region: 'R1' },
  { type: 'home', streetAddress: 'S2', region: 'R2' },
];

/** Patches a fresh user and reads it back. */
async function patched(members: Record<string, unknown>, ...operations: unknown[]): Promise<Body> {
  const user = await scim.user(members);
  const answer = await scim.patch(`/Users/${user.id}`, operations);
  expect(answer.status, answer.text).toBe(200);
  const read = (await scim.send('GET', `/Users/${user.id}`)).body;
  expect(answer.body).toEqual(read);
  return read;
}

describe('add', () => {
  it('sets, replaces and appends', async () => {
    expect((await patched({}, { op: 'add', path: 'nickName', value: 'n' })).nickName).toBe('n');
    expect((await patched({ nickName: 'a' }, { op: 'add', path: 'NICKNAME', value: 'b' })).nickName).toBe(
      'b',
    );
    expect((await patched({ emails: [work] }, { op: 'add', path: 'emails', value: [home] })).emails).toEqual([
      work,
      home,
    ]);
    expect((await patched({ emails: [work] }, { op: 'add', path: 'emails', value: home })).emails).toEqual([
      work,
      home,
    ]);
  });

  it('merges without a path', async () => {
    const user = await patched(
      { emails: [work], title: 'T' },
      { op: 'add', value: { emails: [home], nickname: 'n', name: { givenName: 'G' } } },
    );
    expect(user).toMatchObject({ emails: [work, home], nickName: 'n', title: 'T', name: { givenName: 'G' } });
  });

  it('merges complex values and sub-attributes', async () => {
    const name = { givenName: 'G', familyName: 'F' };
    expect((await patched({ name }, { op: 'add', path: 'name', value: { middleName: 'M' } })).name).toEqual({
      ...name,
      middleName: 'M',
    });
    expect((await patched({ name }, { op: 'add', path: 'name.givenName', value: 'X' })).name).toEqual({
      ...name,
      givenName: 'X',
    });
  });

  it('does nothing where the value is there already', async () => {
    const user = await scim.user({ emails: [work, home] });
    const answer = await scim.patch(`/Users/${user.id}`, [
      { op: 'add', path: 'emails', value: [user.emails[0]] },
    ]);
    expect(answer.body).toEqual(user);
  });

  it('moves the primary', async () => {
    const other = { value: 'other@example.test', type: 'other', primary: true };
    const user = await patched({ emails: [work] }, { op: 'add', path: 'emails', value: [other] });
    expect(user.emails).toEqual([{ ...work, primary: false }, other]);
    const path = 'emails[type eq "home"].primary';
    const flipped = await patched({ emails: [work, home] }, { op: 'replace', path, value: true });
    expect(flipped.emails).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
  });

  it('fills an element that a filter selects, and creates the one that it describes', async () => {
    const display = { op: 'add', path: 'emails[type eq "work"].display', value: 'd' };
    expect((await patched({ emails: [work, home] }, display)).emails).toEqual([
      { ...work, display: 'd' },
      home,
    ]);
    const create = { op: 'add', path: 'emails[type eq "other"].value', value: 'o@x' };
    expect((await patched({ emails: [work] }, create)).emails).toEqual([
      work,
      { type: 'other', value: 'o@x' },
    ]);
  });

  it('brings an extension and its URI', async () => {
    const user = await patched({}, { op: 'add', path: `${ENTERPRISE}:employeeNumber`, value: '42' });
    expect(user[ENTERPRISE]).toEqual({ employeeNumber: '42' });
    expect(user.schemas).toEqual([USER, ENTERPRISE]);
    const twice = await patched(
      {},
      { op: 'add', path: 'schemas', value: [ENTERPRISE] },
      { op: 'add', path: `${ENTERPRISE}:employeeNumber`, value: '42' },
    );
    expect(twice.schemas).toEqual([USER, ENTERPRISE]);
  });
});

describe('remove', () => {
  it('unassigns attributes, sub-attributes and elements', async () => {
    expect(await patched({ nickName: 'n' }, { op: 'remove', path: 'nickName' })).not.toHaveProperty(
      'nickName',
    );
    expect(await patched({ emails: [work] }, { op: 'remove', path: 'emails' })).not.toHaveProperty('emails');
    const one = { op: 'remove', path: 'emails[type eq "work" and value ew "example.test"]' };
    expect((await patched({ emails: [work, home] }, one)).emails).toEqual([home]);
    expect(await patched({ emails: [work] }, one)).not.toHaveProperty('emails');
    const region = { op: 'remove', path: 'addresses[type eq "work"].region' };
    expect((await patched({ addresses }, region)).addresses).toEqual([
      { type: 'work', streetAddress: 'S1' },
      addresses[1],
    ]);
    const nothing = { op: 'remove', path: 'emails[type eq "other"]' };
    expect((await patched({ emails: [work] }, nothing)).emails).toEqual([work]);
  });
});

describe('replace', () => {
  it('sets and overwrites whole lists', async () => {
    expect((await patched({}, { op: 'replace', path: 'nickName', value: 'n' })).nickName).toBe('n');
    expect(
      (await patched({ emails: [work] }, { op: 'replace', path: 'emails', value: [home] })).emails,
    ).toEqual([home]);
    expect(
      await patched({ emails: [work] }, { op: 'replace', path: 'emails', value: [] }),
    ).not.toHaveProperty('emails');
    expect(await patched({ title: 'T' }, { op: 'replace', path: 'title', value: null })).not.toHaveProperty(
      'title',
    );
    expect(await patched({ title: 'T' }, { op: 'replace', path: 'title', value: '' })).not.toHaveProperty(
      'title',
    );
  });

  it('keeps the other sub-attributes of a complex value, with and without a path', async () => {
    const name = { givenName: 'G', familyName: 'F', middleName: 'M' };
    const expected = { ...name, familyName: 'F2' };
    const at = { op: 'replace', path: 'name', value: { familyName: 'F2' } };
    expect((await patched({ name }, at)).name).toEqual(expected);
    expect((await patched({ name }, { op: 'replace', value: { name: { familyName: 'F2' } } })).name).toEqual(
      expected,
    );
    expect(
      (await patched({ name }, { op: 'replace', path: 'name', value: { middleName: null } })).name,
    ).toEqual({
      givenName: 'G',
      familyName: 'F',
    });
  });

  it('changes what a filter selects', async () => {
    const street = { op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: 'S9' };
    expect((await patched({ addresses }, street)).addresses).toEqual([
      { ...addresses[0], streetAddress: 'S9' },
      addresses[1],
    ]);
    const whole = {
      op: 'replace',
      path: 'addresses[type eq "work"]',
      value: { type: 'work', locality: 'L' },
    };
    expect((await patched({ addresses }, whole)).addresses).toEqual([
      { type: 'work', locality: 'L' },
      addresses[1],
    ]);
    const either = {
      op: 'replace',
      path: 'addresses[type eq "x" or not (type eq "home")].region',
      value: 'R',
    };
    expect((await patched({ addresses }, either)).addresses[0].region).toBe('R');
  });

  it('reaches qualified names', async () => {
    expect((await patched({}, { op: 'replace', path: `${USER}:displayName`, value: 'D' })).displayName).toBe(
      'D',
    );
    const one = await scim.user({ displayName: 'One' });
    const two = await scim.user({ displayName: 'Two' });
    const manager = { [ENTERPRISE]: { manager: { value: one.id } } };
    const user = await patched(manager, {
      op: 'replace',
      path: `${ENTERPRISE}:manager.value`,
      value: two.id,
    });
    expect(user[ENTERPRISE].manager).toMatchObject({ value: two.id, displayName: 'Two' });
  });

  it('applies operations in order', async () => {
    const user = await patched(
      {},
      { op: 'add', path: 'emails', value: [{ value: 'a@x', type: 'work' }] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'b@x' },
      { op: 'replace', path: 'displayName', value: 'A' },
      { op: 'replace', path: 'displayName', value: 'B' },
    );
    expect(user).toMatchObject({ displayName: 'B', emails: [{ value: 'b@x', type: 'work' }] });
  });
});
