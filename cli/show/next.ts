import { dirname, join, relative } from 'node:path';
import { typedProgram } from '../../config/settings/program.ts';
import type { StepsReport } from '../../reporters/html/steps.ts';
import type { Report } from '../../reporters/model.ts';
import { groupProblems, type Problem } from '../../reporters/problems.ts';
import { neverBegan } from '../../reporters/words.ts';

/** What to do after a run, as one line: a command to type and what it is good for. */
export function nextAfter(report: Report, reportFile: string, { embedded = false } = {}): string | undefined {
  const { verdict, leftovers } = report;
  const program = typedProgram();
  // The cause and what to do about it are told already.
  if (neverBegan(report)) return undefined;
  // The embedded tenant is gone with the run, and with it what was left there.
  if (leftovers.length > 0 && !embedded) return `${program} clean removes what was left`;
  const [first] = groupProblems(report);
  if (first !== undefined)
    return `${explaining(first)}; its proof: ${near(join(dirname(reportFile), 'report.html'))}#cause-1`;
  const broken = report.checks.find(({ id, status }) => status === 'error' && id.startsWith('x-'));
  if (broken !== undefined) return `correct ${broken.id}, and run it again: it is the check that failed`;
  if (verdict === 'conformant')
    return `${program} gate --baseline ${shellWord(near(join(dirname(reportFile), 'report.json')))} turns red when a release is worse`;
  if (verdict === 'partial') return `${program} run without a filter gives a verdict`;
  return undefined;
}

/** What tells more of the first thing that is wrong: of a diagnosis or a requirement itself, of an answer by its check. */
function explaining({ entry, checks }: Problem): string {
  const program = typedProgram();
  if (entry.kind === 'diagnosis') return `${program} explain ${entry.id} says what it means and what to do`;
  const id = entry.kind === 'requirement' ? entry.id : (checks[0]?.id ?? '');
  return `${program} explain ${shellWord(id)} says what is required, and why`;
}

/** A path as it is typed from here: below this folder without what leads to it. */
export function near(path: string): string {
  const below = relative(process.cwd(), path);
  return below === '' || below.startsWith('..') ? path : below;
}

/** A text as one word of a shell, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The line that ends what a command prints for people. */
export function nextLine(text: string): string {
  return `Next: ${text}\n`;
}

/** What to do after the pilot or the doctor, as the line that ends their answer. */
export function nextAfterSteps({ kind, ready }: Pick<StepsReport, 'kind' | 'ready'>): string {
  if (kind === 'pilot')
    return ready
      ? nextCommand('run --allow-writes', 'runs all the other checks')
      : nextLine('fix that, and run the pilot again');
  return ready
    ? nextCommand('run --pilot --allow-writes', 'creates one user and one group, as Entra would')
    : nextLine('do what the failed step says, and run doctor again');
}

/** The same, of a command of this program with what it is good for. */
export function nextCommand(words: string, why: string): string {
  return nextLine(`${typedProgram()} ${words} ${why}`);
}
