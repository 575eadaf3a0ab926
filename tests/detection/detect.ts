import { rowById } from '../../config/requirements/catalogue.ts';
import { catalogue } from '../../suites/catalogue.ts';
import type { Outcome } from '../../suites/kit/outcome.ts';
import { type Defect, defects, type FaceName, startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Faces on which a provisioning client finds too little to work with are judged by the RFC alone. */
const RFC_ALONE: FaceName[] = ['minimal', 'users-only'];

/** What the whole catalogue says of one tenant. */
export async function outcomesOn(
  face: FaceName,
  defect?: string,
  profile?: string,
): Promise<Map<string, Outcome>> {
  const broken = defects.find(({ id }) => id === defect);
  const tenant = await startTenant({
    face,
    defects: defect === undefined ? [] : [defect],
    seed: 'detection',
  });
  try {
    const endpoint = { url: tenant.url, token: tenant.token, ...(tenant.ca ? { ca: tenant.ca } : {}) };
    const usual = RFC_ALONE.includes(face) ? 'rfc' : 'smartfile';
    const profileName = profile ?? broken?.profile ?? usual;
    const optIn = ['destructive', ...(broken?.optIn ?? [])];
    return (await runInProcess(endpoint, { profileName, optIn })).outcomes;
  } finally {
    await tenant.close();
  }
}

/** Outcomes other than pass and not-applicable, and passes with a remark, each in one line. */
export function notSound(outcomes: Map<string, Outcome>): string[] {
  return [...outcomes.values()].flatMap(lineOf).sort();
}

function lineOf({ id, state, findings, remarks, blockedBy, error }: Outcome): string[] {
  if (state === 'fail') return findings.map(({ key }) => `fail ${id}: ${key}`);
  if (state === 'blocked') return [`blocked ${id}: ${blockedBy?.signature}`];
  if (state === 'error') return [`error ${id}: ${error}`];
  return remarks.map(({ key }) => `remark ${id}: ${key}`);
}

/** Checks that verify a row, as the catalogue says. */
export function verifiersOf(row: string): string[] {
  return catalogue.filter(({ verifies }) => verifies.includes(row)).map(({ id }) => id);
}

/** Rows of weight that some check verifies: each needs a defect that breaks it. */
export function rowsToKill(): string[] {
  const verified = new Set(catalogue.flatMap(({ verifies }) => verifies));
  return [...verified].filter((id) => ['violation', 'warning'].includes(rowById(id)?.severity ?? ''));
}

/** Every `of`-th defect, beginning with number `part`: so that two workers share the work. */
export function shareOf(part: number, of: number): Defect[] {
  return defects.filter((_, index) => index % of === part);
}
