/** Whether a pattern, `*` standing for any characters, means this row. */
export function covers(pattern: string, row: string): boolean {
  const [before = '', after] = pattern.split('*');
  return after === undefined
    ? pattern === row
    : row.startsWith(before) && row.slice(before.length).includes(after);
}

/** Whether a pattern for certain keys of a row means this one. */
function coversKey(pattern: string, row: string, key: string): boolean {
  const [of = '', keys] = pattern.split('#');
  return keys !== undefined && of === row && covers(keys, key);
}

/**
 * Of all that name rows the one that names this failure most exactly: by its key, by the row itself, by the longest pattern.
 * @param key of the finding; without it, only patterns that say nothing of keys count
 */
export function findMostExact<T extends { rows: readonly string[] }>(
  all: readonly T[],
  row: string,
  key: string | undefined,
): T | undefined {
  const named = all.flatMap((one) =>
    one.rows
      .filter((pattern) => covers(pattern, row) || (key !== undefined && coversKey(pattern, row, key)))
      .map((pattern) => ({ one, pattern, isOfKey: pattern.includes('#') })),
  );
  named.sort(
    (a, b) =>
      Number(b.isOfKey) - Number(a.isOfKey) ||
      Number(b.pattern === row) - Number(a.pattern === row) ||
      b.pattern.length - a.pattern.length,
  );
  return named[0]?.one;
}
