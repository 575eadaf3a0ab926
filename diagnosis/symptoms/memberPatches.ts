import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';

const ONE_MEMBER = /^members\[value eq "([^"]+)"\]$/i;

/** Ids of the members whom a PATCH takes away by a value filter, and does not add. */
export function removedBy(act: Act): string[] {
  const operations = readOperations(act);
  const text = operations
    .filter(({ op }) => op.toLowerCase() !== 'remove')
    .map((one) => JSON.stringify(one))
    .join();
  return operations
    .filter(({ op }) => op.toLowerCase() === 'remove')
    .flatMap(({ path }) => ONE_MEMBER.exec(path)?.[1] ?? [])
    .filter((id) => !text.includes(id));
}

/** Whether each operation of a PATCH is this one, at the members of a group. */
export function touchesOnlyBy(act: Act, operation: 'add' | 'remove'): boolean {
  const operations = readOperations(act);
  return (
    operations.length > 0 &&
    operations.every(({ op, path }) => op.toLowerCase() === operation && /^members\b/i.test(path))
  );
}
