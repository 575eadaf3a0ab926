import type { Settings } from '../config/settings/settings.ts';
import { summary, wantsColour } from '../reporters/terminal.ts';
import { exitCode } from '../reporters/verdict.ts';
import { reportJson } from '../reporters/write.ts';
import type { OwnSuites } from '../runner/ownSuites.ts';
import { execute } from './execute.ts';
import { progressOn } from './progress.ts';
import { traceOf } from './trace.ts';

/**
 * `run`: the suite against an endpoint; the report in its folder, the result on stdout, progress on stderr.
 * @returns the exit code: 0 conformant, 1 not conformant, 2 incomplete
 */
export async function run(settings: Settings, own: OwnSuites): Promise<number> {
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const progress = progressOn(process.stderr, settings.quiet);
  let interrupts = 0;
  const handlers: { signal: NodeJS.Signals; handler: () => void }[] = [];
  try {
    const { report, files, embeddedLeft } = await execute(settings, {
      own,
      progress,
      onStart: (running) => {
        const handler = () => {
          interrupts += 1;
          progress.say?.(
            interrupts === 1
              ? 'Stopping: no further check starts, what was made is removed. Once more gives up at once.'
              : 'Giving up. Remove what may be left with: scim-conformance clean',
          );
          running.interrupt();
        };
        for (const signal of ['SIGINT', 'SIGTERM'] as const) {
          process.on(signal, handler);
          handlers.push({ signal, handler });
        }
      },
    });
    progress.end();
    // The one document of --json has stdout to itself.
    if (settings.trace) (settings.json ? process.stderr : process.stdout).write(traceOf(report, files.json));
    if (settings.json) process.stdout.write(reportJson(report));
    else
      process.stdout.write(
        `${summary(report, {
          colour: wantsColour(process.stdout, process.env),
          width: process.stdout.columns ?? 120,
          where: files.html,
        })}\n`,
      );
    for (const left of embeddedLeft ?? []) process.stderr.write(`Left in the embedded tenant: ${left}\n`);
    return exitCode(report.verdict);
  } finally {
    progress.end();
    for (const { signal, handler } of handlers) process.off(signal, handler);
  }
}
