import { resolve } from 'node:path';
import { readSettings } from '../config/settings/readSettings.ts';
import { type Finished, finish } from '../runner/finish.ts';
import { endpointOf } from './endpoint.ts';
import { profileOf } from './profile.ts';
import { inputOf } from './start.ts';
import { aligned, jsonDocument } from './tables.ts';
import { toolFacts } from './tool.ts';

/**
 * `clean`: removes what an interrupted run left behind, by the journal in its folder.
 * @returns the exit code: 0 nothing left, 1 something left, which is listed
 * @throws SettingsError where the folder is no run's, or that of a run against another endpoint or credential
 */
export async function clean(argv: string[]): Promise<number> {
  const settings = await readSettings(inputOf('clean', argv));
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const finished = await finish({
    settings,
    profile: profileOf(settings.profile),
    endpoint: endpointOf(settings),
    folder: resolve(settings.args[0] ?? 'results/latest'),
    toolVersion: toolFacts().version,
  });
  process.stdout.write(settings.json ? jsonDocument(finished) : textOf(finished));
  return finished.left.length === 0 ? 0 : 1;
}

function textOf({ runId, removed, gone, left, hopeless }: Finished): string {
  const section = (title: string, lines: string[][]) =>
    lines.length === 0 ? [] : [`${title} (${lines.length})`, aligned(lines)];
  return `${[
    ...(hopeless === undefined ? [] : [hopeless.message, hopeless.hint]),
    ...section(
      'Removed',
      removed.map(({ path, marker }) => [path, marker]),
    ),
    ...section(
      'Not there any more',
      gone.map(({ path, marker }) => [path, marker]),
    ),
    ...section(
      'Left',
      left.map(({ path, marker, why }) => [path, marker, why]),
    ),
    left.length === 0 ? `Nothing is left of run ${runId}.` : `Remove what is left of run ${runId} by hand.`,
  ].join('\n')}\n`;
}
