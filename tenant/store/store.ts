import { isObject, type StoredResource, type TypeDefinition } from '../model.ts';
import type { Semantics } from '../semantics/index.ts';
import {
  add,
  drop,
  findScalar,
  type Indexed,
  indexedIn,
  readValues,
  referenceAttributes,
  slotKey,
} from './indexes.ts';
import type { Population } from './population.ts';

/** All resources of a tenant, with indexes for what clients look up and for who refers to whom. */
export class Store {
  readonly population: Population;
  readonly #types: TypeDefinition[];
  readonly #semantics: Semantics;
  readonly #own = new Map<string, Map<string, StoredResource>>();
  /** Resources of the population that were changed or deleted, and so do not come from it any more. */
  readonly #moved = new Map<string, Set<number>>();
  readonly #index = new Map<string, Set<string>>();
  readonly #referrers = new Map<string, Set<string>>();
  readonly #touched = new Map<string, number>();
  readonly #indexed = new Map<string, Indexed[]>();
  /** Told of every change, with the resource as it is from then on, or as it was. */
  onChange: ((change: 'put' | 'remove', resource: StoredResource) => void) | undefined;
  #sequence: number;

  constructor(types: TypeDefinition[], population: Population, semantics: Semantics) {
    this.#types = types;
    this.population = population;
    this.#semantics = semantics;
    this.#sequence = population.users + population.groups;
    for (const type of types) {
      this.#own.set(type.name, new Map());
      this.#moved.set(type.name, new Set());
      this.#indexed.set(type.name, indexedIn(type));
    }
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  get(type: string, id: string): StoredResource | undefined {
    const own = this.#own.get(type)?.get(id);
    if (own) return own;
    const index = this.population.findIndex(type, id);
    if (index === undefined || this.#moved.get(type)?.has(index) !== false) return undefined;
    return this.population.at(type, index);
  }

  /** Finds a resource whatever its type. */
  find(id: string): StoredResource | undefined {
    for (const type of this.#types) {
      const found = this.get(type.name, id);
      if (found) return found;
    }
    return undefined;
  }

  /** Creates a resource, or puts a new state in the place of the old one. */
  put(resource: StoredResource): void {
    const old = this.#own.get(resource.type)?.get(resource.id);
    if (old) this.#unlink(old);
    // A resource that leaves the population goes to the end, so that the order stays that of the sequence.
    if (this.#leavePopulation(resource.type, resource.id)) resource.sequence = this.nextSequence();
    this.#own.get(resource.type)?.set(resource.id, resource);
    for (const slot of this.#slots(resource)) add(this.#index, slot, resource.id);
    for (const target of this.references(resource)) add(this.#referrers, target, resource.id);
    this.onChange?.('put', resource);
  }

  remove(resource: StoredResource): void {
    const old = this.#own.get(resource.type)?.get(resource.id);
    if (old) this.#unlink(old);
    this.#own.get(resource.type)?.delete(resource.id);
    this.#leavePopulation(resource.type, resource.id);
    this.onChange?.('remove', resource);
  }

  count(type: string): number {
    return (
      this.population.count(type) - (this.#moved.get(type)?.size ?? 0) + (this.#own.get(type)?.size ?? 0)
    );
  }

  /** Resources in the order of creation, from an offset on; costs nothing for what is skipped of the population. */
  *walk(type: string, offset = 0): Generator<StoredResource> {
    const moved = [...(this.#moved.get(type) ?? [])].sort((left, right) => left - right);
    const size = this.population.count(type);
    let index = offset;
    for (const gone of moved) if (gone <= index) index += 1;
    let skip = Math.max(0, index - size);
    for (; index < size; index += 1) {
      if (!this.#moved.get(type)?.has(index)) yield this.population.at(type, index);
    }
    for (const resource of this.#own.get(type)?.values() ?? []) {
      if (skip > 0) skip -= 1;
      else yield resource;
    }
  }

  /** Number of resources up to a place in the order of creation. */
  countUpTo(type: string, sequence: number): number {
    const first = type === 'Group' ? this.population.users : 0;
    const foreign = Math.min(Math.max(0, sequence - first + 1), this.population.count(type));
    const moved = [...(this.#moved.get(type) ?? [])].filter((index) => index < foreign).length;
    return foreign - moved + this.own(type).filter((resource) => resource.sequence <= sequence).length;
  }

  /** Resources that clients created or changed. */
  own(type: string): StoredResource[] {
    return [...(this.#own.get(type)?.values() ?? [])];
  }

  /** Whether an attribute (key as of `attributeKey`, with `.sub`) has an index. */
  isIndexed(type: string, key: string): boolean {
    return key === 'id' || this.#indexed.get(type)?.some((indexed) => indexed.key === key) === true;
  }

  /** Every resource whose attribute may equal a text. */
  lookup(type: string, key: string, text: string): StoredResource[] {
    if (key === 'id') return [this.get(type, text)].filter((found) => found !== undefined);
    const indexed = this.#indexed.get(type)?.find((candidate) => candidate.key === key);
    if (!indexed) return [];
    const folded = this.#semantics.fold(text, findScalar(indexed));
    const found = [...(this.#index.get(slotKey(type, key, folded)) ?? [])].map((id) => this.get(type, id));
    const foreign = this.population.indexFor(type, key, folded);
    if (foreign !== undefined && this.#moved.get(type)?.has(foreign) === false) {
      found.push(this.population.at(type, foreign));
    }
    return found.filter((resource) => resource !== undefined);
  }

  /** Ids of the resources that refer to one: groups that hold it, accounts that it manages. */
  referrers(id: string): StoredResource[] {
    const ids = new Set(this.#referrers.get(id));
    const user = this.population.findIndex('User', id);
    const group = user === undefined ? undefined : this.population.groupHolding(user);
    if (group !== undefined && this.#moved.get('Group')?.has(group) === false) {
      ids.add(this.population.at('Group', group).id);
    }
    return [...ids].map((referrer) => this.find(referrer)).filter((found) => found !== undefined);
  }

  /** Ids that a resource refers to. */
  references(resource: StoredResource): string[] {
    const type = this.#types.find(({ name }) => name === resource.type);
    if (!type) return [];
    const found: string[] = [];
    for (const { attribute, holder } of referenceAttributes(type)) {
      const container = holder === undefined ? resource.data : resource.data[holder];
      const value = isObject(container) ? container[attribute.name] : undefined;
      for (const element of Array.isArray(value) ? value : [value]) {
        if (isObject(element) && typeof element.value === 'string') found.push(element.value);
      }
    }
    return found;
  }

  /** Notes that a derived attribute of a resource changed, such as the groups of a user. */
  touch(id: string): void {
    this.#touched.set(id, this.touched(id) + 1);
  }

  touched(id: string): number {
    return this.#touched.get(id) ?? 0;
  }

  #leavePopulation(type: string, id: string): boolean {
    const index = this.population.findIndex(type, id);
    const moved = this.#moved.get(type);
    if (index === undefined || !moved || moved.has(index)) return false;
    moved.add(index);
    return true;
  }

  #unlink(resource: StoredResource): void {
    for (const slot of this.#slots(resource)) drop(this.#index, slot, resource.id);
    for (const target of this.references(resource)) drop(this.#referrers, target, resource.id);
  }

  *#slots(resource: StoredResource): Generator<string> {
    for (const indexed of this.#indexed.get(resource.type) ?? []) {
      for (const value of readValues(resource.data, indexed)) {
        if (typeof value !== 'string') continue;
        yield slotKey(resource.type, indexed.key, this.#semantics.fold(value, findScalar(indexed)));
      }
    }
  }
}
