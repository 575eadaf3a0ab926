import { isObject, type ScimObject } from '../../model.ts';
import { create } from '../../resources/lifecycle.ts';
import type { Defect } from '../defect.ts';
import { isCreate, nameType } from '../kit.ts';

/** A create of this type is stored under its name before it is looked at, and stays where it is refused. */
function storingFirst(
  id: string,
  says: string,
  type: 'User' | 'Group',
  keep: (body: ScimObject) => ScimObject,
): Defect {
  return {
    id: `practice.${id}`,
    says,
    breaks: ['practice:P20'],
    kills: ['practice.refused-creates-leave-nothing'],
    // The check sends no create that is refused, but looks at those of others.
    company: true,
    after(request, { status }, tenancy) {
      if (status !== 400 || !isCreate(request) || nameType(request) !== type || !isObject(request.body))
        return undefined;
      const known = tenancy.types.find(({ endpoint }) => endpoint === request.path);
      const name = type === 'User' ? 'userName' : 'displayName';
      if (known && typeof request.body[name] === 'string') create(tenancy, known, keep(request.body));
      return undefined;
    },
  };
}

/** Creates that are refused, and carried out in part. */
export const refusedCreateDefects: Defect[] = [
  storingFirst(
    'refused-groups-stay',
    'a group whose members cannot be added is refused, and stays without them',
    'Group',
    ({ schemas, displayName }) => ({ schemas, displayName }),
  ),
  storingFirst(
    'refused-users-stay',
    'a user with a value that is none is refused, and stays without it',
    'User',
    ({ schemas, userName }) => ({ schemas, userName }),
  ),
];
