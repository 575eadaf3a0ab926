import { PATCH_OP } from '../../schemas/attributes.ts';
import type { ClientRequest } from '../request.ts';
import { withBody } from './requests.ts';

/**
 * The two dialects of PATCH that the provisioning service speaks, and the mixture that its documentation shows:
 * `default` of every job and of provisioning on demand, `flag` of jobs with aadOptscim062020 in their tenant URL.
 */
export type Dialect = 'default' | 'flag' | 'hybrid';
export const dialects: Dialect[] = ['default', 'flag', 'hybrid'];

/** One attribute to be changed. */
export interface Change {
  path: string;
  value: string | boolean | string[];
}

export interface Operation {
  op: string;
  path?: string;
  value?: unknown;
  name?: string;
}

/** A PATCH with these operations; captures show either order of the two members of its body. */
export function patch(
  path: string,
  operations: Operation[],
  order: 'schemas-first' | 'operations-first' = 'schemas-first',
): ClientRequest {
  const body =
    order === 'schemas-first'
      ? { schemas: [PATCH_OP], Operations: operations }
      : { Operations: operations, schemas: [PATCH_OP] };
  return withBody('PATCH', path, body);
}

/** An operation's name as a dialect writes it. */
export function opIn(dialect: Dialect, op: 'add' | 'replace' | 'remove'): string {
  return dialect === 'flag' ? op : op.charAt(0).toUpperCase() + op.slice(1);
}

/** A value as a dialect writes it: only the default dialect writes truth values as words. */
function valueIn(dialect: Dialect, value: Change['value']): Change['value'] {
  return dialect === 'default' && typeof value === 'boolean' ? (value ? 'True' : 'False') : value;
}

/**
 * An update of several attributes (U-07, U-11). The default dialect has one operation for each; with the flag, paths
 * without a value filter are the keys of one operation without a path, which comes last.
 */
export function updateOperations(
  dialect: Dialect,
  changes: Change[],
  op: 'add' | 'replace' = 'replace',
): Operation[] {
  const single = ({ path, value }: Change): Operation => ({
    op: opIn(dialect, op),
    path,
    value: valueIn(dialect, value),
  });
  if (dialect !== 'flag') return changes.map(single);
  const filtered = changes.filter(({ path }) => path.includes('['));
  const plain = changes.filter(({ path }) => !path.includes('['));
  const together = Object.fromEntries(plain.map(({ path, value }) => [path, value]));
  return [...filtered.map(single), ...(plain.length > 0 ? [{ op: opIn(dialect, op), value: together }] : [])];
}

/** An update of a user or a group. */
export function update(dialect: Dialect, path: string, changes: Change[]): ClientRequest {
  return patch(path, updateOperations(dialect, changes));
}

/** Disabling or enabling an account (U-12): with the flag a single attribute keeps its path. */
export function setActive(dialect: Dialect, path: string, active: boolean): ClientRequest {
  return patch(path, [
    { op: opIn(dialect, 'replace'), path: 'active', value: valueIn(dialect, active) as boolean },
  ]);
}

/** Adding members (G-06); `$ref` is sent as null. */
export function addMembers(dialect: Dialect, path: string, ids: string[]): ClientRequest {
  return patch(path, [{ op: opIn(dialect, 'add'), path: 'members', value: listed(ids) }]);
}

/** Taking members away (G-07): a list of values by default, a value filter for each with the flag. */
export function removeMembers(dialect: Dialect, path: string, ids: string[]): ClientRequest {
  if (dialect !== 'flag')
    return patch(path, [{ op: opIn(dialect, 'remove'), path: 'members', value: listed(ids) }]);
  return patch(
    path,
    ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
  );
}

/** Setting the manager (U-14): a bare identifier, or as documented an array at a path without its URN. */
export function setManager(
  dialect: Dialect,
  path: string,
  managerPath: string,
  id: string,
  reference?: string,
): ClientRequest {
  if (dialect === 'hybrid')
    return patch(path, [{ op: 'Add', path: 'manager', value: [{ $ref: reference ?? null, value: id }] }]);
  return patch(path, [{ op: opIn(dialect, 'add'), path: managerPath, value: id }]);
}

function listed(ids: string[]): { $ref: null; value: string }[] {
  return ids.map((value) => ({ $ref: null, value }));
}
