import { type Attributes, isObject, member, unassigned } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { quote } from '../wire/scim.ts';

/** What proves a resource to be the run's own where its names carry no marker; see `Unmarked`. */
export interface Vouched {
  /** The body that was sent, without what endpoints never show. */
  sent: Record<string, unknown>;
  /** When the endpoint answered last before the create, by its own clock; ISO 8601. */
  before?: string;
}

/** How much older than the endpoint's own last answer a resource may say it is, when this run made it after that. */
const OLDER_MS = 2 * 60_000;
const QUARTER_MS = 15 * 60_000;
/** Further off than this no time zone is. */
const FARTHEST_MS = 14 * 3_600_000;
/** What endpoints never show, or make themselves. */
const NOT_COMPARED = new Set(['schemas', 'meta', 'id', 'password']);
/** What names a resource: shown it has to be. */
const NAMES = ['userName', 'displayName'];
/** Of these, and of what else a resource is named by, only letter case may be changed. */
const IDENTIFYING = new Set(['username', 'externalid']);

/** What of a body is kept to prove by it what a create made: no password. */
export function vouchedFor(body: Attributes, before: string | undefined): Vouched {
  const sent = Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => !NOT_COMPARED.has(name.toLowerCase()) && !unassigned(value),
    ),
  );
  return { sent, ...present({ before }) };
}

/** What is kept of it once a GET proved what was made: its names, by which it is known again. */
export function namesAlone({ sent }: Vouched): Vouched {
  return { sent: Object.fromEntries(readNames(sent)) };
}

/**
 * What speaks against a resource being what a create made under a name without the run's marker. Its lookups found
 * nobody and it was answered 201; here a GET shows whether it is what was sent, and not older than the create.
 * @param clockIsOff whether the endpoint's clock was seen to be off by quarter hours, so that its times say nothing
 * @returns undefined where nothing does
 */
export function objectionTo(
  resource: Attributes,
  { sent, before }: Vouched,
  clockIsOff = false,
): string | undefined {
  const name = NAMES.find((one) => member(sent, one) !== undefined);
  if (name === undefined || unassigned(member(resource, name))) return 'it does not show its name';
  let shown = 0;
  let wanted = 0;
  for (const [attribute, value] of Object.entries(sent)) {
    const found = member(resource, attribute);
    wanted += 1;
    if (unassigned(found)) continue;
    const lower = attribute.toLowerCase();
    const names = IDENTIFYING.has(lower) || lower === name.toLowerCase();
    if (!(names ? sameName(found, value) : shows(found, value)))
      return `its ${attribute} is not what was sent`;
    shown += 1;
  }
  if (shown < Math.min(2, wanted)) return 'it shows nothing of what was sent but its name';
  const created = readCreated(resource);
  if (created === undefined || before === undefined || clockIsOff) return undefined;
  return parseTime(created) < Date.parse(before) - OLDER_MS
    ? `it was created at ${created}, before this run sent its create`
    : undefined;
}

/** When a resource says that it was created; `undefined` where it does not, or not in a way that can be read. */
export function readCreated(resource: Attributes): string | undefined {
  const created = member(member(resource, 'meta'), 'created');
  return typeof created === 'string' && Number.isFinite(parseTime(created))
    ? created.slice(0, 40)
    : undefined;
}

/**
 * Whether a resource that is known to be new tells a time that is a time zone away from the endpoint's own Date.
 * @param before when the endpoint answered last before its create
 */
export function isZoneAway(created: string, before: string): boolean {
  const off = parseTime(created) - Date.parse(before);
  const quarters = Math.round(off / QUARTER_MS);
  return quarters !== 0 && Math.abs(off) <= FARTHEST_MS && Math.abs(off - quarters * QUARTER_MS) <= OLDER_MS;
}

/** A time without a zone is taken for UTC. */
function parseTime(text: string): number {
  return Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** Whether what is shown is what was sent; an endpoint may change letter case, spaces and punctuation. */
function shows(found: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    const all = Array.isArray(found) ? found : [found];
    return sent.every((one) => all.some((other) => shows(other, one)));
  }
  if (isObject(sent))
    return (
      isObject(found) &&
      Object.entries(sent).every(([name, value]) => {
        const there = member(found, name);
        return unassigned(there) || shows(there, value);
      })
    );
  return plain(found) === plain(sent);
}

/** The names that a resource has, by which it is looked up. */
export function readNames(resource: Attributes): [string, string][] {
  const named = member(resource, 'userName') === undefined ? 'displayName' : 'userName';
  return [named, 'externalId'].flatMap((name): [string, string][] => {
    const value = member(resource, name);
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
}

/** Whether two names are one, whatever their letter case. */
export function sameName(one: unknown, other: unknown): boolean {
  const form = (value: unknown) => String(value).normalize('NFKC').trim().toLowerCase();
  return form(one) === form(other);
}

function plain(value: unknown): string {
  return String(value)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a resource has one of the names that were sent. */
export function hasOwnName(resource: Attributes, { sent }: Vouched): boolean {
  return readNames(sent).some(([name, value]) => sameName(member(resource, name), value));
}

/** Members of a message that say what is done, and give no name. */
const NO_NAMES = new Set(['schemas', 'op', 'path']);

/** All strings in a body that it may give as names, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    NO_NAMES.has(name.toLowerCase()) ? [] : textsIn(one),
  );
}

/** What a person does about a resource that may be the run's, and is not proved to be. */
export const LOOK_AT_IT =
  'Look at it: if this run made it, delete it by hand; if it was there before, leave it.';

/** Why a resource is left that a create was answered with, although a GET does not show that it is what was made. */
export function whyUnproved({ vouched }: { vouched: Vouched }, objection: string): string {
  const [[, name] = []] = readNames(vouched.sent);
  return `the create of ${quote(name ?? '')} was answered with it, but ${objection}. ${LOOK_AT_IT}`;
}
