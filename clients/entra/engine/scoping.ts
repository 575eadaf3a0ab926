import { type Directory, type DirectoryObject, isSwitchedOff } from './directory.ts';
import type { Rules } from './rules.ts';
import { explainExclusion, type Scope } from './scope.ts';
import { makeSource } from './values.ts';

/** Why an object is not to be provisioned now; undefined where it is. */
export function outsideScope(
  { scope, directory, rules }: { scope: Scope; directory: Directory; rules: Rules },
  object: DirectoryObject,
): string | undefined {
  if (rules.flows[object.kind].length === 0)
    return `${object.kind === 'User' ? 'users' : 'groups'} are not provisioned: none of their attributes is mapped`;
  if (object.kind === 'User' && isSwitchedOff(object)) return 'it is disabled or deleted in the directory';
  if (object.kind === 'Group' && object.attributes.isDeleted === true)
    return 'it is deleted in the directory';
  if (scope.assignedOnly && !directory.isAssigned(object)) return 'it is not assigned to the application';
  const clause = explainExclusion(scope[object.kind], makeSource(object, directory).attribute);
  return clause === undefined ? undefined : `it does not meet the scoping filter: ${clause}`;
}
