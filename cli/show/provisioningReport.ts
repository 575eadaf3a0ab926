import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogEntry } from '../../clients/entra/engine/index.ts';
import { validateData } from '../../config/dataFile.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { readUserJson } from '../../config/userJson.ts';
import {
  MOST_ROWS,
  type ObjectRow,
  type ProvisioningPage,
  provisioningHtml,
} from '../../reporters/html/provisioning.ts';
import { writeWhole } from '../../reporters/write.ts';
import type { Provisioned } from '../../runner/provision.ts';
import { isObject } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { near, nextCommand, nextLine } from './next.ts';
import { renderText } from './provisioningLog.ts';

/** What a job came to, as its folder keeps it. */
export interface KeptJob extends Provisioned {
  schemaVersion: '1.0';
  kind: 'provisioning';
  url: string;
  startedAt: string;
  exitCode: number;
}

const REPORT_FILE = 'report.json';
const PAGE_FILE = 'report.html';
/** Where earlier versions put it. */
const FORMER_FILE = 'provisioning-report.json';
/** What earlier versions did not write. */
const FORMER = { schemaVersion: '1.0', kind: 'provisioning', url: '', startedAt: '' };
const SCHEMA = 'provisioning.schema.json';

/** Writes the result of a job and its page into its folder. */
export async function writeJob(folder: string, job: KeptJob): Promise<void> {
  await writeWhole(join(folder, REPORT_FILE), `${JSON.stringify(job, null, 2)}\n`);
  await writePage(folder, job);
}

/** Whether a folder is that of a provisioning job that came to an end. */
export function holdsJob(folder: string): boolean {
  if (!existsSync(join(folder, REPORT_FILE))) return existsSync(join(folder, FORMER_FILE));
  try {
    const data = readUserJson(join(folder, REPORT_FILE));
    return isObject(data) && data.kind === 'provisioning';
  } catch {
    // Whoever reads reports of runs says what is wrong with it.
    return false;
  }
}

/**
 * `report` of a provisioning job: its result again, as text, JSON or page.
 * @returns the exit code of the job
 * @throws SettingsError where its result cannot be read, or a format is asked for that it has not
 */
export async function reportJob(
  folder: string,
  format: string,
  write: (text: string) => void,
): Promise<number> {
  const job = readJob(folder);
  if (format === 'json') write(`${JSON.stringify(job, null, 2)}\n`);
  else if (format === 'html') write(`${await writePage(folder, job)}\n`);
  else if (format === 'text') write(`${renderText(job, folder)}${nextAfterJob(job, folder)}`);
  else
    throw new SettingsError(
      '--format',
      `--format ${format} is for runs of the suite; this folder contains a provisioning job`,
      'Use text, json or html.',
    );
  return job.exitCode;
}

function readJob(folder: string): KeptJob {
  const file =
    [REPORT_FILE, FORMER_FILE].map((name) => join(folder, name)).find((one) => existsSync(one)) ?? '';
  try {
    const job = readUserJson(file);
    return validateData<KeptJob>(SCHEMA, isObject(job) ? { ...FORMER, ...job } : job, file);
  } catch (error) {
    const [says = file] = (error as Error).message.split('\n');
    throw new SettingsError(
      'report',
      says,
      `Run provision again; schemas/files/${SCHEMA} describes its report.`,
    );
  }
}

/** @returns the path of the page */
async function writePage(folder: string, job: ProvisioningPage): Promise<string> {
  const path = join(folder, PAGE_FILE);
  const { rows, leftOut } = await readRows(join(folder, 'provisioning.ndjson'));
  await writeWhole(path, provisioningHtml(job, rows, leftOut));
  return path;
}

/** The objects of a log, read line by line: those in trouble, and of the others as many as the page has room for. */
async function readRows(file: string): Promise<{ rows: ObjectRow[]; leftOut: number }> {
  const troubled = new Map<string, ObjectRow>();
  const fine = new Map<string, ObjectRow>();
  const passedOver = new Set<string>();
  if (!existsSync(file)) return { rows: [], leftOut: 0 };
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    const entry = entryIn(line);
    if (entry === undefined) continue;
    const { source, kind, name, cycle, action, status, says, modified, code, exchange } = entry;
    const inTrouble = status === 'failure' || status === 'warning';
    let row = troubled.get(source) ?? fine.get(source);
    if (row === undefined) {
      const rows = inTrouble ? troubled : fine;
      if (rows.size >= MOST_ROWS) {
        passedOver.add(source);
        continue;
      }
      row = { kind, source, name, cycles: new Map(), troubled: inTrouble };
      rows.set(source, row);
    }
    if (inTrouble && !row.troubled && troubled.size < MOST_ROWS) {
      fine.delete(source);
      troubled.set(source, row);
      row.troubled = true;
    }
    const cells = row.cycles.get(cycle) ?? [];
    cells.push({
      action,
      status,
      says,
      ...present({ modified, code, exchange }),
    });
    row.cycles.set(cycle, cells);
  }
  const all = [...troubled.values(), ...fine.values()];
  const rows = all.slice(0, MOST_ROWS);
  return { rows, leftOut: all.length - rows.length + passedOver.size };
}

function entryIn(line: string): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isEntry(entry) ? entry : undefined;
  } catch {
    // The last line of an interrupted job may be torn.
    return undefined;
  }
}

function isEntry(value: unknown): value is LogEntry {
  return isObject(value) && typeof value.source === 'string' && Number.isInteger(value.cycle);
}

/** What to do after a job, as the line that ends its answer. */
export function nextAfterJob({ state, lost }: Pick<Provisioned, 'state' | 'lost'>, folder: string): string {
  if (state === 'converged')
    return nextCommand('run --allow-writes', 'tests what a job does not happen to need');
  if (lost !== undefined) return nextLine('start it again, in a folder that stays and has room');
  if (state === 'interrupted') return nextLine('continue, or clean up, as described below');
  return nextLine(`open ${near(join(folder, 'report.html'))}: it shows each object that did not converge`);
}
