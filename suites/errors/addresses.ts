import { encodeSegment } from '../../kit/wire/paths.ts';
import { brokenAnswer, brokenFilterList } from '../fixtures/lists/broken.ts';
import { type Mistake, mistakesCheck, type Scene } from './mistakes.ts';

const get = (name: string, path: (users: string, id: string) => string): Mistake => ({
  name,
  send: ({ scim, given, user }) => scim.get(path(given.users, encodeSegment(user.id))),
});

/** A PATCH with this path in its one operation. */
const patchPath = (name: string, path: string): Mistake => ({
  name,
  send: ({ scim, user }) => scim.patch(user.path, [{ op: 'replace', path, value: 'x' }]),
});

/** A list of users with this query; `count` keeps the answer small where the endpoint passes it over. */
const query = (name: string, query: Record<string, string>): Mistake => ({
  name,
  send: ({ scim, given }) => scim.get(given.users, { query: { count: 1, ...query } }),
});

const filter = (name: string, text: string): Mistake => query(name, { filter: text });

/** Filters outside of the grammar, whose answers another check looks at, too. */
async function filterMistakes({ given }: Scene): Promise<Mistake[]> {
  const broken = await given.the(brokenFilterList);
  return [
    ...broken.map((one) => ({
      ...query(`filter: ${one.key}`, { filter: one.filter }),
      first: () => given.the(brokenAnswer(one)),
    })),
    ...FILTER_MISTAKES,
  ];
}

const PATH_MISTAKES: Mistake[] = [
  get('percent sign alone', (users) => `${users}/%`),
  get('bytes that are not UTF-8', (users) => `${users}/%ff%fe`),
  get('id of 2,000 characters', (users) => `${users}/${'a'.repeat(2_000)}`),
  get('id beyond any integer', (users) => `${users}/${'9'.repeat(40)}`),
  get('id below zero', (users) => `${users}/-1`),
  get('quote in the id', (users) => `${users}/'`),
  get('below a resource', (users, id) => `${users}/${id}/emails/0`),
  get('doubled slash', (users) => `/${users}//`),
  { name: 'PATCH on a list of types', send: ({ scim }) => scim.send('PATCH', '/ResourceTypes', {}) },
  { name: 'DELETE of the schemas', send: ({ scim }) => scim.delete('/Schemas') },
  { name: 'PUT of the configuration', send: ({ scim }) => scim.put('/ServiceProviderConfig', {}) },
  { name: 'unknown method', send: ({ scim, user }) => scim.send('LOCK', user.path) },
  patchPath('PATCH path is a bracket', '['),
  patchPath('PATCH path is empty', ''),
  patchPath('PATCH path begins with a dot', '.userName'),
  patchPath('PATCH path filters a single value', 'userName[value eq "x"]'),
  patchPath('PATCH path is a slash path', '/name/givenName'),
  patchPath('PATCH path of an unknown schema', 'urn:ietf:params:scim:schemas:none:2.0:User:x'),
  patchPath('PATCH path of 5,000 characters', `a${'.b'.repeat(2_500)}`),
];

const FILTER_MISTAKES: Mistake[] = [
  filter('single quotes', "userName eq 'x'"),
  filter('not without brackets', 'not userName pr'),
  filter('word as value', 'userName eq x'),
  filter('number for a text', 'userName co 42'),
  filter('number without end', 'meta.created gt 1e999'),
  filter('date that is none', 'meta.created gt "yesterday"'),
  filter('control character', 'userName eq "a\u0007"'),
  query('count is a word', { count: 'many' }),
  query('startIndex is a word', { startIndex: 'first' }),
  query('startIndex beyond any integer', { startIndex: '9'.repeat(30) }),
  query('sortBy is a filter', { sortBy: 'emails[type eq "work"]' }),
  query('attributes is commas', { attributes: ',,' }),
];

export const mistakesInAddresses = [
  mistakesCheck(
    {
      id: 'errors.bad-paths-are-no-server-error',
      title: 'a meaningless address or PATCH path causes no server error',
    },
    PATH_MISTAKES,
  ),
  mistakesCheck(
    {
      id: 'errors.bad-filters-are-no-server-error',
      title: 'a malformed filter or query causes no server error',
    },
    filterMistakes,
  ),
];
