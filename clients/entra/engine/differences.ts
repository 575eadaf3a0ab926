import { type Attributes, equal, unassigned } from '../../../schemas/attributes.ts';
import { Roles } from '../expressions/index.ts';
import { readTarget } from '../mapping.ts';
import { type Change, type Dialect, type Operation, updateOperations } from '../updates.ts';
import type { Hidden } from './reading.ts';
import { roleUpdate } from './roles.ts';
import type { Rules } from './rules.ts';
import type { Sent } from './values.ts';

/** What of a resource is not as the directory has it, and how a dialect says so. */
export interface Differences {
  /** Paths of the attributes that differ. */
  paths: string[];
  operations: Operation[];
}

/** How a resource is compared. */
export interface Comparing {
  dialect: Dialect;
  /** Whether it is to be active again. */
  enable?: boolean;
  hidden?: Hidden | undefined;
  /** Whether a path is left out. */
  isLeft?(path: string): boolean;
}

/** Compares a resource with the values of its object; "only during creation" does not flow again. */
export function differences(
  rules: Rules,
  kind: 'User' | 'Group',
  found: Attributes,
  values: Map<string, Sent>,
  { dialect, enable = false, hidden, isLeft }: Comparing,
): Differences {
  const adds: Change[] = [];
  const replaces: Change[] = [];
  const roles: Operation[] = [];
  for (const { target, createOnly, caseExact } of rules.flows[kind]) {
    const value = values.get(target.path);
    // What nobody is shown is taken to be as it was sent.
    if (isLeft?.(target.path)) continue;
    if (value === undefined || createOnly || hidden?.never.has(target.published.toLowerCase())) continue;
    const present = readTarget(found, target);
    if (value instanceof Roles) {
      const update = roleUpdate(dialect, target.path, value, present);
      if (update) roles.push(update);
    } else if (!equal(present, value, caseExact))
      (unassigned(present) ? adds : replaces).push({ path: target.path, value });
  }
  if (enable && !values.has('active')) replaces.push({ path: 'active', value: true });
  return {
    paths: [
      ...adds.map(({ path }) => path),
      ...replaces.map(({ path }) => path),
      ...roles.map(({ path = '' }) => path),
    ],
    operations: [
      ...updateOperations(dialect, adds, 'add'),
      ...updateOperations(dialect, replaces, 'replace'),
      ...roles,
    ],
  };
}
