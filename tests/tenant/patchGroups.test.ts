import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, fixture } from './support.ts';

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

describe('groups', () => {
  it('change their members one by one and whole', async () => {
    const [one, two, three] = [await scim.user(), await scim.user(), await scim.user()];
    const group = await scim.group();
    const path = `/Groups/${group.id}`;
    const members = async (...operations: unknown[]): Promise<string[]> => {
      const answer = await scim.patch(path, operations);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers.get('etag')).toBeTruthy();
      const read = (await scim.send('GET', path)).body;
      return (read.members ?? []).map(({ value }: { value: string }) => value);
    };
    const add = (id: string) => ({ op: 'add', path: 'members', value: [{ value: id }] });
    expect(await members(add(one.id))).toEqual([one.id]);
    expect(await members(add(two.id), add(two.id))).toEqual([one.id, two.id]);
    expect(await members({ op: 'remove', path: `members[value eq "${one.id}"]` })).toEqual([two.id]);
    expect(await members({ op: 'replace', path: 'members', value: [{ value: three.id }] })).toEqual([
      three.id,
    ]);
    expect(await members({ op: 'remove', path: 'members[type eq "User"]' })).toEqual([]);
    expect(await members(add(one.id), { op: 'remove', path: 'members' }, add(two.id))).toEqual([two.id]);
    const changed = { op: 'replace', path: `members[value eq "${two.id}"].value`, value: one.id };
    const refused = await scim.patch(path, [changed]);
    expect([refused.status, refused.body.scimType]).toEqual([400, 'mutability']);
    const ghost = await scim.patch(path, [add('none')]);
    expect([ghost.status, ghost.body.scimType]).toEqual([400, 'invalidValue']);
    const shown = await scim.patch(path, [add(one.id)], '?attributes=displayName');
    expect([shown.status, Object.keys(shown.body)]).toEqual([200, ['schemas', 'id', 'displayName']]);
  });

  it('advance lastModified on a change and only then', async () => {
    const user = await scim.user();
    const group = await scim.group();
    const path = `/Groups/${group.id}`;
    const operation = { op: 'add', path: 'members', value: [{ value: user.id }] };
    await scim.patch(path, [operation]);
    const first = (await scim.send('GET', path)).body.meta;
    expect(first.lastModified > group.meta.lastModified).toBe(true);
    await scim.patch(path, [operation]);
    expect((await scim.send('GET', path)).body.meta).toEqual(first);
  });
});
