import type { Profile } from '../config/profile.ts';
import { describe } from '../kit/check/must.ts';
import { newRunId } from '../kit/check/random.ts';
import type { Scim } from '../kit/check/scim.ts';
import { NoAnswer, Stopped } from '../kit/errors.ts';
import { mediaType, type ScimResponse } from '../kit/wire/response.ts';
import type { Capabilities } from '../schemas/capabilities.ts';
import { type DiscoveryBodies, readCapabilities } from '../schemas/discovery.ts';
import { withEndpoints } from './endpoints.ts';
import { type Hopeless, hintForFailure, hintForStatus } from './hints.ts';

export interface Preflight {
  capabilities: Capabilities;
  hopeless?: Hopeless;
  /** What the endpoint took to answer, in milliseconds; the shortest of several answers. */
  roundTripMs?: number;
}

/**
 * One lookup that matches nothing, then what the endpoint says of itself: enough to see whether there is a SCIM
 * endpoint that lets us in. A run that cannot come to anything is told so at once.
 */
export async function preflight(
  scim: Scim,
  profile: Profile,
  target: Capabilities['target'],
): Promise<Preflight> {
  const silent: DiscoveryBodies = {
    serviceProviderConfig: undefined,
    resourceTypes: undefined,
    schemas: undefined,
  };
  const nothing = (hopeless: Hopeless): Preflight => ({
    capabilities: readCapabilities(silent, profile, target, scim.url),
    hopeless,
  });
  try {
    const lookup = await scim
      .find('/Users', `userName eq "conf-${newRunId()}@example.test"`)
      .as('control', 'look up a user that does not exist');
    const refused = judgeLookup(lookup, scim.hasToken);
    if (refused !== undefined && !mayBeGroupsOnly(lookup)) return nothing(refused);
    const [config, types, schemas] = await Promise.all(
      ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].map((path) =>
        scim.get(path).as('control', 'discover'),
      ),
    );
    const bodies = {
      serviceProviderConfig: readBody(config),
      resourceTypes: readBody(types),
      schemas: readBody(schemas),
    };
    if (refused !== undefined && Object.values(bodies).every((body) => body === undefined))
      return nothing(refused);
    const roundTripMs = Math.min(...[lookup, config, types, schemas].map(took));
    const capabilities = await withEndpoints(scim, readCapabilities(bodies, profile, target, scim.url));
    return { capabilities, roundTripMs };
  } catch (error) {
    if (error instanceof Stopped) return nothing({ message: error.message, hint: 'Run again.' });
    if (error instanceof NoAnswer) return nothing(hintForFailure(error.code, error.message, scim.url));
    throw error;
  }
}

function took(answer: ScimResponse | undefined): number {
  return (answer?.answeredAt ?? 0) - (answer?.sentAt ?? 0);
}

function readBody(answer: ScimResponse | undefined): unknown {
  return answer?.status === 200 ? answer.json : undefined;
}

/** A 404, 400, 403 or 501 SCIM answer to the lookup may still come from an endpoint without users or filters. */
function mayBeGroupsOnly(answer: ScimResponse): boolean {
  return answer.status !== 401 && answer.status < 600 && mediaType(answer) !== 'text/html';
}

function judgeLookup(answer: ScimResponse, hasToken: boolean): Hopeless | undefined {
  if (answer.status === 200 && answer.json !== undefined) return undefined;
  const message = `GET ${answer.template} answered ${describe(answer)}`;
  return { message, hint: hintForStatus(answer, hasToken) };
}
