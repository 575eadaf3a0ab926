import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Store } from '../../store/store.ts';
import { isOne, readId } from '../kit.ts';

/** The members of a group. */
export const membersIn = (group: ScimObject): ScimObject[] =>
  Array.isArray(group.members) ? group.members.filter(isObject) : [];

/** Whether a request is about groups. */
export const isGroup = ({ path }: { path: string }): boolean => path.startsWith('/Groups');

/** The group that a PUT replaces, as it is stored, and what replaces it; undefined for any other request. */
export function findReplaced(
  request: TenantRequest,
  store: Store,
): { stored: ScimObject; body: ScimObject } | undefined {
  const group = isGroup(request) && isOne(request, 'PUT') ? store.get('Group', readId(request)) : undefined;
  return group && isObject(request.body) ? { stored: group.data, body: request.body } : undefined;
}
