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

/** The accounts of all owners, by their names. */
export class Accounts extends Map<string, Account> {
  /** The account of an owner, begun where there is none. */
  open(owner: string): Account {
    const account = this.get(owner) ?? { reserved: 0, held: 0, flying: 0, users: new Set() };
    this.set(owner, account);
    return account;
  }

  /** The room that is taken. */
  get charged(): number {
    return this.add(chargeFor);
  }

  /** Resources that are there. */
  get held(): number {
    return this.add(({ held }) => held);
  }

  /** Resources of checks that came to their end. */
  get heldByEnded(): number {
    return this.add(({ held, users }, owner) => (users.size === 0 && !owner.startsWith(SHARED) ? held : 0));
  }

  private add(amount: (account: Account, owner: string) => number): number {
    return [...this].reduce((sum, [owner, account]) => sum + amount(account, owner), 0);
  }
}
