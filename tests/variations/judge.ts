import { loadProfile } from '../../config/profiles.ts';
import { rowById } from '../../config/requirements/catalogue.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant, variations } from '../../tenant/index.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runInProcess } from '../kit/inProcess.ts';

export type ProfileName = 'rfc' | 'smartfile';

/** Accounts of others on each tenant, with groups for them. */
const FOREIGN = 30;

const verified = new Map(catalogue.map(({ id, verifies }) => [id, verifies]));

/**
 * Runs the catalogue against a tenant that makes lawful choices the other way.
 * @returns what is wrong with the verdict, a line each: violations, blocked checks, errors, accounts of others touched
 */
export async function judge(ids: string[], profileName: ProfileName): Promise<string[]> {
  const tenant = await startTenant({ variations: ids, seed: 'variations', population: FOREIGN });
  try {
    const bystanders = await bystandersOn(tenant);
    const { outcomes } = await runInProcess(tenant, {
      profileName,
      optIn: ['destructive'],
      concurrency: 16,
      patienceMs: 4_000,
    });
    const allowed = profileName === 'rfc' ? new Set<string>() : rowsOf(ids);
    const lines = [...outcomes.values()].flatMap((outcome) => falseAlarms(outcome, profileName, allowed));
    return [...lines, ...bystanders.harm()].sort();
  } finally {
    await tenant.close();
  }
}

/** Rows that clients' documents forbid some of the variations. */
function rowsOf(ids: string[]): Set<string> {
  return new Set(
    variations.filter(({ id }) => ids.includes(id)).flatMap(({ smartfileRows = [] }) => smartfileRows),
  );
}

function falseAlarms(outcome: Outcome, profileName: ProfileName, allowed: Set<string>): string[] {
  const { id, state, findings, error, blockedBy } = outcome;
  if (state === 'error') return [`error ${id}: ${error}`];
  if (state === 'blocked') {
    if (verified.get(id)?.every((row) => allowed.has(row))) return [];
    return [`blocked ${id}: ${blockedBy?.step}: ${blockedBy?.request} ${blockedBy?.status}`];
  }
  return findings
    .filter(({ row }) => severityOf(row, profileName) === 'violation' && !allowed.has(row))
    .map(({ key, row, observed }) => `violation ${id}: ${key} (${row}): ${observed}`);
}

function severityOf(row: string, profileName: ProfileName): string | undefined {
  const regraded = loadProfile(profileName).severity.find((entry) => entry.row === row);
  return regraded?.to ?? rowById(row)?.severity;
}
