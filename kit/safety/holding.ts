/** Resources that a check is taken to hold at once where nothing says how many. */
export const USUAL_HOLDING = 2;

/** What a check holds on the endpoint at once. */
export interface Holding {
  /** Of its own. */
  own: number;
  /** What it shares with others, with the number of resources of each. */
  shared: ReadonlyMap<string, number>;
}

/** All that it holds at once. */
export const needs = (holding: Holding): number => lacking(holding, () => false);

/** What of it is not there, or not set aside, yet. */
export function lacking({ own, shared }: Holding, isThere: (key: string) => boolean): number {
  return [...shared].reduce((sum, [key, size]) => (isThere(key) ? sum : sum + size), own);
}
