import { profileNames } from '../config/profiles.ts';
import type { Command } from '../config/settings/commands.ts';
import { readSettings } from '../config/settings/readSettings.ts';
import type { Settings } from '../config/settings/settings.ts';
import { loadOwnSuites, type OwnSuites } from '../runner/ownSuites.ts';
import { catalogue } from '../suites/catalogue.ts';
import { groupOf } from '../suites/kit/check.ts';
import { defects, faces } from '../tenant/index.ts';
import { run } from './run.ts';

/**
 * The settings of a command that runs checks, and the user's own suites.
 * @throws SettingsError for the first that cannot be used; nothing was sent then
 */
export async function readRunSettings(
  command: Command,
  argv: string[],
): Promise<{ settings: Settings; own: OwnSuites }> {
  const input = { argv, env: process.env, cwd: process.cwd(), stdin: once(process.stdin), command };
  const settings = await readSettings(input);
  const own = await loadOwnSuites(settings.suites);
  const entries = [...catalogue, ...own.checks];
  // Names can be judged only now that the user's own suites are known.
  await readSettings({
    ...input,
    known: {
      groups: [...new Set(entries.map((entry) => groupOf(entry.id)))],
      checks: entries.map((entry) => entry.id),
      profiles: [...profileNames],
      faces: Object.keys(faces),
      defects: defects.map((defect) => defect.id),
    },
  });
  return { settings, own };
}

/** `run` from its arguments. */
export async function startRun(argv: string[]): Promise<number> {
  const { settings, own } = await readRunSettings('run', argv);
  return run(settings, own);
}

/** Standard input that can be read more than once, and is not touched before it is read. */
function once(stdin: AsyncIterable<string | Uint8Array>): AsyncIterable<string | Uint8Array> {
  let read: Promise<(string | Uint8Array)[]> | undefined;
  return {
    async *[Symbol.asyncIterator]() {
      read ??= collect(stdin);
      yield* await read;
    },
  };
}

async function collect(stdin: AsyncIterable<string | Uint8Array>): Promise<(string | Uint8Array)[]> {
  const chunks: (string | Uint8Array)[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return chunks;
}
