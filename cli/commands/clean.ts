import { resolve } from 'node:path';
import { readSettings } from '../../config/settings/readSettings.ts';
import type { Leftover } from '../../kit/safety/cleanUp/leftover.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { type Finished, finish } from '../../runner/finish.ts';
import { occupy } from '../../runner/folder/occupy.ts';
import { requireEndpoint } from '../open/endpoint.ts';
import { requireProfile } from '../open/profile.ts';
import { readInput } from '../open/start.ts';
import { toolFacts } from '../open/tool.ts';
import { nextCommand, nextLine } from '../show/next.ts';
import { aligned, jsonDocument } from '../show/tables.ts';

/**
 * `clean`: removes what an interrupted run left behind, by the journal in its folder.
 * @returns the exit code: 0 nothing left, 1 something left, which is listed
 * @throws SettingsError where the folder is no run's, or that of a run against another endpoint or credential, or where
 *   another command is at work in it; nothing was sent then
 */
export async function clean(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('clean', argv));
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const folder = resolve(settings.args[0] ?? 'results/latest');
  const order = {
    settings,
    profile: requireProfile(settings.profile),
    endpoint: requireEndpoint(settings),
    folder,
    toolVersion: toolFacts().version,
  };
  const leave = occupy(folder, 'clean');
  const finished = await finish(order).finally(leave);
  process.stdout.write(settings.json ? jsonDocument(finished) : renderText(finished));
  return finished.left.length === 0 ? 0 : 1;
}

/** Lines of a list on the terminal; `--json` gives all. What is left has to be acted on, so that more of it is shown. */
const SHOWN = 20;
const SHOWN_LEFT = 200;
/** Characters of an address, and of a name. */
const WIDEST = { path: 160, name: 80, why: 600 };

/** What clean-up came to, for a person. */
export function renderText({ runId, removed, emptied = [], gone, left, hopeless }: Finished): string {
  const end =
    left.length === 0 ? `Nothing is left of run ${runId}.` : `Remove what is left of run ${runId} by hand.`;
  return `${[
    ...(hopeless === undefined ? [] : [hopeless.message, hopeless.hint]),
    ...section('Removed', removed, SHOWN),
    ...section('Emptied first, as groups with members are not deleted', emptied.map(asEntry), SHOWN),
    ...section('No longer there', gone, SHOWN),
    ...section('Left', left, SHOWN_LEFT),
    end,
  ].join('\n')}\n${
    left.length === 0
      ? nextCommand('run', 'can start afresh')
      : nextLine('once it can be deleted, run clean again; it tries only what is left')
  }`;
}

const asEntry = (path: string) => ({ path, marker: '' });

function section(
  title: string,
  all: readonly (Omit<Leftover, 'why'> & { why?: string })[],
  most: number,
): string[] {
  if (all.length === 0) return [];
  const lines = all
    .slice(0, most)
    .map(({ path, marker, why }) => [
      oneLine(path, WIDEST.path),
      oneLine(marker, WIDEST.name),
      ...(why === undefined ? [] : [oneLine(why, WIDEST.why)]),
    ]);
  const rest = all.length - lines.length;
  return [
    `${title} (${all.length})`,
    aligned(lines),
    ...(rest > 0 ? [`  and ${rest} more; --json lists them all`] : []),
  ];
}
