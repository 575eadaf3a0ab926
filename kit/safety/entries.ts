/** All entries of a map, or the one of a key: whoever asks for one must not walk through all. */
export function entriesOf<T>(map: ReadonlyMap<string, T>, only?: string): [string, T][] {
  if (only === undefined) return [...map];
  const found = map.get(only);
  return found === undefined ? [] : [[only, found]];
}
