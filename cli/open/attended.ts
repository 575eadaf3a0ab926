import type { Settings } from '../../config/settings/settings.ts';
import type { OwnSuites } from '../../runner/ownSuites.ts';
import { progressOn } from '../show/progress.ts';
import { type Executed, execute } from './execute.ts';

/**
 * A run with somebody watching: warnings and progress on stderr, one interrupt ends it in good order, a second at
 * once.
 * @param writes names of what the command writes into the folder beside the report
 */
export async function executeAttended(
  settings: Settings,
  own: OwnSuites,
  writes: readonly string[] = [],
): Promise<Executed> {
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const progress = progressOn(process.stderr, settings.quiet);
  const tell = (line: string) => {
    progress.end();
    process.stderr.write(`${line}\n`);
  };
  try {
    const executed = await execute(settings, { own, progress, tell, writes, attended: true });
    const { ended } = executed.report.run;
    // As one line, to be pasted; what stays in the embedded tenant is gone with it.
    if ('embedded' in settings.target) return executed;
    if (ended?.why === 'interrupted' || executed.report.leftovers.length > 0) tell(writeAdvice(executed));
    return executed;
  } finally {
    progress.end();
  }
}

function writeAdvice({ report, clean }: Executed): string {
  const { length } = report.leftovers;
  const what =
    length > 0 ? `To remove what is left (${length}):` : 'Nothing is known to be left. To make sure:';
  return `${what} ${clean}`;
}

/** Lines that a result may take so that it is on the screen as a whole; undefined where there is no terminal. */
export function lines(): number | undefined {
  return process.stdout.rows ? Math.max(16, process.stdout.rows - 2) : undefined;
}

/** Columns of the terminal that the result is printed on; 120 elsewhere. */
export function columns(): number {
  return process.stdout.columns ?? 120;
}
