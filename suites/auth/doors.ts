import { fixture, type Given } from '../../kit/check/given.ts';
import { NotApplicable } from '../../kit/errors.ts';
import type { Credential } from '../../kit/safety/credentials.ts';
import { type Attributes, BULK_REQUEST, PATCH_OP, SEARCH_REQUEST } from '../../schemas/attributes.ts';
import { type Probe, sent, serves } from '../fixtures/credentials/probes.ts';
import { any, endpointFor, type Kind } from '../fixtures/kinds.ts';

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
