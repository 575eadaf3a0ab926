import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Defect, defects } from '../../tenant/index.ts';

// What a defect causes beside the checks that it is there to kill: reviewed, kept in one file for each area, and
// written anew by `npm run detect -- --update`.

const folder = fileURLToPath(new URL('collateral/', import.meta.url));

/** Lines such as `fail users.x: key` by defect. */
export type Collateral = Record<string, string[]>;

export function areaFor(defect: Pick<Defect, 'id'>): string {
  return defect.id.slice(0, defect.id.indexOf('.'));
}

export function readCollateral(area: string): Collateral {
  const file = `${folder}${area}.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Collateral) : {};
}

export function writeCollateral(area: string, collateral: Collateral): void {
  mkdirSync(folder, { recursive: true });
  const sorted = Object.fromEntries(Object.entries(collateral).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${folder}${area}.json`, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** The areas of one of `of` workers, so shared out that each has about the same number of defects. */
export function areasFor(part: number, of: number): string[] {
  const sizes = new Map<string, number>();
  for (const defect of defects) sizes.set(areaFor(defect), (sizes.get(areaFor(defect)) ?? 0) + 1);
  const shares = Array.from({ length: of }, () => ({ size: 0, areas: [] as string[] }));
  for (const [area, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
    const least = shares.reduce((best, share) => (share.size < best.size ? share : best));
    least.size += size;
    least.areas.push(area);
  }
  return shares[part]?.areas ?? [];
}
