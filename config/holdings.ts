import { readPackageJson } from '../schemas/packageRoot.ts';

interface Holdings {
  /** Resources of what checks share, by its key. */
  shared: Record<string, number>;
  checks: Record<string, { own: number; shared?: string[] }>;
}

let holdings: Holdings | undefined;

/**
 * What the checks of the catalogue hold on an endpoint at once, and what they share, as measured on the embedded
 * tenant; `undefined` of one that is not known.
 */
export function findHolding(check: string): { own: number; shared: ReadonlyMap<string, number> } | undefined {
  holdings ??= readPackageJson<Holdings>('config/holdings.json');
  const { checks, shared } = holdings;
  const found = checks[check];
  if (found === undefined) return undefined;
  return { own: found.own, shared: new Map((found.shared ?? []).map((key) => [key, shared[key] ?? 1])) };
}
