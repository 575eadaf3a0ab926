import { type Attributes, isObject, isQualified, unassigned } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { nameIn } from '../compose/merge.ts';
import { NotApplicable } from '../errors.ts';
import type { ScimResponse } from '../wire/response.ts';
import { Primaries } from './primaries.ts';
import { Singles } from './several.ts';

type Kind = 'User' | 'Group';

type Answered = Pick<ScimResponse, 'status' | 'ok' | 'exchange'>;

/** Statuses by which an endpoint says that it does not take what a create carries, or not from this client. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 413, 422]);
/** Whether an answer refuses what a create carries; a failure of the endpoint and a taken name are other matters. */
export const isRefusal = ({ status }: Pick<ScimResponse, 'status'>): boolean => REFUSALS.has(status);

/** Creates by which the attribute is looked for that a check's set-up was refused for, and such searches of a run. */
const MOST = 6;
const SEARCHES = 8;

/** An optional attribute that a create may not carry here, though it is published as one that clients write. */
export interface Refusal {
  kind: Kind;
  /** As requests name it: behind its URN where it belongs to an extension. */
  path: string;
  status: number;
  /** Number of the exchange that shows it. */
  exchange: number;
}

/** A create that was refused, and how others like it are sent. */
export interface RefusedCreate {
  kind: Kind;
  body: Attributes;
  answer: ScimResponse;
  /** Sends a create; `renamed` gives the body names that no other has. */
  post(body: Attributes): PromiseLike<ScimResponse>;
  renamed(body: Attributes): Attributes;
}

/**
 * Attributes that creates may not carry, although they are optional and clients write them by the schemas: a client may
 * lack the right to set one (403, RFC 7644 section 3.12), and a rule that no schema can tell may refuse each value of it
 * (400 invalidValue, section 3.3). Learned once a run, from creates that are refused with such an attribute and taken
 * without it.
 */
export class Refusals {
  /** Refused whatever the value: the set-ups of the run do without. */
  private readonly closed = new Map<string, Refusal>();
  /** Refused with a value of a check. */
  private readonly seen = new Map<string, Refusal>();
  /** Kinds of which not even the least is taken. */
  private readonly refusedBare = new Set<Kind>();
  private searches = 0;
  /** How a create with members was refused, and taken without: they are added to the group afterwards, where they can be. */
  ofMembers: Refusal | undefined;
  /** Lists that were seen to take one value. */
  readonly singles = new Singles();
  /** Lists that were seen to need a primary value. */
  readonly primaries = new Primaries();
  private readonly published: () => Capabilities;
  private composed: Capabilities | undefined;

  /** @param published what the endpoint publishes */
  constructor(published: () => Capabilities) {
    this.published = published;
  }

  /** What the endpoint publishes, with what the run does without as something that clients do not write. */
  get capabilities(): Capabilities {
    return this.composed ?? this.published();
  }

  /** What the run does without, in the order in which it turned out. */
  get all(): Refusal[] {
    return [...this.closed.values()];
  }

  /** Does without these from now on. */
  close(refusals: readonly Refusal[]): void {
    for (const one of refusals) this.closed.set(makeKey(one), one);
    this.composed = closedTo(this.published(), this.all);
  }

  /** @throws NotApplicable where a body carries what is refused whatever its value */
  relyOn(kind: Kind, body: Attributes): void {
    const closed = listPaths(body).flatMap((path) => this.closed.get(makeKey({ kind, path })) ?? []);
    if (closed.length > 0) throw lacking(closed);
  }

  /** A body without what is refused whatever its value. */
  without(kind: Kind, body: Attributes): Attributes {
    return cut(body, (path) => !this.closed.has(makeKey({ kind, path })));
  }

  /**
   * The attributes for which a create was refused, found by creates with some of them.
   * @returns none where the refusal has other reasons, or where the least is refused as well
   */
  async find(create: RefusedCreate): Promise<Refusal[]> {
    const { kind, body, answer } = create;
    const optional = listPaths(body).filter((path) => isOptional(this.published(), kind, path));
    if (!isRefusal(answer) || optional.length === 0 || this.refusedBare.has(kind)) return [];
    const known = optional.flatMap((path) => this.seen.get(makeKey({ kind, path })) ?? []);
    if (known.length > 0) return known;
    if (this.searches >= SEARCHES) return [];
    this.searches += 1;
    const ask = (some: readonly string[]) =>
      create.post(create.renamed(cut(body, (path) => !optional.includes(path) || some.includes(path))));
    const least = await ask([]);
    if (!least.ok) {
      if (isRefusal(least)) this.refusedBare.add(kind);
      return [];
    }
    const found = await searchRefused(kind, optional, answer, ask, MOST);
    for (const one of found) this.seen.set(makeKey(one), one);
    return found;
  }
}

