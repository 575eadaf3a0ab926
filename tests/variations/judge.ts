import { loadProfile, severityOf } from '../../config/profiles.ts';
import { rowById } from '../../config/requirements/catalogue.ts';
import type { Row } from '../../config/row.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant, type Variation, variations } from '../../tenant/index.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runInProcess } from '../kit/inProcess.ts';

export type ProfileName = 'rfc' | 'smartfile' | 'entra';

/** Accounts of others on each tenant, with groups for them. */
const FOREIGN = 30;

const verified = new Map(catalogue.map(({ id, verifies }) => [id, verifies]));

/**
 * Runs the catalogue against a tenant that makes lawful choices the other way.
 * @param graded by which profiles: a run in a client's profile asks what one in rfc does, and can be judged by both
 * @returns what is wrong with the verdict, a line each: violations, blocked checks, errors, accounts of others touched
 */
export function judge(
  ids: string[],
  profileName: ProfileName,
  graded: ProfileName[] = [profileName],
): Promise<string[]> {
  const chosen = variations.filter(({ id }) => ids.includes(id));
  const closed = new Set(chosen.flatMap(({ smartfileRows = [] }) => smartfileRows));
  // What forbids a choice is a client's document; where RFCs alone decide it is shown beside the verdict.
  const mayFail = ({ id, source }: Row) => closed.has(id) && (profileName !== 'rfc' || source !== 'rfc');
  return judgeVariations(chosen, profileName, mayFail, { graded });
}

/**
 * The same for variations that need not have an id of their own.
 * @param mayFail rows that clients' documents close to them
 * @param how `strict` counts warnings and notes, too
 */
export async function judgeVariations(
  chosen: Variation[],
  profileName: ProfileName,
  mayFail: (row: Row) => boolean,
  { strict = false, graded = [profileName] }: { strict?: boolean; graded?: ProfileName[] } = {},
): Promise<string[]> {
  const tenant = await startTenant({ variations: chosen, seed: 'variations', population: FOREIGN });
  try {
    const completes = chosen.some(({ id }) => id === 'moving.completed-later');
    const bystanders = await bystandersOn(tenant, completes ? 300 : 0);
    const { outcomes } = await runInProcess(tenant, {
      profileName,
      optIn: ['destructive'],
      concurrency: 16,
      patienceMs: 4_000,
    });
    const profiles = graded.map(loadProfile);
    const counts = (id: string) => {
      const row = rowById(id);
      if (row === undefined) return true;
      return !mayFail(row) && (strict || profiles.some((one) => severityOf(row, one) === 'violation'));
    };
    const lines = [...outcomes.values()].flatMap((outcome) => falseAlarms(outcome, counts, mayFail));
    return [...lines, ...bystanders.harm()].sort();
  } finally {
    await tenant.close();
  }
}

function falseAlarms(
  outcome: Outcome,
  counts: (row: string) => boolean,
  mayFail: (row: Row) => boolean,
): string[] {
  const { id, status, findings, error, blockedBy } = outcome;
  if (status === 'error') return [`error ${id}: ${error}`];
  if (status === 'blocked') {
    const rows = verified.get(id)?.map(rowById) ?? [];
    if (rows.every((row) => row !== undefined && mayFail(row))) return [];
    return [`blocked ${id}: ${blockedBy?.step}: ${blockedBy?.request} ${blockedBy?.status}`];
  }
  return findings
    .filter(({ row }) => counts(row))
    .map(({ key, row, observed }) => `${rowById(row)?.severity} ${id}: ${key} (${row}): ${observed}`);
}
