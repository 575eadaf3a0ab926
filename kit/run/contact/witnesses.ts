import { isDeepStrictEqual } from 'node:util';
import { type Attributes, equal, isObject, isQualified, member } from '../../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute } from '../../../schemas/lookup.ts';
import { readList } from '../../check/must.ts';
import { isOfSomeRun } from '../../check/random.ts';
import { resourcePath } from '../../wire/paths.ts';
import type { Purpose } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import type { Scim } from '../../wire/scim.ts';

/** Accounts of others that are looked at. */
const MOST = 20;
/** Those that a page shows no more and that are read one by one. */
const MISSING = 5;

/** A resource as it was, and the answer to a read of it afterwards. */
export interface Seen {
  before: Attributes | undefined;
  answer: Pick<ScimResponse, 'ok' | 'status' | 'body'>;
}

/**
 * Some accounts of others, as one page shows them, kept in memory to see that writes leave them as they are. Nothing
 * of them is kept anywhere else.
 */
export class Witnesses {
  private readonly scim: Scim;
  private readonly endpoint: string;
  private readonly capabilities: Capabilities;
  private readonly kind: 'User' | 'Group';
  private readonly isOurs: (path: string) => boolean;
  private readonly purpose: Purpose;
  private before: Map<string, Attributes> | undefined;

  /**
   * @param isOurs whether the run itself made what is at a path, under whatever name: that may go at any time
   * @param purpose what they are looked at for: clean-up goes on where checks are told to stop
   */
  constructor(
    scim: Scim,
    endpoint: string,
    capabilities: Capabilities,
    kind: 'User' | 'Group',
    isOurs: (path: string) => boolean = () => false,
    purpose: Purpose = 'control',
  ) {
    this.scim = scim;
    this.endpoint = endpoint;
    this.capabilities = capabilities;
    this.kind = kind;
    this.isOurs = isOurs;
    this.purpose = purpose;
  }

  /** Looks at them; gives the paths of those that are not as they were at the look before. */
  async look(): Promise<string[]> {
    // Where there was nobody else, there is nobody to be altered.
    if (this.before?.size === 0) return [];
    const page = await this.page();
    if (this.before === undefined) {
      this.before = page;
      return [];
    }
    const altered: string[] = [];
    const missing: string[] = [];
    for (const [path, before] of this.before) {
      const now = page.get(path);
      if (now === undefined) missing.push(path);
      else if (differs(before, now, this.capabilities, this.kind)) altered.push(path);
    }
    // What was changed may stand on another page by now.
    for (const path of missing.slice(0, MISSING)) {
      const answer = await this.scim
        .get(path)
        .as(this.purpose, 'confirm that someone else’s resource still exists');
      const before = this.before.get(path);
      if (changed({ before, answer }, this.capabilities, this.kind)) altered.push(path);
    }
    for (const path of altered) this.before.delete(path);
    return altered;
  }

  private async page(): Promise<Map<string, Attributes>> {
    const answer = await this.scim
      .get(this.endpoint, { query: { count: MOST } })
      .as(this.purpose, 'list some resources of others');
    const listed = answer.ok ? readList(answer).resources.slice(0, MOST) : [];
    return new Map(
      listed.flatMap((resource): [string, Attributes][] => {
        const path = resourcePath(this.endpoint, resource);
        // What runs make, this one or another at the same time, comes and goes.
        const passing = ['userName', 'displayName'].some((name) => isOfSomeRun(member(resource, name)));
        return path === undefined || passing || this.isOurs(path) ? [] : [[path, resource]];
      }),
    );
  }
}

/** Whether a resource is gone or otherwise than it was. An answer that says nothing says nothing. */
export function changed(
  { before, answer }: Seen,
  capabilities: Capabilities,
  kind: 'User' | 'Group',
): boolean {
  if (before === undefined) return false;
  if (isGone(answer)) return true;
  return answer.ok && differs(before, answer.body, capabilities, kind);
}

/** Whether an answer says that there is nothing, or nothing any more. */
export function isGone(answer?: Pick<ScimResponse, 'status'>): boolean {
  return answer?.status === 404 || answer?.status === 410;
}

/** Whether an attribute that a client can write has another value than before. */
function differs(
  before: Attributes,
  now: Attributes,
  capabilities: Capabilities,
  kind: 'User' | 'Group',
): boolean {
  // Most of what is looked at was left alone, and comes as it came before.
  if (isDeepStrictEqual(before, now)) return false;
  const [old, recent] = [before, now].map((resource) => writablePart(resource, capabilities, kind));
  return !equal(old, recent);
}

/** What the endpoint makes itself (RFC 7643 sections 3.1 and 4.1.2). */
const ENDPOINTS_OWN = new Set(['meta', 'schemas', 'groups']);

/**
 * A resource without what only the endpoint writes: attributes, those of extensions, and parts of complex ones that are
 * readOnly may be otherwise in each answer.
 */
function writablePart(resource: Attributes, capabilities: Capabilities, kind: 'User' | 'Group'): Attributes {
  const within = (object: Attributes, prefix: string): Attributes =>
    withoutEmpty(
      Object.entries(object).flatMap(([name, value]): [string, unknown][] => {
        const attribute = findAttribute(capabilities, kind, `${prefix}${name}`);
        if (attribute?.mutability === 'readOnly') return [];
        if (attribute !== undefined) return [[name, writableParts(value, attribute)]];
        return [[name, isObject(value) && isQualified(name) ? within(value, `${name}:`) : value]];
      }),
    );
  const own = Object.entries(resource).filter(([name]) => !ENDPOINTS_OWN.has(name.toLowerCase()));
  return within(Object.fromEntries(own), '');
}

function writableParts(value: unknown, attribute: Attribute): unknown {
  if (Array.isArray(value)) return value.map((one) => writableParts(one, attribute));
  if (!isObject(value)) return value;
  const isReadOnly = (name: string) =>
    attribute.subAttributes.some(
      (part) => part.mutability === 'readOnly' && part.name.toLowerCase() === name.toLowerCase(),
    );
  return withoutEmpty(Object.entries(value).filter(([name]) => !isReadOnly(name)));
}

/** An object of which nothing is left says as little as none. */
function withoutEmpty(entries: [string, unknown][]): Attributes {
  const isEmpty = (value: unknown) => isObject(value) && Object.keys(value).length === 0;
  return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)));
}
