import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { Scim } from '../../kit/check/scim.ts';
import { quote } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { at, member } from '../../schemas/attributes.ts';
import type { Feature } from '../../schemas/capabilities.ts';
import { fetchConfig } from './documents.ts';

/** Answers that say that something is not offered at all. */
const NOT_OFFERED = [404, 405, 501];

interface Claim {
  feature: Feature;
  /** A request that only an endpoint with the feature can serve; right in every way. */
  ask(scim: Scim, user: Owned, given: Given): PromiseLike<ScimResponse>;
  /** What in a 2xx answer shows that the feature is there; any 2xx where it is not said. */
  shows?(answer: ScimResponse): boolean;
}

const CLAIMS: Claim[] = [
  {
    feature: 'patch',
    ask: (scim, user) =>
      scim.patch(user.path, [{ op: 'replace', path: 'userName', value: member(user.sent, 'userName') }]),
  },
  {
    feature: 'bulk',
    ask: (scim, user, _given) =>
      scim.post('/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [{ method: 'DELETE', path: user.path }],
      }),
  },
  {
    feature: 'filter',
    ask: (scim, user) => scim.find(user.endpoint, `userName eq ${quote(user.name)}`),
    shows: ({ body }) => member(body, 'totalResults') === 1,
  },
  {
    feature: 'sort',
    ask: (scim, user) => scim.get(user.endpoint, { query: { sortBy: 'userName', count: 1 } }),
    // A list may come in the order of its names by chance: an answer proves nothing.
    shows: () => false,
  },
  {
    feature: 'etag',
    ask: (scim, user) => scim.get(user.path),
    shows: ({ headers, body }) => headers.etag !== undefined || at(body, 'meta.version') !== undefined,
  },
];

export const claims = [
  check(
    'discovery.claimed-features-are-there',
    ['7643:5/spc-required-members'],
    'features declared in ServiceProviderConfig exist, and undeclared ones do not',
    { needs: ['users'] },
    async ({ scim, must, remark, capabilities, ...tools }) => {
      const config = await fetchConfig(tools);
      const { given } = tools;
      const user = await given.anyUser();
      await given.read(user);
      // The bulk job deletes the user, so it comes last.
      const lines = [...CLAIMS].sort((a, b) => Number(a.feature === 'bulk') - Number(b.feature === 'bulk'));

      await must.each(
        lines,
        ({ feature }) => feature,
        async ({ feature, ask, shows }, line) => {
          const claimed = at(config, `${feature}.supported`);
          const answer = await ask(scim, user, given);
          const there = answer.ok && (shows?.(answer) ?? true);
          line.hold(claimed !== true || !NOT_OFFERED.includes(answer.status), {
            key: 'claimed',
            expected: `${feature}, as declared in the configuration`,
            observed: describe(answer),
            exchange: answer.exchange,
          });
          if (claimed === false && there)
            remark('note', `${feature}/unclaimed`, `${feature} works, although declared unsupported`);
        },
      );
    },
  ),
  check(
    'discovery.authentication-is-readable-without-token',
    ['7643:5/spc-public-auth-schemes'],
    'the authentication schemes can be read before authenticating',
    { phase: 'credentials', reads: true },
    async ({ scim, must, ...tools }) => {
      await fetchConfig(tools);
      const answer = await tools.network.probe('none', (options) =>
        scim.get('/ServiceProviderConfig', options),
      );

      must.haveStatus(answer, 200);
      must.hold(Array.isArray(member(answer.body, 'authenticationSchemes')), {
        key: 'authenticationSchemes',
        expected: 'authenticationSchemes',
        observed: describe(answer),
      });
    },
  ),
];
