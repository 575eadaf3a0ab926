import { closeSync, existsSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  csvHeader,
  csvLine,
  describeUnwritten,
  type FailureGroup,
  type LogEntry,
} from '../../clients/entra/engine/index.ts';
import { openOwnFile } from '../../kit/evidence/ownFile.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { count } from '../../reporters/words.ts';
import type { Provisioned } from '../../runner/provision.ts';

/** Log lines of one cycle that are shown on the terminal; all are in the files. */
const SHOWN = 20;

/** The provisioning log: NDJSON and CSV in the run's folder; on stderr what did not go well. */
export class ProvisioningLog {
  private readonly ndjson: number;
  private readonly csv: number;
  private readonly quiet: boolean;
  private shown = 0;
  private broken = false;

  constructor(folder: string, quiet: boolean) {
    this.ndjson = openOwnFile(join(folder, 'provisioning.ndjson'));
    const csv = join(folder, 'provisioning.csv');
    const begun = existsSync(csv);
    this.csv = openOwnFile(csv);
    if (!begun) writeSync(this.csv, csvHeader);
    this.quiet = quiet;
  }

  append(entry: LogEntry): void {
    this.write(entry);
    if (this.quiet || (entry.status !== 'failure' && entry.status !== 'warning')) return;
    this.shown += 1;
    if (this.shown > SHOWN) return;
    const { status, kind, name, action, code, says, next } = entry;
    const words = [`  ${status}  ${action} ${kind} ${name}:`, code, says].filter(Boolean).join(' ');
    process.stderr.write(`${oneLine(words, 300)}\n${next === undefined ? '' : `    ${next}\n`}`);
  }

  /** A log that can no longer be written ends itself, not the job. */
  private write(entry: LogEntry): void {
    if (this.broken) return;
    try {
      writeSync(this.ndjson, `${JSON.stringify(entry)}\n`);
      writeSync(this.csv, csvLine(entry));
    } catch (error) {
      this.broken = true;
      process.stderr.write(`The provisioning log cannot be written: ${(error as Error).message}\n`);
    }
  }

  say(text: string): void {
    if (this.shown > SHOWN && !this.quiet)
      process.stderr.write(`  and ${this.shown - SHOWN} more, in provisioning.ndjson\n`);
    this.shown = 0;
    if (!this.quiet) process.stderr.write(`${oneLine(text, 300)}\n`);
  }

  close(): void {
    closeSync(this.ndjson);
    closeSync(this.csv);
  }
}

/** Causes of failures that the terminal shows; the page has all. */
const SHOWN_CAUSES = 5;

function causeLines({
  operation,
  attributes,
  code,
  says,
  count,
  attempts,
  objects,
  exchanges,
  diagnosis,
  next,
}: FailureGroup): string[] {
  const what = `${operation}${attributes.length > 0 ? ` (${attributes.join(', ')})` : ''}`;
  const shown = exchanges.length > 0 ? `; exchanges ${exchanges.join(', ')}` : '';
  return [
    `${count} failed${attempts > count ? ` in ${attempts} attempts` : ''}: ${what}: ${code}: ${oneLine(says, 200)}`,
    `         ${objects.map((name) => oneLine(name, 80)).join(', ')}${count > objects.length ? ' and others' : ''}${shown}`,
    ...(diagnosis === undefined ? [] : [`         ${diagnosis.says}`, `         ${diagnosis.fix}`]),
    ...(next === undefined ? [] : [`         ${next}`]),
  ];
}

/** How a job ended that could no longer note what it makes. */
function endedEarly(lost: string, left: number): string {
  const removed =
    left === 0 ? 'Everything created was removed' : 'The resources named above are left on the endpoint';
  return `Ended early: ${lost}. ${removed}; there is nothing to resume.`;
}

/** What a job came to, for a person. */
export function renderText(result: Provisioned, folder: string): string {
  const { state, claims, failures, foreign, unproved, remarks, leftovers, hopeless, lost } = result;
  const { requests, durationMs, unwritten = [] } = result;
  const here = relative(process.cwd(), folder) || '.';
  const lines = claims.flatMap(({ ok, says, against }) => [
    `${ok ? 'ok    ' : 'FAILED'} ${says}`,
    ...against.map((one) => `         ${oneLine(one, 200)}`),
  ]);
  const last = result.cycles.at(-1)?.quarantined;
  const end = {
    converged: `${claims.length > 0 ? 'Converged' : 'Done'}${unwritten.length > 0 ? ', except for what clients cannot write here' : ''}${leftovers.length > 0 ? ', but not everything that was made could be removed' : ''}.`,
    'not-converged': 'Not converged.',
    interrupted:
      lost !== undefined
        ? endedEarly(lost, leftovers.length)
        : `Interrupted. Continue with --resume ${join(here, 'journal.ndjson')}, or remove what was made with scim-conformance clean ${here}`,
  }[state];
  return `${[
    ...(hopeless === undefined
      ? []
      : [oneLine(`Nothing was provisioned: ${hopeless.message}`, 400), hopeless.hint]),
    ...failures.slice(0, SHOWN_CAUSES).flatMap(causeLines),
    ...(failures.length > SHOWN_CAUSES
      ? [`and ${failures.length - SHOWN_CAUSES} more causes, in report.html`]
      : []),
    ...lines,
    ...(foreign.length > 0
      ? [
          `${foreign.length === 1 ? '1 existing account was not touched and is' : `${foreign.length} existing accounts were not touched and are`} left out`,
        ]
      : []),
    ...unproved.map(
      ({ objectId, path }) =>
        `Not proven to belong to this job, and not touched: ${objectId}, found at ${path}`,
    ),
    ...unwritten.flatMap((one) => [
      `Except: ${oneLine(describeUnwritten(one), 400)}`,
      `         ${oneLine(one.fix, 300)}`,
    ]),
    ...remarks.map((says) => `Remark: ${oneLine(says, 300)}`),
    ...(last ? [`Quarantined: ${last.code}: ${oneLine(last.says, 200)}`, last.next] : []),
    ...leftovers.map(({ path, why }) => `Left: ${oneLine(`${path}: ${why}`, 600)}`),
    end,
    `${count(requests, 'request')} in ${(durationMs / 1000).toFixed(1)} s${lost === undefined ? `; log: ${join(here, 'provisioning.ndjson')}` : ''}`,
  ].join('\n')}\n`;
}
