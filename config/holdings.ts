import { readPackageJson } from '../schemas/packageRoot.ts';

interface Holdings {
  /** Resources of what checks share, by its key. */
  shared: Record<string, number>;
  checks: Record<string, { own: number; shared?: string[] }>;
  /** Users and groups like any other that a check, or the maker of something shared, asks for. */
  stock: Record<string, Asked>;
}

type Asked = { User?: number; Group?: number };

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

/** How many users and groups like any other a check asks for, or `shared:` and the key of something shared. */
export function findStock(owner: string): Asked | undefined {
  return readHoldings().stock[owner];
}

function readHoldings(): Holdings {
  holdings ??= readPackageJson<Holdings>('config/holdings.json');
  return holdings;
}
