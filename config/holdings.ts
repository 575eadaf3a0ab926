import { readPackageJson } from '../schemas/packageRoot.ts';

interface Holdings {
  /** Resources of what checks share, by its key. */
  shared: Record<string, number>;
  checks: Record<string, { own: number; shared?: string[] }>;
  /** What a check, or the maker of something shared, asks for of what can be made ahead: how many of each blueprint. */
  stock: Record<string, Record<string, number>>;
}

let holdings: Holdings | undefined;

/**
 * What the checks of the catalogue hold on an endpoint at once, and what they share, as measured on the embedded
 * tenant; `undefined` of one that is not known.
 */
export function findHolding(check: string): { own: number; shared: ReadonlyMap<string, number> } | undefined {
  const { checks, shared } = readHoldings();
  const found = checks[check];
  if (found === undefined) return undefined;
  return { own: found.own, shared: new Map((found.shared ?? []).map((key) => [key, shared[key] ?? 1])) };
}

/** How many of each blueprint a check asks for, or `shared:` and the key of something shared. */
export function findStock(owner: string): Record<string, number> | undefined {
  return readHoldings().stock[owner];
}

function readHoldings(): Holdings {
  holdings ??= readPackageJson<Holdings>('config/holdings.json');
  return holdings;
}
