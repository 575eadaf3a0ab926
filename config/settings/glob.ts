/** Whether a check's id matches a pattern; `*` stands for any characters, `?` for one, everything else for itself. */
export function matchesGlob(pattern: string, id: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(id);
}
