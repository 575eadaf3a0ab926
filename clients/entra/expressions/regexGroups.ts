/** What a group that cannot be written in JavaScript is called. */
export function readGroupName(rest: string): string {
  if (rest.startsWith('?(')) return 'a condition (?(';
  const options = /^\?[imnsx-]+[:)]/.exec(rest)?.[0];
  return options === undefined ? `the group (${rest.slice(0, 3)}` : `options in its middle, (${options}`;
}

/** Indexes of captures in the order in which .NET numbers them: those without a name first. */
export function numbered(captures: readonly (string | undefined)[]): number[] {
  const all = captures.map((name, index) => ({ name, index }));
  const own = all.filter(({ name }) => name === undefined || !/^atomic\d+_$/.test(name));
  return [
    ...own.filter(({ name }) => name === undefined),
    ...own.filter(({ name }) => name !== undefined),
  ].map(({ index }) => index);
}
