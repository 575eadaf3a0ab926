import { invalid } from '../../errors.ts';
import { isObject, SCHEMA, type ScimObject, ScimProblem } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import type { Variation } from '../variation.ts';

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

const ofCompany = (name: string) => (data: ScimObject) => {
  const part = data[SCHEMA.enterprise];
  return isObject(part) ? part[name] : undefined;
};

/**
 * Attributes of users that are published as readWrite, and that this client may not set (RFC 7644 section 3.12, 403),
 * or to no value that it can know of (400 with invalidValue): no schema can tell either.
 */
export const userRightVariations: Variation[] = [
  withheld('user-type', 'userType', ({ userType }) => userType, ['schema.user-type-assigned']),
  withheld('roles', 'roles', ({ roles }) => roles, ['schema.roles-assigned']),
  withheld('cost-center', 'costCenter', ofCompany('costCenter')),
  ruled('departments-known', 'departments are those of a list that is not published', (data) => {
    const department = ofCompany('department')(data);
    return isGiven(department) && !['Sales', 'Research'].includes(String(department));
  }),
  ruled(
    'titles-of-10',
    'titles have at most ten characters, which is not published',
    ({ title }) => isGiven(title) && String(title).length > 10,
  ),
];

/**
 * Refuses whatever would leave a user with this attribute.
 * @param given by what accounts would have it without having asked
 */
function withheld(
  id: string,
  name: string,
  find: (data: ScimObject) => unknown,
  given: string[] = [],
): Variation {
  return {
    id: `rights.${id}-refused`,
    says: `the client of this credential may not set ${name}`,
    basis: ['7644:3.12', '7644:3.3'],
    excludes: ['writes.default-role', ...given],
    semantics: guarded((data) =>
      isGiven(find(data)) ? new ScimProblem(403, `this client may not set ${name}`) : undefined,
    ),
  };
}

function ruled(id: string, says: string, breaks: (data: ScimObject) => boolean): Variation {
  return {
    id: `rights.${id}`,
    says,
    basis: ['7644:3.12', '7644:3.3'],
    semantics: guarded((data) => (breaks(data) ? invalid('a rule of this tenant is broken') : undefined)),
  };
}

function guarded(
  problem: (data: ScimObject) => ScimProblem | undefined,
): NonNullable<Variation['semantics']> {
  return (usual: Semantics) => ({
    complete: (type, data) => {
      const made = usual.complete(type, data);
      const found = type === 'User' ? problem(made) : undefined;
      if (found !== undefined) throw found;
      return made;
    },
  });
}
