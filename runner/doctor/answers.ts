import { randomUUID } from 'node:crypto';
import { describeUnmapped, findUnmapped, listMapped } from '../../clients/entra/unmapped.ts';
import { diagnosisOfAnswer, named } from '../../config/diagnoses/refusals.ts';
import { describe, readList } from '../../kit/check/must.ts';
import type { Scim } from '../../kit/check/scim.ts';
import { NoAnswer } from '../../kit/errors.ts';
import type { RunSetup } from '../../kit/run/session/runSetup.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { readCapabilities, readResourceTypes } from '../../schemas/discovery.ts';
import { findEndpoints } from '../endpoints.ts';
import { hintForFailure, hintForStatus } from '../hints.ts';
import { failed, ok, type Step, warning } from './steps.ts';

const SKEW_SECONDS = 60;
/** Requests a second that the gallery asks an endpoint to stand. */
const RATE = 25;

/** Whether HTTP is answered at all, and how far the endpoint's clock is from ours. */
export async function httpStep(scim: Scim): Promise<Step[]> {
  const answer = await asked('HTTP', scim, () => scim.get('/ServiceProviderConfig'));
  if ('state' in answer) return [answer];
  const steps = [ok('HTTP', `GET /ServiceProviderConfig answered ${answer.status}`)];
  const date = Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(date)) return steps;
  const skew = Math.round((date - Date.now()) / 1000);
  const says = `the endpoint's clock is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead'}`;
  if (Math.abs(skew) <= SKEW_SECONDS) return [...steps, ok('Clock', says)];
  return [...steps, warning('Clock', says, 'Synchronise both machines with a time server.')];
}

/** Whether the credential lets us in: a wrong key, a key without rights and a log-in page are told apart. */
export async function authenticationStep(scim: Scim): Promise<Step[]> {
  const name = 'Authentication';
  const answer = await asked(name, scim, () => scim.find('/Users', `userName eq "${randomUUID()}"`));
  if ('state' in answer) return [answer];
  if (answer.status === 200 && answer.json !== undefined)
    return [
      ok(name, scim.hasToken ? 'the credential is accepted' : 'access is granted without a credential'),
    ];
  return [failed(name, describe(answer), hintForStatus(answer, scim.hasToken))];
}

/** The two requests of Entra's "Test Connection", encoded as Entra encodes them. */
export async function testConnectionStep(scim: Scim): Promise<Step[]> {
  const paths = [
    `/Users?filter=userName+eq+%22${randomUUID()}%22`,
    `/Groups?excludedAttributes=members&filter=displayName+eq+%22${randomUUID()}%22`,
  ];
  const steps: Step[] = [];
  for (const path of paths) {
    const name = `Test Connection, ${path.startsWith('/Users') ? 'users' : 'groups'}`;
    const answer = await asked(name, scim, () =>
      scim.get(path, { headers: { accept: null, 'user-agent': null } }),
    );
    if ('state' in answer) steps.push(answer);
    else if (answer.status === 200 && readList(answer).total === 0)
      steps.push(ok(name, '200 and an empty list'));
    else {
      const about = path.startsWith('/Users') ? 'users' : 'groups';
      const said = answer.ok
        ? named('filters.ignored')
        : diagnosisOfAnswer({ action: 'lookup', status: answer.status, about });
      const wanted =
        'Entra expects 200 and a ListResponse with totalResults 0 if nothing matches, never 404.';
      steps.push(failed(name, describe(answer), said ? `${said.says} ${wanted}` : wanted));
    }
  }
  return steps;
}

/** What of the three discovery endpoints can be read. */
export async function discoveryStep(scim: Scim, setup: RunSetup): Promise<Step[]> {
  const steps: Step[] = [];
  const read = new Map<string, unknown>();
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) {
    const answer = await asked(path, scim, () => scim.get(path));
    if ('state' in answer) steps.push(answer);
    else if (answer.status === 200 && answer.json !== undefined) {
      steps.push(ok(path, 'readable'));
      read.set(path, answer.json);
      if (path === '/ResourceTypes') steps.push(...(await endpointSteps(scim, answer)));
    } else
      steps.push(
        warning(
          path,
          describe(answer),
          'Publish it to be judged by what you declare; until then, a run relies on what the profile assumes.',
        ),
      );
  }
  return [...steps, ...mappingSteps(read, setup)];
}

/** What the schemas require and the profile's mapping does not give. */
function mappingSteps(read: ReadonlyMap<string, unknown>, setup: RunSetup): Step[] {
  const { profile, capabilities, templates, url } = setup;
  const bodies = {
    serviceProviderConfig: read.get('/ServiceProviderConfig'),
    resourceTypes: read.get('/ResourceTypes'),
    schemas: read.get('/Schemas'),
  };
  const published = readCapabilities(bodies, profile, capabilities.target, url);
  const unmapped = findUnmapped(published, listMapped(profile), templates);
  if (unmapped.length === 0) return [];
  const { says, fix } = describeUnmapped(unmapped);
  return [warning('Mapping', says, fix)];
}

/** Resource types whose endpoint does not lead to them, read as RFC 7643 section 6 says. */
async function endpointSteps(scim: Scim, answer: ScimResponse): Promise<Step[]> {
  const found = await findEndpoints(scim, readResourceTypes(answer.json, scim.url) ?? []);
  return found
    .filter(({ asDeclared }) => !asDeclared)
    .map(({ type: { name, declared, endpoint }, answered }) => {
      const says = `the endpoint of ${name}, ${JSON.stringify(declared)}, does not resolve from the tenant URL`;
      const fix = `Publish it relative to the tenant URL, such as ${endpoint} (RFC 7643 section 6).`;
      return warning('/ResourceTypes', answered ? `${says}; ${endpoint} does` : says, fix);
    });
}

/** Whether a second's worth of the gallery's request rate is answered without 429 or 5xx. */
export async function rateStep(scim: Scim): Promise<Step[]> {
  const name = 'Rate';
  const started = performance.now();
  try {
    const answers = await Promise.all(
      Array.from({ length: RATE }, () => scim.find('/Users', `userName eq "${randomUUID()}"`, { count: 1 })),
    );
    const seconds = (performance.now() - started) / 1000;
    const bad = answers.filter(({ status }) => status === 429 || status >= 500);
    const says = `${RATE} lookups in ${seconds.toFixed(1)} s, ${bad.length} refused`;
    const fix = `The gallery asks for ${RATE} requests a second: raise the limit of this credential.`;
    return [bad.length > 0 || seconds > 3 ? warning(name, says, fix) : ok(name, says)];
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return [
      warning(
        name,
        `a lookup got no answer: ${error.code}`,
        'Look for limits on connections at the endpoint or in between.',
      ),
    ];
  }
}

async function asked(
  name: string,
  scim: Scim,
  send: () => PromiseLike<ScimResponse>,
): Promise<ScimResponse | Step> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const { message, hint } = hintForFailure(error.code, error.message, scim.url);
    return failed(name, message, hint);
  }
}
