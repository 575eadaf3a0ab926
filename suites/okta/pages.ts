import { importPage, lookup, read, send } from '../../clients/okta/index.ts';
import { check } from '../../kit/check/check.ts';
import { member, show } from '../../schemas/attributes.ts';
import { pushed } from './users.ts';

/** The limit of Okta's specification tests for one answer. */
const LIMIT_MS = 600;
const COUNTS = ['totalResults', 'startIndex', 'itemsPerPage'];

export const pages = [
  check(
    'okta.import-yields-each-user-once',
    ['okta:O03'],
    'an import in pages of 100 has integer counts and repeats no user',
    { needs: ['index-pagination'], phase: 'exclusive' },
    async ({ must, scim, given }) => {
      const users = await given.userList(3);
      const seen: string[] = [];
      let total: unknown;
      for (let start = 1, pageNumber = 0; pageNumber < 3; pageNumber += 1) {
        const answer = await send(scim, importPage(given.users, start));
        const { resources } = must.haveList(answer, { key: 'page' });
        for (const name of COUNTS)
          must.hold(Number.isInteger(member(answer.body, name)), {
            key: name,
            expected: 'an integer',
            observed: show(member(answer.body, name)),
          });
        must.equal(member(answer.body, 'startIndex'), start, { key: 'startIndex/echo', what: 'startIndex' });
        seen.push(...resources.map(({ id }) => String(id)));
        total = answer.body.totalResults;
        start += resources.length;
        if (resources.length === 0 || start > Number(total)) break;
      }
      must.hold(new Set(seen).size === seen.length, {
        key: 'repeated',
        expected: 'each user once',
        observed: 'a user on two pages',
      });
      // Where three pages hold all users, ours are among them.
      const missing = users.filter(({ id }) => !seen.includes(id));
      must.hold(seen.length < Number(total) || missing.length === 0, {
        key: 'missing',
        expected: 'each user',
        observed: `${missing.length} users of the run on no page`,
      });
    },
  ),
  check(
    'okta.page-of-two-holds-two',
    ['okta:O22'],
    'startIndex=1 and count=2 return at most two users, with their number in itemsPerPage',
    { needs: ['index-pagination'] },
    async ({ must, scim, given }) => {
      await given.userList(2);

      const answer = await send(scim, importPage(given.users, 1, 2));
      const { resources } = must.haveList(answer);
      must.hold(resources.length > 0 && resources.length <= 2, {
        key: 'count',
        expected: 'one or two users',
        observed: `${resources.length} users`,
      });
      must.equal(member(answer.body, 'itemsPerPage'), resources.length, {
        key: 'itemsPerPage',
        what: 'itemsPerPage',
      });
    },
  ),
  check(
    'okta.connection-test-lists-users',
    ['okta:O24'],
    'GET /Users?startIndex=1&count=2 returns a ListResponse of at most two users',
    { needs: ['index-pagination'] },
    async ({ must, scim, given }) => {
      await given.userList(2);

      const { resources } = must.haveList(await send(scim, importPage(given.users, 1, 2)));
      must.hold(resources.length > 0 && resources.length <= 2, {
        key: 'count',
        expected: 'one or two users',
        observed: `${resources.length} users`,
      });
    },
  ),
  check(
    'okta.okta-is-served-as-any-client',
    ['okta:O21'],
    "requests with Okta's User-Agent are served like any other",
    async ({ must, scim, given }) => {
      const user = await given.user();

      must.keep((await scim.get(user.path)).body, 'id', user.id, { key: 'own-agent' });
      const answer = await send(scim, read(user.path));
      must.haveStatus(answer, 200);
      must.keep(answer.body, 'id', user.id, { key: 'okta-agent' });
    },
  ),
  check(
    'okta.answers-come-within-the-limit',
    ['okta:O23'],
    'how many single requests are answered within 600 ms',
    { phase: 'exclusive' },
    async ({ must, scim, given, observe }) => {
      const { user, path } = await pushed({ scim, given });
      let slow = 0;
      for (const request of [read(path), lookup(given.users, 'userName', user.userName)]) {
        const started = performance.now();
        const answer = await send(scim, request);
        if (performance.now() - started > LIMIT_MS) slow += 1;
        must.haveStatus(answer, 200, { key: 'answered' });
        must.hold(answer.text.includes(user.userName), {
          key: 'user',
          expected: 'the user',
          observed: 'another body',
        });
      }
      observe('answers-over-600-ms', String(slow));
    },
  ),
];
