import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Status as AllureStatus, Stage } from 'allure-js-commons';
import * as sdk from 'allure-js-commons/sdk/reporter';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Status } from '../../kit/outcome.ts';
import { present } from '../../schemas/present.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { oneLine } from '../sanitize.ts';
import { partialInWords, saidBy, scopeInWords } from '../words.ts';
import { writeMessages } from './messages.ts';

const OWNER_ONLY = 0o600;

const STATUS: Record<Status, AllureStatus> = {
  pass: AllureStatus.PASSED,
  fail: AllureStatus.FAILED,
  blocked: AllureStatus.BROKEN,
  error: AllureStatus.BROKEN,
  'not-applicable': AllureStatus.SKIPPED,
  'not-run': AllureStatus.SKIPPED,
};

const CATEGORIES = [
  { name: 'Requirements that are broken', matchedStatuses: [AllureStatus.FAILED] },
  {
    name: 'Blocked by a step before the claim',
    matchedStatuses: [AllureStatus.BROKEN],
    messageRegex: 'blocked: .*',
  },
  { name: 'Errors in the suite', matchedStatuses: [AllureStatus.BROKEN], messageRegex: 'error: .*' },
];

/**
 * Writes results for Allure into a folder, one for each check of the catalogue whether it ran or not, with the library
 * beneath Allure's own reporters: an exchange belongs to the check that it names, so that concurrency cannot mix them
 * up. Allure's own command line turns them into pages.
 * @param exchanges all of the run
 * @throws Error where the folder cannot be written
 */
export function writeAllure(report: Report, exchanges: readonly Exchange[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  const runtime = new sdk.ReporterRuntime({
    writer: plainWriter(folder),
    environmentInfo: describeEnvironment(report),
    categories: CATEGORIES,
  });
  runtime.writeCategoriesDefinitions();
  runtime.writeEnvironmentInfo();
  const own = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const list = own.get(exchange.check);
    if (list) list.push(exchange);
    else own.set(exchange.check, [exchange]);
  }
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const common = [sdk.getFrameworkLabel('vitest'), sdk.getLanguageLabel(), sdk.getHostLabel()];
  for (const check of report.checks) {
    const { id, group, verifies, durationMs, status } = check;
    const sent = own.get(id) ?? [];
    const start = Date.parse(sent[0]?.startedAt ?? report.run.startedAt);
    const place = `scim-conformance/${group}`;
    const fullName = `${place}#${group} ${id}`;
    const test = runtime.startTest({
      name: id,
      fullName,
      titlePath: [...place.split('/'), group],
      start,
      labels: [...common, ...sdk.getSuiteLabels([group]), sdk.getFallbackTestCaseIdLabel(sdk.md5(fullName))],
    });
    const verified = verifies.flatMap((row) => rows.get(row) ?? []);
    runtime.applyRuntimeMessages(test, writeMessages(check, report, verified, sent));
    runtime.updateTest(test, (result) => {
      result.status = STATUS[status];
      result.stage = Stage.FINISHED;
      if (status !== 'pass') result.statusDetails = { message: writeMessage(check) };
    });
    runtime.stopTest(test, { duration: durationMs });
    runtime.writeTest(test);
  }
}

function writeMessage({ status, findings, blockedBy, error, reason, explanation }: ReportedCheck): string {
  const [first] = findings;
  if (status === 'fail' && first)
    return findings
      .slice(0, 10)
      .map(({ key, expected, observed }) =>
        oneLine(`${key}: expected ${expected}, observed ${observed}`, 500),
      )
      .join('\n');
  if (status === 'blocked') return oneLine(`blocked: ${blockedBy?.signature ?? ''}${saidBy(blockedBy)}`, 500);
  if (status === 'error') return oneLine(`error: ${error ?? ''}`, 500);
  return oneLine([reason, explanation].filter(Boolean).join(': '), 500);
}

function describeEnvironment(report: Report): Record<string, string> {
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
    ...present({ selected: partial }),
  };
}

/** Allure's own writer flushes every file to the disk by itself, which makes thousands of small ones cost seconds. */
function plainWriter(folder: string): sdk.Writer {
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, name), content, { mode: OWNER_ONLY });
  const json = (name: string, value: unknown) => write(name, JSON.stringify(value));
  return {
    writeResult: (result) => json(`${result.uuid}-result.json`, result),
    writeGroup: (group) => json(`${group.uuid}-container.json`, group),
    writeGlobals: json,
    writeAttachment: write,
    writeAttachmentFromPath: (name, from) => write(name, readFileSync(from)),
    writeEnvironmentInfo: (info) => write('environment.properties', sdk.stringifyEnvInfo(info)),
    writeCategoriesDefinitions: (categories) => json('categories.json', categories),
  };
}
