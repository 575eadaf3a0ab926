import { rowById } from '../../config/requirements/catalogue.ts';
import type { Entry } from '../../diagnosis/entry.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { defects, type FaceName, startTenant } from '../../tenant/index.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { entriesOfRun } from '../kit/entries.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Faces on which a provisioning client finds too little to work with are judged by the RFC alone. */
const RFC_ALONE: FaceName[] = ['minimal', 'users-only'];

/** Accounts of others on each tenant, with a group for every ten of them. */
const FOREIGN = 1_000;

/** What came of the catalogue, or the selected part of it, on one tenant, and of the accounts of others there. */
export interface Examined {
  outcomes: Map<string, Outcome>;
  /** What is wrong with the tenant, each cause once. */
  entries: () => Entry[];
  harm: string[];
}

/** Runs the catalogue, or the selected part of it, on one tenant. */
export async function examine(
  face: FaceName,
  {
    defect,
    profile,
    selected,
    concurrency = 16,
    seed,
  }: {
    defect?: string;
    profile?: string;
    selected?: (id: string) => boolean;
    concurrency?: number;
    /** What the run makes its values from. */
    seed?: string;
  } = {},
): Promise<Examined> {
  const broken = defects.find(({ id }) => id === defect);
  const tenant = await startTenant({
    face,
    defects: defect === undefined ? [] : [defect],
    seed: 'detection',
    population: FOREIGN,
  });
  try {
    const endpoint = { url: tenant.url, token: tenant.token, ...(tenant.ca ? { ca: tenant.ca } : {}) };
    const usual = RFC_ALONE.includes(face) ? 'rfc' : 'smartfile';
    const profileName = profile ?? broken?.profile ?? usual;
    const optIn = ['destructive', ...(broken?.optIn ?? [])];
    const wishes = {
      profileName,
      optIn,
      concurrency,
      disposable: true,
      ...(selected && { selected }),
      ...(seed && { seed }),
    };
    const bystanders = await bystandersOn(tenant);
    const { outcomes, exchanges } = await runInProcess(endpoint, wishes);
    const entries = () => entriesOfRun({ outcomes, exchanges });
    return { outcomes, entries, harm: bystanders.harm() };
  } finally {
    await tenant.close();
  }
}

/** Outcomes other than pass and not-applicable, and passes with a remark, each in one line. */
export function notSound(outcomes: Map<string, Outcome>): string[] {
  return [...outcomes.values()].flatMap(writeLines).sort();
}

function writeLines({ id, status, findings, remarks, error }: Outcome): string[] {
  if (status === 'fail') return findings.map(({ key }) => `fail ${id}: ${key}`);
  if (status === 'blocked') return [`blocked ${id}`];
  if (status === 'error') return [`error ${id}: ${error}`];
  return remarks.map(({ key }) => `remark ${id}: ${key}`);
}

/** Checks that verify a row, as the catalogue says. */
export function findVerifiers(row: string): string[] {
  return catalogue.filter(({ verifies }) => verifies.includes(row)).map(({ id }) => id);
}

/** Rows of weight that some check verifies: each needs a defect that breaks it. */
export function rowsToKill(): string[] {
  const verified = new Set(catalogue.flatMap(({ verifies }) => verifies));
  return [...verified].filter((id) => ['violation', 'warning'].includes(rowById(id)?.severity ?? ''));
}
