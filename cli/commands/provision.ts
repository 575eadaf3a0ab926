import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DirectoryContents,
  type Rules,
  type Scope,
  syntheticDirectory,
} from '../../clients/entra/engine/index.ts';
import { readSettings } from '../../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { makeMarker } from '../../kit/check/random.ts';
import { JOURNAL_FILE } from '../../kit/safety/journal/journal.ts';
import { PROVISIONING } from '../../runner/folder/ownFiles.ts';
import { openRun } from '../../runner/open/openRun.ts';
import { provision as provisionJob } from '../../runner/provision.ts';
import { noteJob, noteKept, type Resumed, readResumed } from '../../runner/resumption.ts';
import { shownUrl } from '../../runner/setup.ts';
import { present } from '../../schemas/present.ts';
import { type Reached, reachEndpoint, requireEndpoint } from '../open/endpoint.ts';
import {
  directoryIn,
  readActions,
  readJobFiles,
  readJobScope,
  readRules,
  refuseUnknown,
} from '../open/jobInput.ts';
import { keepHeapLean } from '../open/leanHeap.ts';
import { profileFor } from '../open/profile.ts';
import { embeddedKnown, readInput } from '../open/start.ts';
import { toolFacts } from '../open/tool.ts';
import { ProvisioningLog, renderText } from '../show/provisioningLog.ts';
import { nextAfterJob, writeJob } from '../show/provisioningReport.ts';
import { preview } from './previews.ts';

/**
 * `provision`: replays Entra's cycles with a directory, proves convergence, and removes what it made.
 * @returns the exit code: 0 converged, 1 not converged, 2 interrupted
 * @throws SettingsError for a directory, mapping, scope or journal that cannot be used; nothing was sent then
 */
export async function provision(argv: string[]): Promise<number> {
  keepHeapLean();
  const settings = await readSettings({ ...readInput('provision', argv), known: embeddedKnown });
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const profile = profileFor(settings);
  const rules = readRules(profile);
  for (const note of rules.leftOut) process.stderr.write(`Left out of the mapping: ${note}\n`);
  for (const note of rules.remarks) process.stderr.write(`Remark: ${note}\n`);
  const { directory: directoryFile, resume } = settings.provision;
  const scope = readJobScope(settings);
  const stated = directoryFile === undefined ? undefined : directoryIn(directoryFile);
  if (settings.provision.explain !== undefined || settings.provision.dryRun)
    return preview({ settings, hardOnly: profile.softDelete === 'hard-only', rules, scope, stated });
  refuseUnknown(settings, stated);
  if (resume !== undefined && 'embedded' in settings.target)
    throw new SettingsError(
      '--resume',
      'the embedded tenant stops with the command, so there is nothing to resume',
      'Start one with scim-conformance tenant, and name it with --url.',
    );

  const resumed =
    resume === undefined ? undefined : readResumed(resume, requireEndpoint(settings), readJobFiles(settings));
  const reached = await reachEndpoint(settings);
  try {
    return await run({ settings, profile, rules, scope, stated, resumed, endpoint: reached.endpoint });
  } finally {
    await reached.close();
  }
}

interface Prepared {
  settings: Settings;
  profile: ReturnType<typeof profileFor>;
  rules: Rules;
  scope: Scope;
  stated: DirectoryContents | undefined;
  resumed: Resumed | undefined;
  endpoint: Reached['endpoint'];
}

async function run({
  settings,
  profile,
  rules,
  scope,
  stated,
  resumed,
  endpoint,
}: Prepared): Promise<number> {
  const startedAt = new Date().toISOString();
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const opened = await openRun({
    settings,
    profile,
    endpoint,
    toolVersion: toolFacts().version,
    writes: PROVISIONING,
    attended: true,
    // The directory says how much is made; --max-resources is for checks.
    adjust: { maxResources: Number.POSITIVE_INFINITY },
    progress: { say: tell },
    tell,
    stopping: 'Stopping: everything created stays for --resume or clean. Press Ctrl-C again to quit at once.',
    ...present({ resumed }),
  });
  let log: ProvisioningLog | undefined;
  try {
    const { folder, runId } = opened;
    const cycles =
      settings.provision.cycles ?? resumed?.synthetic?.cycles ?? (stated?.changes.length ?? 1) + 1;
    const size = resumed?.synthetic ?? {
      users: settings.provision.users,
      groups: settings.provision.groups,
      cycles,
    };
    const began = resumed?.synthetic ? `: ${size.users} users, ${size.groups} groups, ${cycles} cycles` : '';
    if (resumed) tell(`Continuing in ${folder} with the original settings${began}.`);
    else noteJob(folder, readJobFiles(settings), stated === undefined ? size : undefined);
    const contents =
      stated ?? syntheticDirectory({ marker: makeMarker(runId), domain: settings.names.domain, ...size });
    log = new ProvisioningLog(folder, settings.quiet);
    const { onDemand } = settings.provision;
    // What a job was told to leave is not removed because it was interrupted.
    const keep = settings.provision.keep || resumed?.kept === true;
    if (keep) noteKept(folder);
    // What the endpoint publishes says what is hidden, and what no two accounts share.
    const found = await opened.discover();
    if (found.hopeless === undefined) await opened.begin(found, []);
    const result = await provisionJob({
      run: opened.run,
      contents,
      rules,
      scope,
      folder,
      cycles,
      dialect: endpoint.entraFlags.some((flag) => /aadOptscim062020/i.test(flag)) ? 'flag' : 'default',
      hardOnly: profile.softDelete === 'hard-only',
      keep,
      allowDeletes: settings.provision.allowDeletes,
      ...present({ deletionThreshold: settings.provision.deletionThreshold }),
      log: (entry) => log?.append(entry),
      say: (text) => log?.say(text),
      ...readActions(settings),
      ...present({ onDemand, resumed }),
    });
    process.stdout.write(settings.json ? `${JSON.stringify(result, null, 2)}\n` : renderText(result, folder));
    if (!settings.json) process.stdout.write(nextAfterJob(result, folder));
    const clean = opened.command;
    if (result.state === 'interrupted' && result.lost === undefined)
      tell(`Continue with --resume ${join(folder, JOURNAL_FILE)}, or remove what was created with: ${clean}`);
    else if (result.leftovers.length > 0 && existsSync(folder))
      tell(
        `To remove what is left (${result.leftovers.length}), or list it with what to do about it: ${clean}`,
      );
    if (result.lost !== undefined && settings.json) tell(`The run ended early: ${result.lost}`);
    const ended = { converged: 0, 'not-converged': 1, interrupted: 2 }[result.state];
    const exitCode = ended === 0 && result.leftovers.length > 0 ? 1 : ended;
    const kept = {
      schemaVersion: '1.0' as const,
      kind: 'provisioning' as const,
      url: shownUrl(endpoint.url, endpoint.token),
      startedAt,
      exitCode,
    };
    // A folder that somebody removed is not made again for a job that ended for want of it.
    if (existsSync(folder)) await writeJob(folder, { ...kept, ...result });
    return exitCode;
  } finally {
    log?.close();
    await opened.close();
  }
}
