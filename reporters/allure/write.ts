import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnerTask } from 'vitest';
import type { Vitest } from 'vitest/node';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { State } from '../../kit/outcome.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { oneLine } from '../sanitize.ts';
import { partialInWords, scopeInWords } from '../words.ts';
import { messagesOf } from './messages.ts';

type Status = 'passed' | 'failed' | 'broken' | 'skipped';

const STATUS: Record<State, Status> = {
  pass: 'passed',
  fail: 'failed',
  blocked: 'broken',
  error: 'broken',
  'not-applicable': 'skipped',
  'not-run': 'skipped',
};

const CATEGORIES = [
  { name: 'Requirements that are broken', matchedStatuses: ['failed'] },
  { name: 'Blocked by a step before the claim', matchedStatuses: ['broken'], messageRegex: 'blocked: .*' },
  { name: 'Faults of the suite', matchedStatuses: ['broken'], messageRegex: 'error: .*' },
];

/**
 * Writes results for Allure into a folder, one for each check of the catalogue whether it ran or not. allure-vitest
 * makes them, fed from the report in place of a running vitest: an exchange belongs to the check that it names, so that
 * concurrency cannot mix them up. Allure's own command line turns them into pages.
 * @param exchanges all of the run
 * @throws Error where the folder cannot be written
 */
export async function writeAllure(
  report: Report,
  exchanges: readonly Exchange[],
  folder: string,
): Promise<void> {
  const { default: AllureReporter } = await import('allure-vitest/reporter');
  const own = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const list = own.get(exchange.check);
    if (list) list.push(exchange);
    else own.set(exchange.check, [exchange]);
  }
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  let current: ReportedCheck | undefined;
  const reporter = new AllureReporter({
    resultsDir: folder,
    reportMatchers: false,
    environmentInfo: environmentOf(report),
    // The package types statuses as an enum that it does not hand out.
    categories: CATEGORIES as never,
    listeners: [
      {
        beforeTestResultWrite: (result) => {
          if (!current) return;
          Object.assign(result, { status: STATUS[current.status], stage: 'finished' });
          if (current.status !== 'pass') result.statusDetails = { message: messageOf(current) };
        },
      },
    ],
  });
  // No project: nothing of Allure's is installed into a worker.
  reporter.onInit({ projects: [] } as unknown as Vitest);
  flushNothing(reporter, folder);
  for (const check of report.checks) {
    current = check;
    const verified = check.verifies.flatMap((id) => rows.get(id) ?? []);
    const sent = own.get(check.id) ?? [];
    const meta = { allureRuntimeMessages: messagesOf(check, report, verified, sent) };
    reporter.handleTask(taskOf(check, meta, sent[0]?.startedAt ?? report.run.startedAt));
  }
  reporter.onTestRunEnd([]);
}

/** A finished test of vitest, as far as allure-vitest looks at it. */
function taskOf(check: ReportedCheck, meta: object, startedAt: string): RunnerTask {
  return {
    type: 'test',
    mode: 'run',
    name: check.id,
    suite: { name: check.group },
    file: { filepath: join(process.cwd(), 'scim-conformance', check.group) },
    meta,
    result: { state: 'pass', startTime: Date.parse(startedAt), duration: check.durationMs },
  } as unknown as RunnerTask;
}

function messageOf({ status, findings, blockedBy, error, reason, explanation }: ReportedCheck): string {
  const [first] = findings;
  if (status === 'fail' && first)
    return findings
      .slice(0, 10)
      .map(({ key, expected, observed }) =>
        oneLine(`${key}: expected ${expected}, observed ${observed}`, 500),
      )
      .join('\n');
  if (status === 'blocked') return oneLine(`blocked: ${blockedBy?.signature ?? ''}`, 500);
  if (status === 'error') return oneLine(`error: ${error ?? ''}`, 500);
  return oneLine([reason, explanation].filter(Boolean).join(': '), 500);
}

function environmentOf(report: Report): Record<string, string> {
  const { target, profile, tool, catalogue, run, verdict } = report;
  const partial = partialInWords(report);
  return {
    endpoint: target.url,
    profile: `${profile.name} ${profile.version}`,
    suite: `${tool.name} ${tool.version}`,
    catalogue: catalogue.version,
    run: run.id,
    verdict,
    scope: scopeInWords(report),
    ...(partial !== undefined && { selected: partial }),
  };
}

/** Allure flushes every file to the disk by itself, which makes thousands of small ones cost seconds. */
function flushNothing(reporter: object, folder: string): void {
  const { allureReporterRuntime: runtime } = reporter as { allureReporterRuntime: { writer: object } };
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const plain = {
    writeResult: (result: { uuid: string }) => write(`${result.uuid}-result.json`, JSON.stringify(result)),
    writeAttachment: (name: string, content: Uint8Array) => write(name, content),
  };
  runtime.writer = Object.assign(Object.create(runtime.writer) as object, plain);
}
