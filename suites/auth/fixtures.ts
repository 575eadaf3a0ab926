import { type FixtureTools, fixture, type Given } from '../../kit/check/given.ts';
import { Blocked, NoAnswer, NotApplicable } from '../../kit/errors.ts';
import type { Credential } from '../../kit/safety/credentials.ts';
import { ProbingStopped } from '../../kit/safety/tarpit.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, BULK_REQUEST, PATCH_OP, SEARCH_REQUEST } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { resourceType } from '../../schemas/lookup.ts';
import { any, endpointFor, type Kind } from '../fixtures/kinds.ts';

/** One request with another credential than the run's. */
export class Probe {
  /** As findings name it, such as `none` or `GET /Users/{id} none`. */
  readonly name: string;
  readonly credential: Credential;
  private readonly outcome: ScimResponse | NoAnswer | ProbingStopped;

  constructor(name: string, credential: Credential, outcome: Probe['outcome']) {
    this.name = name;
    this.credential = credential;
    this.outcome = outcome;
  }

  /** @throws NoAnswer where the endpoint held it up, ProbingStopped where it was not sent for that reason */
  get answer(): ScimResponse {
    if (this.outcome instanceof Error) throw this.outcome;
    return this.outcome;
  }

  /** Status of the answer; `undefined` where none came. */
  get status(): number | undefined {
    return this.outcome instanceof Error ? undefined : this.outcome.status;
  }
}

/** Sends a probe; an endpoint that holds it up leaves those before it what they are. */
async function sent(name: string, credential: Credential, answer: Promise<ScimResponse>): Promise<Probe> {
  try {
    return new Probe(name, credential, await answer);
  } catch (error) {
    if (error instanceof ProbingStopped || (error instanceof NoAnswer && error.heldUp))
      return new Probe(name, credential, error);
    throw error;
  }
}

/**
 * The probes that were answered 401.
 * @throws Blocked where there is none and some were delayed, so that nothing is known of them
 */
export function refusals(probes: Probe[]): Probe[] {
  const refused = probes.filter(({ status }) => status === 401);
  if (refused.length > 0 || probes.every(({ status }) => status !== undefined)) return refused;
  const by = { step: 'get an answer', request: 'another credential', status: 'delayed' };
  throw new Blocked({ ...by, signature: 'requests with other credentials are delayed' });
}

const CREDENTIALS: Credential[] = [
  'none',
  'wrong',
  'truncated',
  'empty',
  'other-scheme',
  'basic',
  'bare',
  'lower-case-scheme',
  'padded',
];

/** Whether the endpoint serves a kind; users where it names neither. */
function serves(capabilities: Capabilities, kind: Kind): boolean {
  const isNamed = (one: Kind) => resourceType(capabilities, one) !== undefined;
  return isNamed(kind) || (kind === 'User' && !isNamed('Group'));
}

/** Asks for a list of users, or of groups where there are no users, with each of these. */
function probeLists(
  { given, scim, network, capabilities }: FixtureTools,
  credentials: Credential[],
): Promise<Probe[]> {
  const list = endpointFor(given, serves(capabilities, 'User') ? 'User' : 'Group');
  const ask = (credential: Credential) =>
    network.probe(credential, (options) => scim.get(list, { query: { count: 1 }, ...options }));
  return Promise.all(credentials.map((credential) => sent(credential, credential, ask(credential))));
}

/** A list, asked for with every kind of credential; sent once a run. */
export const listProbes = fixture('credentials on one endpoint', (tools) => probeLists(tools, CREDENTIALS));

/** The run's token, a little altered: an endpoint that compares it carelessly takes it for its own. */
export const alteredProbes = fixture('altered credentials on one endpoint', (tools) =>
  probeLists(tools, ['longer', 'other-letters']),
);

/** The probes with these credentials. */
export function having(probes: Probe[], ...credentials: Credential[]): Probe[] {
  return probes.filter(({ credential }) => credentials.includes(credential));
}