/**
 * Finds by halves which of the parts of a refused create are refused each by itself.
 * @param parts what was refused together, and is taken without them
 * @param ask sends a create with some of them
 * @param most how many creates are sent at most; what is not found by then stays unknown
 */
export async function searchRefused(
  kind: Kind,
  parts: readonly string[],
  refusal: Answered,
  ask: (some: readonly string[]) => PromiseLike<Answered>,
  most: number,
): Promise<Refusal[]> {
  const found: Refusal[] = [];
  const open: (readonly string[])[] = [];
  const split = (some: readonly string[], { status, exchange }: Answered) => {
    const [path, ...others] = some;
    const half = Math.ceil(some.length / 2);
    if (path !== undefined && others.length === 0) found.push({ kind, path, status, exchange });
    else open.unshift(some.slice(0, half), some.slice(half));
  };
  if (isRefusal(refusal)) split(parts, refusal);
  for (let left = most; left > 0; left -= 1) {
    const some = open.shift();
    if (some === undefined) break;
    const answer = await ask(some);
    if (isRefusal(answer)) split(some, answer);
    else if (!answer.ok) break;
  }
  return found;
}

/** What keeps a check from being judged: it is about what this client cannot set. */
export function lacking(refusals: readonly Refusal[]): NotApplicable {
  const [first] = refusals;
  const paths = refusals.map(({ path }) => path).join(' and ');
  return new NotApplicable(
    'nothing-to-observe',
    `a create with ${paths} is refused (${first?.status}) but accepted without ${refusals.length > 1 ? 'them' : 'it'}`,
  );
}

/** What ends a check where there is no attribute as it needs one, or creates that carry it are refused. */
export function noAttribute(what: string, refused: boolean): NotApplicable {
  return refused
    ? new NotApplicable(
        'nothing-to-observe',
        `creates with ${what.startsWith('attribute') ? 'the' : 'a'} ${what} are refused here`,
      )
    : new NotApplicable('declared', `the endpoint publishes no ${what}`);
}

/**
 * What an endpoint publishes, with what it refuses to this client as something that it does not write: what is composed
 * or chosen from it goes round these attributes.
 */
function closedTo(capabilities: Capabilities, refusals: readonly Refusal[]): Capabilities {
  const { schemas, resourceTypes } = capabilities;
  if (schemas === undefined || resourceTypes === undefined || refusals.length === 0) return capabilities;
  const refused = new Set(refusals.map(({ kind, path }) => findAttribute(capabilities, kind, path)));
  return {
    ...capabilities,
    // Copies, since what is looked up in them is remembered by type.
    resourceTypes: resourceTypes.map((type) => ({ ...type })),
    schemas: schemas.map((schema) => ({
      ...schema,
      attributes: schema.attributes.map((one) =>
        refused.has(one)
          ? {
              ...one,
              refused: true,
              mutability: 'readOnly',
              subAttributes: one.subAttributes.map((sub) => ({
                ...sub,
                refused: true,
                mutability: 'readOnly',
              })),
            }
          : one,
      ),
    })),
  };
}

/** Whether a resource can be made without what is at a path, as far as schemas tell. */
function isOptional(capabilities: Capabilities, kind: Kind, path: string): boolean {
  const isName = kind === 'Group' && path.toLowerCase() === 'displayname';
  return !isName && findAttribute(capabilities, kind, path)?.required !== true;
}

/** Paths of the attributes that a body gives a value, those of extensions one by one; no name of the resource among them. */
export function listPaths(body: Attributes): string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (/^(?:schemas|userName)$/i.test(name) || unassigned(value)) return [];
    return isQualified(name) && isObject(value)
      ? Object.keys(value).map((inner) => `${name}:${inner}`)
      : [name];
  });
}

/** A body with those of its attributes alone that are kept, and no extension that is empty then. */
export function cut(body: Attributes, keeps: (path: string) => boolean): Attributes {
  const parts = new Set(listPaths(body));
  const goes = (path: string) => parts.has(path) && !keeps(path);
  const gone = new Set<string>();
  const left = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    if (!isQualified(name) || !isObject(value)) return goes(name) ? [] : [[name, value]];
    const own = Object.entries(value).filter(([inner]) => !goes(`${name}:${inner}`));
    if (own.length > 0 || Object.keys(value).length === 0) return [[name, Object.fromEntries(own)]];
    gone.add(name.toLowerCase());
    return [];
  });
  const { schemas } = body;
  const cutBody = Object.fromEntries(left);
  if (gone.size > 0 && Array.isArray(schemas) && nameIn(cutBody, 'schemas') !== undefined)
    cutBody.schemas = schemas.filter((one) => !gone.has(String(one).toLowerCase()));
  return cutBody;
}

const makeKey = ({ kind, path }: Pick<Refusal, 'kind' | 'path'>): string => `${kind} ${path.toLowerCase()}`;
