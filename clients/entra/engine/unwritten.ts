import { show, splitPath } from '../../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute, listAttributes } from '../../../schemas/lookup.ts';
import type { Failure } from './log.ts';
import type { Rules } from './rules.ts';

type Kind = 'User' | 'Group';

/** How an endpoint publishes an attribute that changes of a client do not reach (RFC 7643 sections 2.2 and 7). */
export type Published = 'readOnly' | 'immutable' | 'unpublished';

/** Targets of a job that cannot be written, or changed, by their paths in small letters. */
export type Unwritable = Record<Kind, ReadonlyMap<string, Published>>;

/** What of a mapping the endpoint's schemas close to clients; nothing of a kind whose schemas are not published. */
export function findUnwritable(
  capabilities: Capabilities,
  { flows, managerPath, members }: Rules,
): Unwritable {
  const references = { User: managerPath, Group: members ? 'members' : undefined };
  const of = (kind: Kind): Map<string, Published> => {
    const closed = new Map<string, Published>();
    if (listAttributes(capabilities, kind).length === 0) return closed;
    const reference = references[kind];
    if (reference !== undefined) {
      const published = findAttribute(capabilities, kind, reference);
      const how = published === undefined ? 'unpublished' : findMutability(published);
      if (how === 'unpublished' || how === 'readOnly' || how === 'immutable')
        closed.set(reference.toLowerCase(), how);
    }
    for (const { target, createOnly } of flows[kind]) {
      const { urn, names } = splitPath(target.published);
      const whole = `${urn === undefined ? '' : `${urn}:`}${names[0] ?? ''}`;
      if (/^(?:id|externalId|schemas|meta)$/i.test(whole)) continue;
      const both = [
        findAttribute(capabilities, kind, whole),
        findAttribute(capabilities, kind, target.published),
      ];
      const is = (mutability: string) =>
        both.some((one) => one !== undefined && findMutability(one) === mutability);
      const how = is('readOnly')
        ? 'readOnly'
        : both.includes(undefined)
          ? 'unpublished'
          : is('immutable') && !createOnly
            ? 'immutable'
            : undefined;
      if (how !== undefined) closed.set(target.path.toLowerCase(), how);
    }
    return closed;
  };
  return { User: of('User'), Group: of('Group') };
}

/** As it is published: what this client was refused is no matter of the schemas. */
const findMutability = (attribute: Attribute): Attribute['mutability'] =>
  attribute.refused === true ? 'readWrite' : attribute.mutability;

/** An attribute that the directory and the endpoint hold differently, since clients cannot write it here. */
export interface Unwritten {
  kind: Kind;
  /** Its path, as the mapping names it. */
  attribute: string;
  published: Published;
  /** Objects that differ in it at the end, and the first of them with what was sent and what is shown. */
  count: number;
  first?: { source: string; sent: string; shown: string };
  /** What a request was answered that carried it. */
  refused?: string;
  /** The exchange that shows the refusal. */
  exchange?: number;
  /** What to do about the mapping. */
  fix: string;
}

/** Refusals that may be due to one attribute of a request. */
const BY_VALUE = new Set([400, 403, 422]);

/**
 * What of a job's mapping turned out not to be written at this endpoint. All is sent as the service does; once
 * a request that carries such an attribute was refused, or acknowledged and not done, it is left out from then on.
 */
export class UnwrittenAttributes {
  private readonly closed: Unwritable | undefined;
  private readonly left = new Map<string, Unwritten>();

  constructor(closed: Unwritable | undefined) {
    this.closed = closed;
  }

  /** What was left out, in the order in which that turned out. */
  get all(): Unwritten[] {
    return [...this.left.values()];
  }

  /** Whether a path is left out of what is sent. */
  isLeft(kind: Kind, path: string): boolean {
    return this.left.has(composeKey(kind, path));
  }

  /** Whether schemas close a path to changes. */
  isClosed(kind: Kind, path: string): boolean {
    return this.closed?.[kind].has(path.toLowerCase()) === true;
  }

  /**
   * Leaves out what a request carried that was refused, where the schemas close it to clients.
   * @returns whether there was any, so that the rest may be sent again
   */
  blame(kind: Kind, paths: readonly string[], by: 'create' | 'update', failure: Failure): boolean {
    if (!BY_VALUE.has(failure.answered ?? 0)) return false;
    const isMeant = (path: string) => by === 'update' || this.publishedAs(kind, path) !== 'immutable';
    const blamed = paths.filter((path) => this.isClosed(kind, path) && isMeant(path));
    for (const path of blamed) {
      if (this.isLeft(kind, path)) continue;
      const { exchange } = failure;
      Object.assign(this.leave(kind, path), {
        refused: failure.says,
        ...(exchange === undefined ? {} : { exchange }),
      });
    }
    return blamed.length > 0;
  }

  /** Notes that an object differs in the end in what the schemas close to clients. */
  differs(kind: Kind, path: string, source: string, sent: unknown, shown: unknown): void {
    const one = this.leave(kind, path);
    one.count += 1;
    if (one.first === undefined || source < one.first.source)
      one.first = { source, sent: show(sent), shown: show(shown) };
  }

  private leave(kind: Kind, path: string): Unwritten {
    const known = this.left.get(composeKey(kind, path));
    const published = this.publishedAs(kind, path) ?? 'unpublished';
    const one = known ?? { kind, attribute: path, published, count: 0, fix: FIXES[published](path) };
    this.left.set(composeKey(kind, path), one);
    return one;
  }

  private publishedAs(kind: Kind, path: string): Published | undefined {
    return this.closed?.[kind].get(path.toLowerCase());
  }
}

const FIXES: Record<Published, (path: string) => string> = {
  readOnly: (path) => `Take ${path} out of the mapping: otherwise Entra keeps sending it in every cycle.`,
  immutable: (path) =>
    `Map ${path} "only during object creation": otherwise Entra keeps sending changes to it in every cycle.`,
  unpublished: (path) =>
    `Take ${path} out of the mapping, as Entra keeps sending it in every cycle, or publish it in /Schemas and keep it.`,
};

/** What is unwritten, in a sentence. */
export function describeUnwritten({ kind, attribute, published, count, first, refused }: Unwritten): string {
  const how = published === 'unpublished' ? 'not published in /Schemas' : `published as ${published}`;
  const others = count > 1 ? `, and ${count - 1} more differ in it` : '';
  const example =
    first === undefined
      ? ''
      : `: ${kind} ${first.source} shows ${first.shown} where ${first.sent} was sent${others}`;
  const answer = refused === undefined ? '' : `; a request that carried it was answered ${refused}`;
  return `${attribute} of a ${kind} is ${how}${example}${answer}`;
}

const composeKey = (kind: Kind, path: string): string => `${kind} ${path.toLowerCase()}`;
