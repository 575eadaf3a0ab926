import { isObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, lower, nameType, refuse } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { conflict, target } from '../reach.ts';

const OWN = { breaks: ['practice:P43'], kills: ['practice.own-values-are-no-conflict'] };

/** What a PATCH or PUT says of one attribute. */
function requestedValue(request: TenantRequest, name: string): unknown {
  if (request.method === 'PUT') return isObject(request.body) ? request.body[name] : undefined;
  for (const { path, value } of readOperations(request)) {
    if (path === name) return value;
    if (path === undefined && isObject(value) && value[name] !== undefined) return value[name];
  }
  return undefined;
}

/** Refuses a PATCH that gives a resource a value that it has. */
function refusingOwn(
  id: string,
  says: string,
  type: 'User' | 'Group',
  name: string,
  isOwn: (said: unknown, has: unknown) => boolean,
  refusal = conflict,
  further: string[] = [],
): Defect {
  return {
    id: `own.${id}`,
    says,
    ...OWN,
    before(request, tenancy) {
      if (!isOne(request, 'PATCH', ...further) || nameType(request) !== type) return undefined;
      const has = target(request, tenancy)?.data[name];
      return isOwn(requestedValue(request, name), has) ? refusal() : undefined;
    },
  };
}

const isSame = (said: unknown, has: unknown): boolean => said !== undefined && said === has;

/** A resource that is in the way of itself: values that it has already. */
export const ownValueDefects: Defect[] = [
  refusingOwn(
    'letters-are-taken',
    'a userName changed in letter case alone is taken by itself',
    'User',
    'userName',
    (said, has) => said !== has && lower(said) !== undefined && lower(said) === lower(has),
  ),
  refusingOwn(
    'name-is-taken',
    'a userName that a user has already is refused as taken',
    'User',
    'userName',
    isSame,
  ),
  refusingOwn(
    'group-name-is-taken',
    'a displayName that a group has already is refused as taken',
    'Group',
    'displayName',
    isSame,
    conflict,
    ['PUT'],
  ),
  refusingOwn(
    'active-is-refused',
    'a user who is active cannot be set active',
    'User',
    'active',
    (said, has) => said === true && has === true,
    () => refuse(400, 'the user is active already'),
  ),
  refusingOwn(
    'inactive-is-refused',
    'a user who is inactive cannot be set inactive',
    'User',
    'active',
    (said, has) => said === false && has === false,
    () => refuse(400, 'the user is inactive already'),
  ),
];
