import { isObject, type ScimObject } from '../../model.ts';

/** The members of a group. */
export const membersIn = (group: ScimObject): ScimObject[] =>
  Array.isArray(group.members) ? group.members.filter(isObject) : [];

/** Whether a request is about groups. */
export const isGroup = ({ path }: { path: string }): boolean => path.startsWith('/Groups');
