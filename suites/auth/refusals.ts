import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import { ERROR, member } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { alteredProbes, having, listProbes, type Probe, refusals } from '../fixtures/credentials/probes.ts';
import { doorProbes } from './doors.ts';

/** Claims that a request was not served; another refusal than 401 is a remark. */
function refused({ answer }: Probe, must: Must, remark: CheckTools['remark'], key: string): void {
  must.hold(answer.status >= 400 && answer.status < 500, {
    key: 'served',
    expected: 'status 401',
    observed: describe(answer),
    exchange: answer.exchange,
  });
  if (answer.status !== 401) remark('warning', key, `refused with ${answer.status}, not 401`);
}

export const authRefusals = [
  check(
    'auth.no-credentials-are-refused',
    ['7644:2/auth-required'],
    'a list of users and a create are refused without credentials',
    { phase: 'credentials' },
    async ({ given, must, remark }) => {
      const creates = (await given.the(doorProbes)).filter(({ name }) => name === 'POST /Users none');
      const probes = [...having(await given.the(listProbes), 'none'), ...creates];

      await must.each(
        probes,
        ({ name }) => name,
        (probe, line) => refused(probe, line, remark, probe.name),
      );
    },
  ),
  check(
    'auth.wrong-token-is-refused',
    ['6750:3.1/invalid-token-401'],
    'a wrong token, and the token truncated, extended or in another case, get a 401',
    { phase: 'credentials', reads: true },
    async ({ given, must, remark }) => {
      const probes = [
        ...having(await given.the(listProbes), 'wrong', 'truncated'),
        ...(await given.the(alteredProbes)),
      ];

      await must.each(
        probes,
        ({ name }) => name,
        (probe, line) => refused(probe, line, remark, probe.name),
      );
    },
  ),
  check(
    'auth.malformed-header-is-refused',
    ['7644:3.12/malformed-auth'],
    'an Authorization header without a token gets a 401 or 400',
    { phase: 'credentials', reads: true },
    async ({ given, must }) => {
      const probes = having(await given.the(listProbes), 'empty', 'other-scheme', 'basic');

      await must.each(
        probes,
        ({ name }) => name,
        ({ answer }, line) => line.beRefused(answer, [401, 400, 403]),
      );
    },
  ),
  check(
    'auth.bearer-header-is-accepted',
    ['6750:2.1/header-method'],
    'the token in an Authorization header with the Bearer scheme grants access',
    { phase: 'credentials', reads: true },
    async ({ scim, given, must, observe, notApplicable }) => {
      must.haveStatus(await scim.get(given.collection, { query: { count: 1 } }), 200);
      const probes = await given.the(listProbes);
      if (having(probes, 'none').some(({ status }) => status !== undefined && status < 300))
        notApplicable('the endpoint also serves requests without credentials', 'nothing-to-observe');

      for (const { name, answer } of having(probes, 'bare', 'lower-case-scheme', 'padded'))
        observe(`auth.${name}`, answer.ok ? 'accepted' : `refused with ${answer.status}`);
    },
  ),
  check(
    'auth.scheme-counts-in-any-letter-case',
    ['9110:11.1/scheme-letter-case'],
    'the token after "bearer" in lower case grants the same access',
    { phase: 'credentials', reads: true },
    async ({ given, must }) => {
      for (const { answer } of having(await given.the(listProbes), 'lower-case-scheme'))
        must.hold(answer.ok, {
          key: 'refused',
          expected: 'a list, as after "Bearer"',
          observed: describe(answer),
          exchange: answer.exchange,
        });
    },
  ),
  check(
    'auth.refusal-is-a-scim-error',
    ['7644:3.12/401-error-body'],
    'the body of a 401 is an Error message with status "401"',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable }) => {
      const probes = refusals(await given.the(listProbes));
      if (probes.length === 0) notApplicable('no request got a 401', 'nothing-to-observe');

      await must.each(
        probes,
        ({ name }) => name,
        ({ answer }, line) => {
          const schemas = member(answer.body, 'schemas');
          const fine =
            Array.isArray(schemas) && schemas.includes(ERROR) && member(answer.body, 'status') === '401';
          line.hold(fine, {
            key: 'body',
            expected: 'an Error message with status "401"',
            observed: answer.json === undefined ? describe(answer) : valuePart(answer.text.slice(0, 160)),
            exchange: answer.exchange,
          });
        },
      );
    },
  ),
  check(
    'auth.token-in-query-is-judged',
    ['6750:2.3/token-in-query'],
    'a token in the query is refused, or its response is kept out of shared caches',
    { phase: 'credentials', optIn: 'destructive', reads: true },
    async ({ given, scim, network, observe, remark }) => {
      const answer = await network.probeQuery((query) =>
        scim.get(given.collection, { query, headers: { authorization: null } }),
      );

      observe('auth.token-in-query', answer.ok ? 'accepted' : `refused with ${answer.status}`);
      if (answer.ok && !/private|no-store/i.test(answer.headers['cache-control'] ?? ''))
        remark('note', 'Cache-Control', 'served for a token in the query without Cache-Control: private');
    },
  ),
];
