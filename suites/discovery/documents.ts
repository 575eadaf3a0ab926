import type { Profile } from '../../config/profile.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { lastingAnswer, type SharedAnswer } from '../../kit/check/sharedAnswer.ts';
import { Blocked } from '../../kit/errors.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import { type DocumentName, documentAnswer } from '../fixtures/documents.ts';

type Tools = Pick<CheckTools, 'given' | 'profile' | 'notApplicable'>;

/**
 * A discovery document as the endpoint answers it, read once for all checks.
 * @throws NotApplicable where there is none and the profile takes its assumptions instead
 */
export async function requireDocument(tools: Tools, name: DocumentName): Promise<ScimResponse> {
  const answer = await tools.given.the(documentAnswer(name));
  if (answer.status === 404 && assumes(tools.profile, name))
    tools.notApplicable(`the endpoint has no /${name}; the profile defines what to assume`, 'assumed');
  return answer;
}

/** What a configuration speaks of (RFC 7643 section 5). */
export const FEATURES = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'];

/**
 * The configuration as a JSON object.
 * @throws Blocked where it cannot be read or speaks of no feature at all
 */
export async function fetchConfig(tools: Tools): Promise<Attributes> {
  const answer = await requireDocument(tools, 'ServiceProviderConfig');
  const speaks = FEATURES.some((feature) => member(answer.body, feature) !== undefined);
  if (answer.status === 200 && speaks) return answer.body;
  throw unreadable('ServiceProviderConfig', answer);
}

/**
 * The entries of /ResourceTypes or /Schemas, of a bare array as well: its shape is the claim of one check alone.
 * @throws Blocked where there are none
 */
export async function fetchEntries(tools: Tools, name: 'ResourceTypes' | 'Schemas'): Promise<Attributes[]> {
  const answer = await requireDocument(tools, name);
  const entries = entriesIn(answer);
  if (answer.status === 200 && entries.length > 0) return entries;
  throw unreadable(name, answer);
}

/** The objects in a list answer or in a bare array. */
export function entriesIn(answer: ScimResponse): Attributes[] {
  const found = Array.isArray(answer.json) ? answer.json : member(answer.body, 'Resources');
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** A name for an entry in the keys of findings: its name, else its id. */
export function readName(entry: Attributes): string {
  const name = member(entry, 'name') ?? member(entry, 'id');
  return typeof name === 'string' ? name : 'unnamed';
}

/** The address of an entry by the id that it publishes; a colon is a legal character of a path. */
export function entryPath(name: 'ResourceTypes' | 'Schemas', id: string): string {
  return `/${name}/${encodeSegment(id).replace(/%3A/gi, ':')}`;
}

/** An entry alone, before anybody tries to change it. */
export function entryAnswer(name: 'ResourceTypes' | 'Schemas', id: string): SharedAnswer {
  return lastingAnswer(`${name}/${id}`, ({ scim }) => scim.get(entryPath(name, id)));
}

function assumes(profile: Profile, name: DocumentName): boolean {
  const { assume } = profile;
  if (name === 'ResourceTypes') return assume.resourceTypes === true;
  if (name === 'Schemas') return assume.schemas === true;
  return Object.keys(assume.features ?? {}).length > 0;
}

function unreadable(name: DocumentName, answer: ScimResponse): Blocked {
  return new Blocked({
    step: `read /${name}`,
    request: `GET /${name}`,
    status: answer.status,
    signature: `GET /${name} unreadable: ${answer.ok ? 'nothing of its kind' : describe(answer)}`,
    exchange: answer.exchange,
  });
}
