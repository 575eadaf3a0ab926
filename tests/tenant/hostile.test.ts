import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, ENTERPRISE, type Fixture, fixture, GROUP, TEST, USER } from './support.ts';

let scim: Fixture;
let user: string;
let group: string;
beforeAll(async () => {
  scim = await fixture();
  user = (await scim.user({ emails: [{ value: 'a@x', type: 'work' }], [TEST]: { origin: 'o' } })).id;
  group = (await scim.group({ members: [{ value: user }] })).id;
});
afterAll(() => scim.close());

/** More of them in `npm run soak`. */
const runs = { numRuns: process.env.PROOFS === 'full' ? 250 : 100, seed: 20_240_501 };
const paths = fc.constantFrom(
  ...[
    'userName',
    'emails',
    'emails.value',
    'emails[type eq "work"]',
    'emails[type eq "x"].value',
    'name',
    'name.givenName',
  ],
  ...[
    'members',
    'members[value eq "x"]',
    'members.value',
    'manager',
    `${ENTERPRISE}:manager`,
    `${ENTERPRISE}:manager.$ref`,
  ],
  ...[
    ENTERPRISE,
    TEST,
    `${TEST}:place.floor`,
    `${TEST}:labels[value eq "a"]`,
    `${TEST}:number`,
    'schemas',
    'meta',
    'groups',
  ],
  ...[
    '__proto__',
    'constructor.prototype',
    'emails[',
    'x[y eq 1].z',
    '$ref',
    'manager[value pr]',
    'password',
    '',
  ],
);
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.string(),
  fc.constantFrom<unknown>([{ value: 'a' }], { value: 1 }, 'True', ''),
);
const words = fc.constantFrom(
  ...[
    'userName',
    'emails',
    'emails[',
    ']',
    '(',
    ')',
    'and',
    'or',
    'not',
    'eq',
    'ne',
    'co',
    'pr',
    'gt',
    '"x"',
    '"',
    '\\',
    '1',
    'null',
  ],
  ...[
    'true',
    '.value',
    'meta.created',
    'active',
    '__proto__',
    TEST,
    `${TEST}:number`,
    'schemas',
    '"2020-01-01T00:00:00Z"',
    '%',
    '\u0000',
  ],
);

describe('whatever comes in', () => {
  const sane = ({ status, body }: { status: number; body: unknown }) => {
    expect(status).toBeLessThan(500);
    if (status >= 400) expect(body).toMatchObject({ status: String(status) });
  };

  it('PATCH is applied or refused', async () => {
    const operation = fc.record(
      { op: fc.constantFrom('add', 'Remove', 'replace', 'x'), path: paths, value: values },
      { requiredKeys: ['op'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 3 }), fc.boolean(), async (operations, onGroup) => {
        const path = onGroup ? `/Groups/${group}` : `/Users/${user}`;
        sane(await scim.patch(path, operations));
        expect((await scim.send('GET', path)).status).toBe(200);
      }),
      runs,
    );
  });

  it('POST and PUT create, replace or are refused', async () => {
    const body = fc.dictionary(
      fc.constantFrom(
        'userName',
        'displayName',
        'emails',
        'name',
        'members',
        'active',
        ENTERPRISE,
        TEST,
        '__proto__',
        'groups',
        'meta',
      ),
      values,
    );
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (members, onGroup) => {
        const resource = { schemas: [onGroup ? GROUP : USER], ...members };
        sane(await scim.send('POST', onGroup ? '/Groups' : '/Users', resource));
        sane(await scim.send('PUT', onGroup ? `/Groups/${group}` : `/Users/${user}`, resource));
        sane(
          await scim.send('POST', '/Bulk', {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
            Operations: [members],
          }),
        );
      }),
      runs,
    );
  });

  it('filters are evaluated or refused', async () => {
    const filter = fc
      .array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 12 })
      .map((parts) => parts.join(' '));
    await fc.assert(
      fc.asyncProperty(filter, fc.string({ maxLength: 12 }), async (text, junk) => {
        sane(await scim.send('GET', `/Users?filter=${encodeURIComponent(text)}`));
        const search = {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
          filter: text,
          sortBy: junk,
        };
        sane(await scim.send('POST', '/.search', search));
        sane(
          await scim.send(
            'GET',
            `/Users?attributes=${encodeURIComponent(text)}&sortBy=${encodeURIComponent(junk)}&cursor=${encodeURIComponent(junk)}`,
          ),
        );
        sane(await scim.send('GET', `/Users/${encodeURIComponent(junk || 'x')}`));
      }),
      runs,
    );
  });

  it('long chains and long lists are bounded', async () => {
    const filter = Array.from({ length: 20_000 }, () => 'userName pr').join(' or ');
    const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter };
    expect((await scim.send('POST', '/Users/.search', search)).body.scimType).toBe('invalidFilter');
    const start = performance.now();
    const value = Array.from({ length: 15_000 }, (_, index) => ({ value: `none-${index}` }));
    sane(await scim.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value }]));
    sane(await scim.send('POST', '/Groups', { schemas: [GROUP], displayName: 'long', members: value }));
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('holds a group of 500 and names its addresses on the host that was called', async () => {
    const ids = [];
    for (let made = 0; made < 500; made += 1) ids.push((await scim.user()).id);
    const large = await scim.group({ members: ids.map((value) => ({ value })) });
    expect(large.members.length).toBe(500);
    const url = scim.tenant.url.replace('127.0.0.1', 'localhost');
    const answer = await fetch(`${url}/Groups/${large.id}`, {
      headers: { authorization: `Bearer ${scim.tenant.token}` },
    });
    expect(((await answer.json()) as Body).meta.location).toBe(`${url}/Groups/${large.id}`);
  });
});
