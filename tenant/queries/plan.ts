import type { CompareOperator, Filter, Literal } from '../filter/parser.ts';
import type { StoredResource, TypeDefinition } from '../model.ts';
import { resourceScope } from '../semantics/evaluate.ts';
import { type Semantics, strict, trustsIndexes } from '../semantics/index.ts';
import { mayHold } from '../store/population.ts';
import type { Store } from '../store/store.ts';

type Found = Map<string, StoredResource>;

/** Where matches of a filter can be: among what clients wrote, and in the population. */
interface Plan {
  own: Found | 'all';
  foreign: Found | 'all';
}

const everywhere: Plan = { own: 'all', foreign: 'all' };
const notForeign: Plan = { own: 'all', foreign: new Map() };

/** Attributes that the population has values for, without extension and sub-attribute. */
const POPULATED = new Set(
  [
    'schemas',
    'id',
    'externalId',
    'meta',
    'userName',
    'name',
    'displayName',
    'active',
    'emails',
    'groups',
  ].concat('members'),
);

/**
 * Resources that may match a filter, in the order of creation; a superset of those that do.
 * An equality on what clients look up costs no scan, and hardly any filter scans the population.
 */
export function candidates(
  store: Store,
  type: TypeDefinition,
  filter: Filter,
  semantics: Semantics,
): Iterable<StoredResource> {
  const plan = trustsIndexes(semantics) ? planFor(filter, { store, type, semantics }) : everywhere;
  if (plan.foreign === 'all') return store.walk(type.name);
  const own = plan.own === 'all' ? store.own(type.name) : [...plan.own.values()];
  const all = new Map([...plan.foreign.values(), ...own].map((resource) => [resource.id, resource]));
  return [...all.values()].sort((left, right) => left.sequence - right.sequence);
}

/**
 * What of a filter has still to be asked of its candidates: who holds a member the index of references knows, and a
 * group of many thousand members is not walked through for one of them. `undefined` where nothing is left to ask.
 */
export function unsettled(filter: Filter, type: TypeDefinition, semantics: Semantics): Filter | undefined {
  const exact = trustsIndexes(semantics) && semantics.represent === strict.represent;
  if (!exact || type.name !== 'Group') return filter;
  if (filter.kind === 'and') {
    const left = unsettled(filter.left, type, semantics);
    const right = unsettled(filter.right, type, semantics);
    return left && right ? { ...filter, left, right } : (left ?? right);
  }
  const key = filter.kind === 'compare' ? resourceScope(type)(filter.path)?.key : undefined;
  const settled =
    filter.kind === 'compare' && filter.operator === 'eq' && typeof filter.value === 'string' && key;
  return settled === 'members' || settled === 'members.value' ? undefined : filter;
}

interface Planner {
  store: Store;
  type: TypeDefinition;
  semantics: Semantics;
}

function planFor(filter: Filter, planner: Planner): Plan {
  switch (filter.kind) {
    case 'and': {
      const left = planFor(filter.left, planner);
      const right = planFor(filter.right, planner);
      return { own: common(left.own, right.own), foreign: common(left.foreign, right.foreign) };
    }
    case 'or': {
      const left = planFor(filter.left, planner);
      const right = planFor(filter.right, planner);
      return { own: union(left.own, right.own), foreign: union(left.foreign, right.foreign) };
    }
    case 'not':
      return everywhere;
    case 'present':
      return isPopulated(filter.path, planner) ? everywhere : notForeign;
    case 'value': {
      const wanted = equalValue(filter.filter);
      if (wanted !== undefined) return planComparison(filter.path, 'eq', wanted, planner);
      return isPopulated(filter.path, planner) ? everywhere : notForeign;
    }
    case 'compare':
      return planComparison(filter.path, filter.operator, filter.value, planner);
  }
}

function planComparison(path: string, operator: CompareOperator, value: Literal, planner: Planner): Plan {
  const { store, type, semantics } = planner;
  const place = resourceScope(type)(path);
  if (!place) return { own: new Map(), foreign: new Map() };
  if (operator === 'ne' || typeof value !== 'string') {
    return operator === 'ne' || value === null || isPopulated(path, planner) ? everywhere : notForeign;
  }
  const key = place.key;
  if (operator === 'eq' && store.isIndexed(type.name, key)) {
    return both(store.lookup(type.name, key, value));
  }
  if (operator === 'eq' && /(?:^|:)(?:members|manager)(?:\.value)?$/.test(key)) {
    return both(store.referrers(value).filter((resource) => resource.type === type.name));
  }
  if (!isPopulated(path, planner)) return notForeign;
  if (!place.scalar || (operator !== 'eq' && operator !== 'sw' && operator !== 'co')) return everywhere;
  const wanted = semantics.fold(value, place.scalar).toLowerCase();
  return mayHold(type.name, key, operator, wanted) === false ? notForeign : everywhere;
}

/** `value eq "x"` among the conditions between brackets. */
function equalValue(filter: Filter): string | undefined {
  if (filter.kind === 'and') return equalValue(filter.left) ?? equalValue(filter.right);
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return undefined;
  return filter.path.toLowerCase() === 'value' && typeof filter.value === 'string' ? filter.value : undefined;
}

function isPopulated(path: string, { type }: Planner): boolean {
  const key = resourceScope(type)(path)?.key ?? '';
  return POPULATED.has(key.split('.')[0] as string);
}

function both(resources: StoredResource[]): Plan {
  const found = new Map(resources.map((resource) => [resource.id, resource]));
  return { own: found, foreign: found };
}

function common(left: Found | 'all', right: Found | 'all'): Found | 'all' {
  if (left === 'all') return right;
  if (right === 'all') return left;
  const [few, many] = left.size <= right.size ? [left, right] : [right, left];
  return new Map([...few].filter(([id]) => many.has(id)));
}

function union(left: Found | 'all', right: Found | 'all'): Found | 'all' {
  return left === 'all' || right === 'all' ? 'all' : new Map([...left, ...right]);
}
