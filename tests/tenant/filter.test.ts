import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTERPRISE, type Fixture, fixture, GROUP, TEST, USER } from './support.ts';

let scim: Fixture;
const ids: Record<string, string> = {};
beforeAll(async () => {
  scim = await fixture();
  const users: Record<string, Record<string, unknown>> = {
    a: {
      userName: 'flt-a@example.test',
      title: 'A',
      externalId: 'Ext-A',
      name: { familyName: "O'Malley", givenName: 'Ann' },
      displayName: 'O\'Malley "Q" \\ é',
      emails: [
        { value: 'a@example.test', type: 'work', primary: true },
        { value: 'b@home.test', type: 'home' },
      ],
      [ENTERPRISE]: { employeeNumber: '42' },
      [TEST]: { number: 9, ratio: 1.5, moment: '2024-05-01T10:00:00Z', flag: true },
    },
    b: {
      userName: 'flt-b@example.test',
      title: 'B',
      userType: 'Employee',
      emails: [{ value: 'b@home.test', type: 'work' }],
      [TEST]: { number: 10, moment: '2024-05-01T12:00:00+02:00' },
    },
    c: { userName: 'flt-c@example.test', userType: 'Employee', active: false, [TEST]: { number: 100 } },
  };
  for (const [name, members] of Object.entries(users)) ids[name] = (await scim.user(members)).id;
});
afterAll(() => scim.close());

const names = (found: string[]): string =>
  Object.entries(ids)
    .filter(([, id]) => found.includes(id))
    .map(([name]) => name)
    .join('');

const run = 'userName sw "flt-"';

