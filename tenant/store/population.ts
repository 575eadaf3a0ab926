import type { ScimObject, StoredResource } from '../model.ts';

const MEMBERS = 10;

/** Accounts and groups of other clients, made up when they are looked at: a tenant of any size starts at once. */
export class Population {
  readonly users: number;
  readonly groups: number;
  readonly #created: string;

  /** @param users number of accounts; there is one group for every ten of them, unless `groups` is false */
  constructor(users: number, groups: boolean, created: string) {
    this.users = users;
    this.groups = groups ? Math.floor(users / MEMBERS) : 0;
    this.#created = created;
  }

  count(type: string): number {
    return type === 'User' ? this.users : type === 'Group' ? this.groups : 0;
  }

  /** The resource at an index, counted from 0. */
  at(type: string, index: number): StoredResource {
    return {
      id: inventId(type, index),
      type,
      sequence: type === 'User' ? index : this.users + index,
      created: this.#created,
      lastModified: this.#created,
      revision: 1,
      data: type === 'User' ? user(index) : group(index),
    };
  }

  /** Index of the resource with an id, or undefined. */
  findIndex(type: string, id: string): number | undefined {
    const match = /^0000000([ab])-0000-4000-8000-([0-9a-f]{12})$/.exec(id);
    if (!match || match[1] !== (type === 'User' ? 'a' : 'b')) return undefined;
    return this.#within(type, Number.parseInt(match[2] as string, 16));
  }

  /**
   * Index of the only resource that may have a value for an attribute (key as of `attributeKey`, with `.sub`);
   * undefined where none has. The value is in its folded form.
   */
  indexFor(type: string, key: string, folded: string): number | undefined {
    if (key === 'id') return this.findIndex(type, folded);
    const pattern = patterns[`${type}.${key}`];
    const digits = pattern?.exec(folded)?.[1];
    return digits === undefined ? undefined : this.#within(type, Number(digits));
  }

  /** Groups of the population that hold a user of it. */
  groupHolding(userIndex: number): number | undefined {
    const index = Math.floor(userIndex / MEMBERS);
    return index < this.groups ? index : undefined;
  }

  #within(type: string, index: number): number | undefined {
    return index < this.count(type) ? index : undefined;
  }
}

/** Every value of an attribute of the population, folded, with # for a digit; an attribute without one is never text. */
const shapes: Record<string, string> = {
  'User.userName': 'foreign.#######@people.example.test',
  'User.displayName': 'foreign user #######',
  'User.externalId': 'foreign-u#######',
  'User.emails.value': 'foreign.#######@people.example.test',
  'User.emails': 'foreign.#######@people.example.test',
  'User.name.familyName': 'foreign',
  'User.name.givenName': 'user',
  'Group.displayName': 'foreign group #######',
  'Group.externalId': 'foreign-g#######',
};

/**
 * Whether some value of an attribute of the population may equal, begin with or contain a text; undefined where that
 * is not known of the attribute.
 */
export function mayHold(
  type: string,
  key: string,
  operator: 'eq' | 'sw' | 'co',
  folded: string,
): boolean | undefined {
  const shape = shapes[`${type}.${key}`];
  if (shape === undefined) return undefined;
  const fitsAt = (start: number) =>
    [...folded].every((letter, at) =>
      shape[start + at] === '#' ? /\d/.test(letter) : shape[start + at] === letter,
    );
  if (operator === 'eq') return folded.length === shape.length && fitsAt(0);
  const starts = operator === 'sw' ? 1 : Math.max(0, shape.length - folded.length + 1);
  return Array.from({ length: starts }, (_, start) => start).some(fitsAt);
}

const patterns: Record<string, RegExp> = {
  'User.userName': /^foreign\.(\d{7})@people\.example\.test$/,
  'User.emails.value': /^foreign\.(\d{7})@people\.example\.test$/,
  'User.emails': /^foreign\.(\d{7})@people\.example\.test$/,
  'User.displayName': /^foreign user (\d{7})$/,
  'User.externalId': /^foreign-u(\d{7})$/,
  'Group.displayName': /^foreign group (\d{7})$/,
  'Group.externalId': /^foreign-g(\d{7})$/,
};

function inventId(type: string, index: number): string {
  return `0000000${type === 'User' ? 'a' : 'b'}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

function user(index: number): ScimObject {
  const digits = String(index).padStart(7, '0');
  const address = `foreign.${digits}@people.example.test`;
  return {
    externalId: `foreign-u${digits}`,
    userName: address,
    name: { familyName: 'Foreign', givenName: 'User' },
    displayName: `Foreign User ${digits}`,
    active: true,
    emails: [{ value: address, type: 'work', primary: true }],
  };
}

function group(index: number): ScimObject {
  const digits = String(index).padStart(7, '0');
  const members = Array.from({ length: MEMBERS }, (_, offset) => ({
    value: inventId('User', index * MEMBERS + offset),
    type: 'User',
  }));
  return { externalId: `foreign-g${digits}`, displayName: `Foreign Group ${digits}`, members };
}
