/** All entries of a map, or the one of a key: whoever asks for one must not walk through all. */
export function selectEntries<T>(map: ReadonlyMap<string, T>, only?: string): [string, T][] {
  if (only === undefined) return [...map];
  const found = map.get(only);
  return found === undefined ? [] : [[only, found]];
}

/** The entries of these keys. */
export function entriesAt<T>(map: ReadonlyMap<string, T>, keys: Iterable<string>): [string, T][] {
  const found: [string, T][] = [];
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) found.push([key, value]);
  }
  return found;
}

/** Which keys belong to whom. */
export class Belongings {
  private readonly byOwner = new Map<string, Set<string>>();

  add(owner: string, key: string): void {
    this.byOwner.set(owner, (this.byOwner.get(owner) ?? new Set()).add(key));
  }

  pass(key: string, from: string, to: string): void {
    this.byOwner.get(from)?.delete(key);
    this.add(to, key);
  }

  /** The keys of these owners. */
  of(owners: Iterable<string>): Set<string> {
    return new Set([...owners].flatMap((owner) => [...(this.byOwner.get(owner) ?? [])]));
  }
}
