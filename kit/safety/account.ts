/** What the name of an owner begins with that is no check, but something that checks share. */
export const SHARED = 'shared:';

/** The room on an endpoint that one owner of resources takes. */
export interface Account {
  /** Set aside before it was made. */
  reserved: number;
  held: number;
  /** Creates that were not answered yet. */
  flying: number;
  /** The checks under way for which it was set aside. */
  users: Set<string>;
}

/** The room that an account takes: what is there, or what was set aside where that is more. */
export const chargeFor = ({ reserved, held }: Account): number => Math.max(reserved, held);

/** Resources of checks that came to their end. */
export function heldByEnded(accounts: ReadonlyMap<string, Account>): number {
  return [...accounts]
    .filter(([owner, { users }]) => users.size === 0 && !owner.startsWith(SHARED))
    .reduce((sum, [, { held }]) => sum + held, 0);
}
