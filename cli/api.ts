import { readSettings } from '../config/settings/readSettings.ts';
import type { Settings } from '../config/settings/settings.ts';
import type { Report } from '../reporters/model.ts';
import { execute } from './execute.ts';

/** Settings of a run from code: a tenant URL with its token, or the embedded tenant; all else has a default. */
export type RunSettings = Partial<
  Omit<Settings, 'target' | 'args' | 'warnings' | 'list' | 'format' | 'tenant'>
> & {
  url?: string;
  embedded?: { face?: string; defects?: string[]; variations?: string[] };
};

/**
 * Runs the suite and gives the report, which is also written to `out` (or a folder under results/).
 * @throws SettingsError where a setting cannot be used, before anything is sent
 */
export async function run(settings: RunSettings): Promise<Report> {
  const { url, embedded, ...rest } = settings;
  const argv = [
    ...(url === undefined ? ['--embedded'] : ['--url', url]),
    ...(rest.allowWrites ? ['--allow-writes'] : []),
    ...(rest.readOnly ? ['--read-only'] : []),
  ];
  const base = await readSettings({
    argv,
    env: rest.token === undefined ? {} : { SCIM_TOKEN: rest.token },
    cwd: process.cwd(),
    stdin: (async function* () {})(),
    command: 'run',
  });
  const target = url === undefined ? { embedded: { defects: [], variations: [], ...embedded } } : base.target;
  const { report } = await execute({ ...base, ...rest, target } as Settings);
  return report;
}
