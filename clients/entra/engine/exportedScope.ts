import { type ExportedSchema, objectMappingsIn } from '../../../config/mapping/exported.ts';
import { refuseMisspelt } from '../../../config/mapping/members.ts';
import { isObject, member } from '../../../schemas/attributes.ts';
import { assignedScope, type Clause, listAt, readClause, type Scope, type ScopingFilters } from './scope.ts';

/** What a job does with the objects of a kind: the target object actions of the portal. */
export interface Actions {
  create: boolean;
  update: boolean;
  delete: boolean;
}

const FILTER = ['categoryFilterGroups', 'groups', 'inputFilterGroups'] as const;
const GROUP = ['clauses', 'name'];
const CLAUSE = ['operatorName', 'sourceOperandName', 'targetOperand'];

/**
 * The scoping filters of an exported synchronizationSchema, in which only what is assigned is in scope. Its three lists
 * of filter groups hold together; of the groups of each, one has to hold.
 * @throws Error naming the file and the JSON path of what cannot be used: without a clause more would be in scope
 */
export function exportedScope(exported: ExportedSchema, file: string): Scope {
  const scope: Scope = { ...assignedScope, User: [], Group: [] };
  for (const { objects, place, resource } of objectMappingsIn(exported, file)) {
    if (isObject(objects.scope)) refuseMisspelt(objects.scope, FILTER, `${place}/scope`, file);
    for (const list of FILTER) {
      const filters = filtersAt(member(objects.scope, list), `${place}/scope/${list}`, file);
      scope[resource] = both(scope[resource], filters);
    }
  }
  return scope;
}

function filtersAt(value: unknown, place: string, file: string): ScopingFilters {
  return listAt(value, place, file).flatMap((group, at) => {
    const clauses = `${place}/${at}/clauses`;
    if (isObject(group)) refuseMisspelt(group, GROUP, `${place}/${at}`, file);
    const read = listAt(member(group, 'clauses'), clauses, file).map((clause, index) =>
      readExported(clause, `${clauses}/${index}`, file),
    );
    return read.length > 0 ? [read] : [];
  });
}

/** Filters that hold where both of two hold. */
function both(one: ScopingFilters, other: ScopingFilters): ScopingFilters {
  if (one.length === 0 || other.length === 0) return [...one, ...other];
  return one.flatMap((clauses) => other.map((more) => [...clauses, ...more]));
}

function readExported(clause: unknown, place: string, file: string): Clause {
  if (isObject(clause)) refuseMisspelt(clause, CLAUSE, place, file);
  const values = member(member(clause, 'targetOperand'), 'values') ?? [];
  if (Array.isArray(values) && values.length > 1)
    throw new Error(`${file}: ${place}/targetOperand/values has more than one value; only one is supported`);
  return readClause(
    {
      attribute: member(clause, 'sourceOperandName'),
      operator: member(clause, 'operatorName'),
      value: Array.isArray(values) ? values[0] : values,
    },
    place,
    file,
    { attribute: 'sourceOperandName', operator: 'operatorName', value: 'targetOperand/values/0' },
  );
}

/** What `flowTypes` allow for each kind; everything where they are not stated. */
export function exportedActions(exported: ExportedSchema, file: string): Record<'User' | 'Group', Actions> {
  const all: Actions = { create: true, update: true, delete: true };
  const actions = { User: all, Group: all };
  for (const { objects, resource } of objectMappingsIn(exported, file)) {
    const stated = String(objects.flowTypes ?? '').toLowerCase();
    if (!/add|update|delete/.test(stated)) continue;
    const has = (name: string) => stated.includes(name);
    actions[resource] = { create: has('add'), update: has('update'), delete: has('delete') };
  }
  return actions;
}