interface Door {
  method: string;
  path: string;
  shown: string;
  body?: Attributes;
  credentials: Credential[];
}

const PATCH_NOTHING = { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'displayName', value: 'x' }] };

/**
 * Every method on users and each family of endpoints, without credentials and with a wrong token. Writes name an id
 * that does not exist or a resource of the run, creates a user of the run: an endpoint that lets one in does no harm.
 */
export const doorProbes = fixture(
  'credentials on every endpoint',
  async ({ given, scim, network, capabilities }): Promise<Probe[]> => {
    const user = serves(capabilities, 'User') ? await harmlessPath(given, 'User') : undefined;
    const group = serves(capabilities, 'Group')
      ? await harmlessPath(given, 'Group').catch(ifNone)
      : undefined;
    const doors = listDoors(given, user, group);
    const probes: Probe[] = [];
    // One credential after the other: what two make of the same names at once is another check's matter.
    for (const credential of new Set(doors.flatMap(({ credentials }) => credentials))) {
      const knocks = doors
        .filter(({ credentials }) => credentials.includes(credential))
        .map(({ method, path, shown, body }) => {
          const answer = network.probe(credential, (options) => scim.send(method, path, body, options));
          return sent(`${method} ${shown} ${credential}`, credential, answer);
        });
      probes.push(...(await Promise.all(knocks)));
    }
    return probes;
  },
);

/** Where nobody is; where ids of another form than the endpoint's own are refused, a resource that nobody else uses. */
async function harmlessPath(given: Given, kind: Kind): Promise<string> {
  const absent = await given.absentIfAny(endpointFor(given, kind));
  if (absent !== undefined) return absent;
  const own = await any(given, kind);
  await given.read(own);
  return own.path;
}

/** Groups may come from elsewhere: then there is none of our own. */
function ifNone(reason: unknown): undefined {
  if (!(reason instanceof NotApplicable)) throw reason;
}

const BOTH: Credential[] = ['none', 'wrong'];

function listDoors(given: Given, user: string | undefined, group: string | undefined): Door[] {
  const jobs = { schemas: [BULK_REQUEST], Operations: [] };
  return [
    ...(user === undefined ? [] : userDoors(given, user)),
    { method: 'POST', path: '/Bulk', shown: '/Bulk', body: jobs, credentials: BOTH },
    { method: 'GET', path: '/Me', shown: '/Me', credentials: BOTH },
    ...(group === undefined ? [] : groupDoors(given, group)),
  ];
}

function userDoors(given: Given, user: string): Door[] {
  const person = given.payload('User');
  const search = { schemas: [SEARCH_REQUEST], count: 1 };
  const one = '/Users/{id}';
  return [
    { method: 'GET', path: user, shown: one, credentials: BOTH },
    { method: 'POST', path: given.users, shown: '/Users', body: person, credentials: BOTH },
    { method: 'PUT', path: user, shown: one, body: person, credentials: BOTH },
    { method: 'PATCH', path: user, shown: one, body: PATCH_NOTHING, credentials: BOTH },
    { method: 'DELETE', path: user, shown: one, credentials: BOTH },
    {
      method: 'POST',
      path: `${given.users}/.search`,
      shown: '/Users/.search',
      body: search,
      credentials: BOTH,
    },
  ];
}

function groupDoors(given: Given, group: string): Door[] {
  const team = given.payload('Group');
  const team1 = '/Groups/{id}';
  return [
    { method: 'GET', path: `${given.groups}?count=1`, shown: '/Groups', credentials: ['none'] },
    { method: 'GET', path: group, shown: team1, credentials: ['wrong'] },
    { method: 'POST', path: given.groups, shown: '/Groups', body: team, credentials: ['none'] },
    { method: 'PUT', path: group, shown: team1, body: team, credentials: ['wrong'] },
    { method: 'PATCH', path: group, shown: team1, body: PATCH_NOTHING, credentials: ['none'] },
    { method: 'DELETE', path: group, shown: team1, credentials: ['wrong'] },
  ];
}
