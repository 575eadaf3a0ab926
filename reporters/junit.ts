import { present } from '../schemas/present.ts';
import type { Report, ReportedCheck } from './model.ts';
import { groupProblems } from './problems.ts';
import { stripControls } from './sanitize.ts';
import { kindInWords, partialInWords, saidBy, scopeInWords } from './words.ts';

/**
 * The report as JUnit XML, a test case a check: a failed check is a failure, a blocked one and one that the suite got
 * wrong an error, what did not apply or did not run is skipped with its reason. A failure's message begins with its
 * severity; whether the job is red is the exit code's business.
 */
export function junitXml(report: Report): string {
  const groups = [...new Set(report.checks.map(({ group }) => group))];
  const suites = groups.map((group) => suiteXml(group, report));
  const { failures, errors, skipped } = tally(report.checks);
  const attributes = `tests="${report.checks.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  const time = (report.run.durationMs / 1000).toFixed(3);
  const partial = partialInWords(report);
  const name = `SCIM conformance of ${report.target.url}${partial === undefined ? '' : `, ${kindInWords(report)}: ${partial}`}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attr(name)}" ${attributes} time="${time}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteXml(group: string, report: Report): string {
  const checks = report.checks.filter((check) => check.group === group);
  const { failures, errors, skipped } = tally(checks);
  const time = checks.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const stamp = report.run.startedAt.replace(/\.\d+Z$/, '');
  return [
    `  <testsuite name="${attr(group)}" tests="${checks.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${time.toFixed(3)}" timestamp="${attr(stamp)}" hostname="${attr(readHost(report.target.url))}">`,
    ...propertiesXml(report),
    ...checks.map(caseXml),
    '  </testsuite>',
  ].join('\n');
}

/** What the run was and came to, for whoever reads this file alone. */
function propertiesXml(report: Report): string[] {
  const partial = partialInWords(report);
  const properties = {
    verdict: report.verdict,
    profile: `${report.profile.name} ${report.profile.version}`,
    scope: scopeInWords(report),
    ...present({ selected: partial }),
  };
  const diagnoses = groupProblems(report).map(({ entry }) => ['diagnosis', `${entry.id}: ${entry.says}`]);
  return [
    '    <properties>',
    ...[...Object.entries(properties), ...diagnoses].map(
      ([name = '', value = '']) => `      <property name="${name}" value="${attr(value)}"/>`,
    ),
    '    </properties>',
  ];
}

function caseXml(check: ReportedCheck): string {
  const head = `    <testcase name="${attr(`${check.id}: ${check.title}`)}" classname="${attr(`scim.${check.group}`)}" time="${(check.durationMs / 1000).toFixed(3)}"`;
  const kind = junitKind(check);
  if (kind === 'passed') return `${head}/>`;
  const words = describeFailure(check);
  if (kind === 'skipped')
    return `${head}>\n      <skipped message="${attr(words.message)}"/>\n    </testcase>`;
  return [
    `${head}>`,
    `      <${kind} message="${attr(words.message)}" type="${attr(words.type)}">${text(words.detail)}</${kind}>`,
    '    </testcase>',
  ].join('\n');
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

function junitKind({ status }: ReportedCheck): Kind {
  if (status === 'pass') return 'passed';
  if (status === 'fail') return 'failure';
  return status === 'blocked' || status === 'error' ? 'error' : 'skipped';
}

function describeFailure(check: ReportedCheck): { message: string; type: string; detail: string } {
  const [first] = check.findings;
  if (check.status === 'fail' && first !== undefined)
    return {
      message: `${check.severity}: expected ${first.expected}, found ${first.observed}`,
      type: first.row,
      detail: check.findings
        .map(
          ({ key, row, expected, observed }) =>
            `${key} (${row})\n  expected ${expected}\n  found ${observed}`,
        )
        .join('\n'),
    };
  const by = check.blockedBy;
  if (by)
    return {
      message: `blocked: ${by.signature}${saidBy(by)}`,
      type: 'blocked',
      detail: `step: ${by.step}\nrequest: ${by.request}\nanswer: ${by.status}`,
    };
  if (check.error) return { message: check.error, type: 'error', detail: check.error };
  return {
    message: [check.reason, check.explanation].filter(Boolean).join(': ') || check.status,
    type: check.status,
    detail: '',
  };
}

function tally(checks: readonly ReportedCheck[]) {
  const kinds = checks.map(junitKind);
  const count = (kind: Kind) => kinds.filter((one) => one === kind).length;
  return { failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function readHost(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function text(value: string): string {
  return value
    .split('\n')
    .map(stripControls)
    .join('\n')
    .replace(
      /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g,
      '\ufffd',
    )
    .replace(/[&<>"]/g, (mark) => MARKS[mark] ?? mark);
}

function attr(value: string): string {
  return text(value.replaceAll('\n', ' '));
}
