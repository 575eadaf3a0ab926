import type { Settings } from '../config/settings/settings.ts';
import type { Report } from '../reporters/model.ts';
import { present } from '../schemas/present.ts';
import { execute } from './open/execute.ts';
import { embeddedKnown, readKnowing } from './open/start.ts';

type Shared =
  | ('profile' | 'mapping' | 'groups' | 'checks' | 'severities' | 'optIn' | 'skipAuthProbes' | 'suites')
  | ('seed' | 'templates' | 'names' | 'concurrency' | 'rps' | 'timeoutMs' | 'patienceMs' | 'deadlineMs')
  | ('readOnly' | 'allowWrites' | 'maxResources' | 'out' | 'allure')
  | ('token' | 'headers' | 'caFile' | 'proxy' | 'insecure');

/** Settings of a run from code: a tenant URL with its token, or the embedded tenant; all else has a default. */
export type RunSettings = Partial<Pick<Settings, Shared>> & {
  url?: string;
  embedded?: { face?: string; defects?: string[]; variations?: string[] };
};

/**
 * Runs the suite and gives the report, which is also written to `out` (or a folder under results/).
 * @param signal interrupts the run: what it made is removed, and the report says so
 * @throws SettingsError where a setting cannot be used, before anything is sent
 */
export async function run(settings: RunSettings, { signal }: { signal?: AbortSignal } = {}): Promise<Report> {
  const { settings: read, own } = await readKnowing(
    {
      argv: settings?.url === undefined ? ['--embedded'] : [],
      env: {},
      cwd: process.cwd(),
      stdin: (async function* () {})(),
      command: 'run',
      values: settings,
    },
    embeddedKnown,
  );
  const { report } = await execute(read, { own, ...present({ signal }) });
  return report;
}
