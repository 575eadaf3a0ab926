import type { Settings } from '../config/settings/settings.ts';
import { summary, wantsColour } from '../reporters/terminal.ts';
import { exitCode } from '../reporters/verdict.ts';
import { reportJson } from '../reporters/write.ts';
import type { OwnSuites } from '../runner/ownSuites.ts';
import { columns, executeAttended } from './attended.ts';
import { traceOf } from './trace.ts';

/**
 * `run`: the suite against an endpoint; the report in its folder, the result on stdout, progress on stderr.
 * @returns the exit code: 0 conformant, 1 not conformant, 2 incomplete
 */
export async function run(settings: Settings, own: OwnSuites): Promise<number> {
  const { report, files, embeddedLeft } = await executeAttended(settings, own);
  // The one document of --json has stdout to itself.
  if (settings.trace) (settings.json ? process.stderr : process.stdout).write(traceOf(report, files.json));
  if (settings.json) process.stdout.write(reportJson(report));
  else {
    const colour = wantsColour(process.stdout, process.env);
    process.stdout.write(`${summary(report, { colour, width: columns(), where: files.html })}\n`);
  }
  for (const left of embeddedLeft ?? []) process.stderr.write(`Left in the embedded tenant: ${left}\n`);
  return exitCode(report.verdict);
}