describe('filters', () => {
  const table: [string, string][] = [
    ['userName eq "FLT-A@example.test"', 'a'],
    ['USERNAME Eq "flt-a@example.test"', 'a'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "flt-b@example.test"', 'b'],
    ['URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:USERNAME eq "flt-b@example.test"', 'b'],
    [`${ENTERPRISE}:employeeNumber eq "42"`, 'a'],
    ['externalId eq "Ext-A"', 'a'],
    ['externalId eq "ext-a"', ''],
    ['externalId eq Ext-A', 'a'],
    [`${run} and title eq "A"`, 'a'],
    [`${run} and title ne "A"`, 'bc'],
    [`${run} and title pr`, 'ab'],
    [`${run} and not (title eq "A")`, 'bc'],
    [`${run} and not(title pr)`, 'c'],
    ['name.familyName co "malley"', 'a'],
    ['displayName eq "O\'Malley \\"Q\\" \\\\ \\u00e9"', 'a'],
    ['displayName eq "O\'Malley \\"Q\\" \\\\ e\u0301"', 'a'],
    [`${run} and active eq false`, 'c'],
    [`${run} and active eq "False"`, 'c'],
    // Precedence: and before or, not before and.
    ['title eq "A" or title eq "B" and userType eq "none"', 'a'],
    ['userType eq "none" and title eq "B" or title eq "A"', 'a'],
    [`(title eq "A" or title eq "B") and userType eq "Employee"`, 'b'],
    [`not (title eq "A") and ${run}`, 'bc'],
    [`${run} and not ((title eq "A") or (title eq "B"))`, 'c'],
    ['((userName eq "flt-a@example.test"))', 'a'],
    [`${run} AND (title eq "A" OR title eq "B")`, 'ab'],
    // Lists: any value, independent conditions; brackets: one value.
    ['emails.value eq "b@home.test"', 'ab'],
    ['emails eq "b@home.test"', 'ab'],
    ['emails co "HOME"', 'ab'],
    ['emails.type eq "work" and emails.value eq "b@home.test"', 'ab'],
    ['emails[type eq "work" and value eq "b@home.test"]', 'b'],
    ['emails[type eq "work"].value eq "b@home.test"', 'b'],
    [`${run} and emails[not (type eq "work")]`, 'a'],
    ['emails[type eq "work" or (type eq "home" and value ew "test")] and title eq "A"', 'a'],
    ['userType eq "Employee" and emails[type eq "work" and value co "@home"]', 'b'],
    [`${run} and emails[primary eq true]`, 'a'],
    [`${run} and emails pr`, 'ab'],
    [`${run} and name pr`, 'a'],
    // Types.
    [`${TEST}:number gt 9`, 'bc'],
    [`${TEST}:number ge 9 and ${TEST}:number lt 100`, 'ab'],
    [`${TEST}:moment eq "2024-05-01T12:00:00+02:00"`, 'ab'],
    [`${TEST}:moment gt "2024-05-01T09:00:00Z"`, 'ab'],
    [`${TEST}:ratio eq 1.50`, 'a'],
    [`${run} and userName gt "flt-b"`, 'bc'],
    [`${run} and meta.resourceType eq "User"`, 'abc'],
    [`${run} and meta.created gt "2020-01-01T00:00:00Z"`, 'abc'],
    [`schemas eq "${ENTERPRISE}"`, 'a'],
    [`${run} and title eq null`, 'c'],
  ];
  it.each(table)('%s', async (filter, expected) => {
    expect(names(await scim.filter(filter))).toBe(expected);
  });

  const wrong: string[] = [
    '',
    'userName',
    'userName eq',
    'eq "x"',
    '(userName pr',
    'userName pr)',
    'userName eq "x',
    'userName eq x y',
    'and',
    'userName pr and',
    'not userName pr',
    'userName ctsop "x"',
    'userName eq "\\q"',
    'ctsNoSuch eq "x"',
    'name eq "x"',
    'emails[type eq "work"',
    'emails[ctsNoSuch eq "work"]',
    'active gt true',
    'active le false',
    'active co "tru"',
    'x509Certificates.value gt "AA=="',
    'meta.created gt "x"',
    '9abc eq "x"',
    `${'('.repeat(400)}userName pr${')'.repeat(400)}`,
  ];
  it.each(wrong)('refuses %s', async (filter) => {
    const answer = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidFilter']);
  });

  it('refuses to test secrets', async () => {
    for (const name of ['password', `${TEST}:secret`, `${TEST}:hidden`]) {
      const answer = await scim.send('GET', `/Users?filter=${encodeURIComponent(`${name} eq "x"`)}`);
      expect([answer.status, answer.body.scimType]).toEqual([403, 'sensitive']);
    }
  });

  it('reads a plus sign as a space and %2B as a plus sign, hex in either case', async () => {
    await scim.user({ userName: 'plus+sign@example.test' });
    for (const query of [
      'filter=userName+eq+%22plus%2bsign%40example.test%22',
      'filter=userName%20eq%20%22plus%2Bsign@example.test%22',
      'attributes=id&filter=userName+eq+%22plus%2Bsign%40example.test%22&aadOptscim062020=',
    ]) {
      expect((await scim.send('GET', `/Users?${query}`)).body.totalResults, query).toBe(1);
    }
    expect((await scim.send('GET', '/Users?filter=userName+eq+%22plus+sign%22')).body.totalResults).toBe(0);
    const bad = await scim.send('GET', '/Users?filter=%E0%A4%A');
    expect([bad.status, bad.body.scimType]).toEqual([400, 'invalidValue']);
  });

  it('filters groups by name and member, users by manager', async () => {
    const boss = await scim.user();
    const worker = await scim.user({ [ENTERPRISE]: { manager: { value: boss.id } } });
    const group = await scim.group({ displayName: 'Flt Group', members: [{ value: worker.id }] });
    const probes = [
      'displayName eq "flt group"',
      `members.value eq "${worker.id}"`,
      `members[value eq "${worker.id}"]`,
      `id eq "${group.id}" and members eq "${worker.id}"`,
    ];
    for (const probe of probes) expect(await scim.filter(probe, '/Groups')).toEqual([group.id]);
    expect(await scim.filter(`id eq ${worker.id} and manager eq ${boss.id}`)).toEqual([worker.id]);
    expect(await scim.filter(`id eq "${worker.id}" and manager eq "none"`)).toEqual([]);
    expect(await scim.filter(`groups.value eq "${group.id}"`)).toEqual([worker.id]);
  });

  it('asks all types at the root, where a foreign attribute has no value', async () => {
    const root = await scim.send('GET', `?filter=${encodeURIComponent('userName eq "flt-a@example.test"')}`);
    expect(root.body.Resources.map(({ id }: { id: string }) => id)).toEqual([ids.a]);
    await scim.send('POST', '/Groups', { schemas: [GROUP], displayName: 'Both kinds' });
    await scim.user({ displayName: 'Both kinds' });
    const both = await scim.send('POST', '/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'displayName sw "Both kinds"',
    });
    const kinds = both.body.Resources.map(
      ({ meta }: { meta: { resourceType: string } }) => meta.resourceType,
    );
    expect(kinds.sort()).toEqual(['Group', 'User']);
  });

  it('accepts each filter of RFC 7644 figure 2', async () => {
    const figure = [
      'userName Eq "bjensen"',
      'name.familyName co "O\'Malley"',
      'userName sw "J"',
      `${USER}:userName sw "J"`,
      'title pr',
      'meta.lastModified gt "2011-05-13T04:42:34Z"',
      'meta.lastModified le "2011-05-13T04:42:34Z"',
      'title pr and userType eq "Employee"',
      'title pr or userType eq "Intern"',
      `schemas eq "${ENTERPRISE}"`,
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
      'userType eq "Employee" and (emails.type eq "work")',
      'userType eq "Employee" and emails[type eq "work" and value co "@example.com"]',
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
    ];
    for (const filter of figure) {
      const answer = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect(answer.status, filter).toBe(200);
    }
  });
});
