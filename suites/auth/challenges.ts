import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Credential } from '../../kit/safety/credentials.ts';
import { show } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { having, listProbes, type Probe, refusals } from '../fixtures/credentials/probes.ts';
import { type Challenge, challengesIn } from './challengesIn.ts';

/** HTTP schemes by the types that ServiceProviderConfig publishes. */
const SCHEMES: Record<string, string> = {
  oauth: 'oauth',
  oauth2: 'bearer',
  oauthbearertoken: 'bearer',
  httpbasic: 'basic',
  httpdigest: 'digest',
};

/** Asked about only once a challenge. */
const ONCE = ['realm', 'scope', 'error', 'error_description', 'error_uri'];

const readHeader = ({ answer }: Probe): string | undefined => answer.headers['www-authenticate'];

const findBearer = (probe: Probe): Challenge | undefined =>
  challengesIn(readHeader(probe)).find(({ scheme }) => scheme === 'bearer');

/** The probes answered 401, with any credential or with one of these. */
async function challenged(
  { given, notApplicable }: Pick<CheckTools, 'given' | 'notApplicable'>,
  what: (probe: Probe) => boolean = () => true,
  ...credentials: Credential[]
): Promise<Probe[]> {
  const sent = await given.the(listProbes);
  const asked = credentials.length > 0 ? having(sent, ...credentials) : sent;
  const probes = refusals(asked).filter(what);
  if (probes.length === 0) notApplicable('no 401 of this kind was seen', 'nothing-to-observe');
  return probes;
}

/** Claims something about the header of each probe. */
function eachHeader(
  must: Must,
  probes: Probe[],
  key: string,
  expected: string,
  holds: (probe: Probe) => boolean,
): Promise<void> {
  return must.each(
    probes,
    ({ name }) => name,
    (probe, line) => {
      const observed = show(readHeader(probe));
      line.hold(holds(probe), { key, expected, observed, exchange: probe.answer.exchange });
    },
  );
}

function publishedSchemes({ authenticationSchemes }: Capabilities): string[] {
  return [...new Set(authenticationSchemes.flatMap((type) => SCHEMES[type.toLowerCase()] ?? []))];
}

export const authChallenges = [
  check(
    'auth.refusal-carries-a-challenge',
    ['9110:15.5.2/401-challenge'],
    'every 401 carries a challenge in WWW-Authenticate',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable }) => {
      const probes = await challenged({ given, notApplicable });

      const any = (probe: Probe) => challengesIn(readHeader(probe)).length > 0;
      await eachHeader(must, probes, 'WWW-Authenticate', 'a WWW-Authenticate header', any);
    },
  ),
  check(
    'auth.challenge-names-published-schemes',
    ['7644:2/challenge-schemes'],
    'the challenges name the schemes listed in ServiceProviderConfig',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable, capabilities }) => {
      const published = publishedSchemes(capabilities);
      if (published.length === 0) notApplicable('the endpoint publishes no HTTP authentication scheme');
      const named = (probe: Probe) => readHeader(probe) !== undefined;
      const probes = await challenged({ given, notApplicable }, named, 'none');

      const names = (probe: Probe) => challengesIn(readHeader(probe)).map(({ scheme }) => scheme);
      const all = (probe: Probe) => published.every((scheme) => names(probe).includes(scheme));
      await eachHeader(must, probes, 'schemes', `challenges of ${show(published)}`, all);
    },
  ),
  check(
    'auth.bearer-challenge-has-a-parameter',
    ['6750:3/bearer-scheme'],
    'a Bearer challenge has at least one parameter',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable }) => {
      const probes = await challenged({ given, notApplicable });

      const full = (probe: Probe) => (findBearer(probe)?.parameters.length ?? 0) > 0;
      await eachHeader(must, probes, 'Bearer', 'Bearer with a parameter such as realm', full);
    },
  ),
  check(
    'auth.wrong-token-is-named-invalid',
    ['6750:3/error-param'],
    'the challenge for a wrong token has error="invalid_token"',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable }) => {
      const probes = await challenged({ given, notApplicable }, bearerProbe, 'wrong', 'truncated');

      const named = (probe: Probe) =>
        findBearer(probe)?.parameters.some(
          ({ name, value }) => name === 'error' && value === 'invalid_token',
        ) === true;
      await eachHeader(must, probes, 'error', 'error="invalid_token"', named);
    },
  ),
  check(
    'auth.no-error-without-a-token',
    ['6750:3.1/no-error-without-token'],
    'the challenge for a request without credentials has no error parameter',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable }) => {
      const probes = await challenged({ given, notApplicable }, bearerProbe, 'none');

      const silent = (probe: Probe) =>
        findBearer(probe)?.parameters.every(({ name }) => name !== 'error') !== false;
      await eachHeader(must, probes, 'error', 'a challenge without error', silent);
    },
  ),
  check(
    'auth.challenge-parameters-come-once',
    ['6750:3/params-once'],
    'realm, scope and the error parameters occur at most once in a challenge',
    { phase: 'credentials', reads: true },
    async ({ given, must, notApplicable }) => {
      const probes = await challenged({ given, notApplicable }, bearerProbe);

      const single = (probe: Probe) =>
        ONCE.every(
          (wanted) => (findBearer(probe)?.parameters.filter(({ name }) => name === wanted).length ?? 0) < 2,
        );
      await eachHeader(must, probes, 'parameters', 'each parameter once', single);
    },
  ),
];

function bearerProbe(probe: Probe): boolean {
  return findBearer(probe) !== undefined;
}
