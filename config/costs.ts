import { readPackageJson } from '../schemas/packageRoot.ts';

/** Requests by method. */
export type Requests = Record<string, number>;

/** What something sends, clean-up at the end of the run left out, and how many resources it makes. */
export interface Cost {
  requests: Requests;
  made: number;
}

/** What runs cost, as measured on the embedded tenant. */
export interface Costs {
  /** What every run sends, whichever checks it has. */
  everyRun: Cost;
  /** What checks share, by its key. */
  shared: Record<string, Cost>;
  /** Checks, with the keys of what they share. */
  checks: Record<string, Cost & { shared: string[] }>;
  /** Requests of the clean-up at the end for each resource that was made. */
  cleanUp: Requests;
  /** Resources of a full run that are there at once. */
  atOnce: number;
}

let costs: Costs | undefined;

/** What the checks of the catalogue cost on a tenant that offers everything: config/costs.json. */
export function knownCosts(): Costs {
  costs ??= readPackageJson<Costs>('config/costs.json');
  return costs;
}
