import { GROUP } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, findSchema, resourceType } from '../../schemas/lookup.ts';
import { Blocked, NotApplicable } from '../errors.ts';
import type { Creates } from '../safety/creates.ts';
import { noAttribute } from './refusals.ts';

/** Not applicable where the endpoint says which resource types it has, and this one is not among them. */
export function relyOnKind(capabilities: Capabilities, type: 'User' | 'Group'): void {
  if (capabilities.resourceTypes === undefined || resourceType(capabilities, type) !== undefined) return;
  const basis = capabilities.assumed.includes('resourceTypes') ? 'assumed' : 'declared';
  throw new NotApplicable(basis, `the endpoint says that it has no resource type ${type}`);
}

/** Not applicable where the endpoint lets nobody create in a collection, or not this client. */
export function relyOnCreates(creates: Pick<Creates, 'closed'>, endpoint: string): void {
  const status = creates.closed(endpoint);
  if (status !== undefined)
    throw new NotApplicable('target', `the endpoint creates nothing at ${endpoint}: POST answers ${status}`);
}

/** Not applicable where the published schema of groups has no members that clients write and read. */
export function relyOnMembers(capabilities: Capabilities): void {
  if (findSchema(capabilities, resourceType(capabilities, 'Group')?.schema ?? GROUP) === undefined) return;
  const members = findAttribute(capabilities, 'Group', 'members');
  if (members?.refused) throw noAttribute('attribute Group.members', true);
  if (members?.mutability === 'readOnly' || members?.returned === 'never')
    throw new NotApplicable('declared', 'clients cannot both write and read group members here');
  if (members === undefined)
    throw new NotApplicable('declared', 'the endpoint publishes no attribute Group.members');
}

/** Not applicable where the published schema of groups has members that no answer ever shows. */
export function relyOnShownMembers(capabilities: Capabilities): void {
  if (findAttribute(capabilities, 'Group', 'members')?.returned === 'never')
    throw new NotApplicable('declared', 'members of groups are never returned here');
}

/** Not applicable where a group has to have a member. */
export function relyOnOptionalMembers(capabilities: Capabilities): void {
  if (findAttribute(capabilities, 'Group', 'members')?.required)
    throw new NotApplicable('declared', 'members are required here');
}

/** Blocked where no schema can be read and the profile assumes none. */
export function relyOnPublishedSchemas({ schemas }: Capabilities): void {
  if (schemas !== undefined) return;
  throw new Blocked({
    step: 'read the published schemas',
    request: 'GET /Schemas',
    status: 'unreadable',
    signature: 'GET /Schemas unreadable',
  });
}
