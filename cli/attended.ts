import type { Settings } from '../config/settings/settings.ts';
import type { OwnSuites } from '../runner/ownSuites.ts';
import { type Executed, execute } from './execute.ts';
import { progressOn } from './progress.ts';

/**
 * A run with somebody watching: warnings and progress on stderr, one interrupt ends it in good order, a second at
 * once.
 */
export async function executeAttended(settings: Settings, own: OwnSuites): Promise<Executed> {
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const progress = progressOn(process.stderr, settings.quiet);
  const handlers: { signal: NodeJS.Signals; handler: () => void }[] = [];
  let interrupts = 0;
  try {
    return await execute(settings, {
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
  } finally {
    progress.end();
    for (const { signal, handler } of handlers) process.off(signal, handler);
  }
}

/** Lines that a result may take so that it is on the screen as a whole; undefined where there is no terminal. */
export function lines(): number | undefined {
  return process.stdout.rows ? Math.max(16, process.stdout.rows - 2) : undefined;
}

/** Columns of the terminal that the result is printed on; 120 elsewhere. */
export function columns(): number {
  return process.stdout.columns ?? 120;
}
