import type { Call, Documented } from '../call.ts';
import type { Node } from '../parse.ts';
import { ExpressionError, isNull, Roles, type Value } from '../value.ts';

function needsAssignments(name: string, [argument]: (Node | undefined)[]): void {
  if (argument?.kind !== 'attribute' || argument.name.toLowerCase() !== 'approleassignments')
    throw new ExpressionError(`${name} takes [appRoleAssignments] and nothing else`);
}

const complex = (name: string, form: 'complex' | 'assertive'): Documented => ({
  name,
  least: 1,
  most: 1,
  evaluate: (call: Call): Value => {
    const roles = call.at(0);
    return roles instanceof Roles && !isNull(roles) ? new Roles(roles.list, form) : undefined;
  },
  inspect: (args, { outermost }) => {
    needsAssignments(name, args);
    if (!outermost)
      throw new ExpressionError(
        `${name} gives objects, so that it cannot be an argument of another function`,
      );
  },
});

/** Functions of the roles that a user is assigned to. */
export const roleFunctions: Documented[] = [
  complex('AppRoleAssignmentsComplex', 'complex'),
  // Not in the reference; vendors' guides and exports have it.
  complex('AssertiveAppRoleAssignmentsComplex', 'assertive'),
  {
    name: 'SingleAppRoleAssignment',
    least: 1,
    most: 1,
    evaluate: (call) => {
      const roles = call.at(0);
      if (!(roles instanceof Roles)) return roles;
      if (roles.list.length > 1)
        call.source.remark?.(
          'SingleAppRoleAssignment does not support a user with several roles: Entra sends one of them, and does not say which; here it is the first',
        );
      return roles.list[0]?.value;
    },
    inspect: (args) => needsAssignments('SingleAppRoleAssignment', args),
  },
];
