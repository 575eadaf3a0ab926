import { dirname, join, resolve } from 'node:path';
import {
  type Actions,
  assignedScope,
  compileRules,
  type DirectoryContents,
  ExpressionError,
  exportedActions,
  exportedScope,
  importDirectory,
  type Rules,
  readScope,
  type Scope,
  syntheticDirectory,
} from '../clients/entra/engine/index.ts';
import { exportedSchema } from '../config/mapping/exported.ts';
import { readSettings } from '../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../config/settings/settings.ts';
import { readUserText } from '../config/userFile.ts';
import { readUserJson } from '../config/userJson.ts';
import { markerOf } from '../kit/run/random.ts';
import { JOURNAL_FILE } from '../kit/safety/journal.ts';
import { PROVISIONING } from '../runner/folder/ownFiles.ts';
import type { JobFiles } from '../runner/jobState.ts';
import { openRun } from '../runner/open/openRun.ts';
import { provision as provisionJob } from '../runner/provision.ts';
import { noteJob, noteKept, type Resumed, readResumed } from '../runner/resumption.ts';
import { embeddedNames } from './embedded.ts';
import { endpointOf, type Reached, reachEndpoint } from './endpoint.ts';
import { dryRun, explainObject } from './previews.ts';
import { profileFor } from './profile.ts';
import { ProvisioningLog, textOf } from './provisioningLog.ts';
import { inputOf } from './start.ts';
import { toolFacts } from './tool.ts';

/**
 * `provision`: replays Entra's cycles with a directory, proves convergence, and removes what it made.
 * @returns the exit code: 0 converged, 1 not converged, 2 interrupted
 * @throws SettingsError for a directory, mapping, scope or journal that cannot be used; nothing was sent then
 */
export async function provision(argv: string[]): Promise<number> {
  const settings = await readSettings({ ...inputOf('provision', argv), known: embeddedNames });
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const profile = profileFor(settings);
  const rules = rulesOf(profile);
  for (const note of rules.leftOut) process.stderr.write(`Left out of the mapping: ${note}\n`);
  for (const note of rules.remarks) process.stderr.write(`Remark: ${note}\n`);
  const { directory: directoryFile, resume } = settings.provision;
  const scope = scopeOf(settings);
  const stated = directoryFile === undefined ? undefined : directoryIn(directoryFile);
  if (settings.provision.explain !== undefined || settings.provision.dryRun)
    return preview({ settings, profile, rules, scope, stated });
  refuseUnknown(settings, stated);
  if (resume !== undefined && 'embedded' in settings.target)
    throw new SettingsError(
      '--resume',
      'the embedded tenant ends with the command, so nothing of it can be resumed',
      'Start one with scim-conformance tenant, and name it with --url.',
    );

  const resumed =
    resume === undefined ? undefined : readResumed(resume, endpointOf(settings), filesOf(settings));
  const reached = await reachEndpoint(settings);
  try {
    return await run({ settings, profile, rules, scope, stated, resumed, endpoint: reached.endpoint });
  } finally {
    await reached.close();
  }
}

/** Shows what would be sent, without an endpoint. */
function preview({
  settings,
  profile,
  rules,
  scope,
  stated,
}: Pick<Prepared, 'settings' | 'profile' | 'rules' | 'scope' | 'stated'>): number {
  const { users, groups, cycles = 2, explain } = settings.provision;
  const contents =
    stated ??
    syntheticDirectory({ marker: 'conf-preview-', domain: settings.names.domain, users, groups, cycles });
  const job = { rules, scope, ...actionsOf(settings) };
  const order = { contents, job, json: settings.json, write: (text: string) => process.stdout.write(text) };
  if (explain !== undefined) return explainObject(order, explain);
  return dryRun(order, profile.softDelete === 'hard-only');
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
    stopping: 'Stopping: what was made stays for --resume or clean. Once more gives up at once.',
    ...(resumed && { resumed }),
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
    if (resumed === undefined) noteJob(folder, filesOf(settings), stated === undefined ? size : undefined);
    const contents =
      stated ?? syntheticDirectory({ marker: markerOf(runId), domain: settings.names.domain, ...size });
    log = new ProvisioningLog(folder, settings.quiet);
    const { onDemand, keep } = settings.provision;
    if (keep) noteKept(folder);
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
      ...(settings.provision.deletionThreshold === undefined
        ? {}
        : { deletionThreshold: settings.provision.deletionThreshold }),
      log: (entry) => log?.append(entry),
      say: (text) => log?.say(text),
      ...actionsOf(settings),
      ...(onDemand === undefined ? {} : { onDemand }),
      ...(resumed === undefined ? {} : { resumed }),
    });
    process.stdout.write(settings.json ? `${JSON.stringify(result, null, 2)}\n` : textOf(result, folder));
    const clean = opened.command;
    if (result.state === 'interrupted' && opened.run.lost === undefined)
      tell(`Go on with --resume ${join(folder, JOURNAL_FILE)}, or remove what was made with: ${clean}`);
    else if (result.leftovers.length > 0)
      tell(
        `What is left (${result.leftovers.length}) is removed, or named once more with what to do, by: ${clean}`,
      );
    if (opened.run.lost !== undefined) tell(`The run ended early: ${opened.run.lost}`);
    const code = { converged: 0, 'not-converged': 1, interrupted: 2 }[result.state];
    return code === 0 && result.leftovers.length > 0 ? 1 : code;
  } finally {
    log?.close();
    await opened.close();
  }
}

function filesOf({ provision: { directory, scope }, mapping }: Settings): JobFiles {
  return {
    ...(directory === undefined ? {} : { '--directory': directory }),
    ...(mapping === undefined ? {} : { '--mapping': mapping }),
    ...(scope === undefined ? {} : { '--scope': scope }),
  };
}

function rulesOf(profile: Parameters<typeof compileRules>[0]): Rules {
  try {
    return compileRules(profile);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new SettingsError(
      '--mapping',
      error.message,
      'Use the functions that are known, or map it directly.',
    );
  }
}

/** The scope that was given, or that of the exported job whose mapping is used. */
function scopeOf({ provision: { scope }, mapping }: Settings): Scope {
  if (scope !== undefined) return read('--scope', scope, readScope);
  if (mapping === undefined) return assignedScope;
  return read('--mapping', mapping, (data, file) => {
    const exported = exportedSchema(data);
    return exported ? exportedScope(exported, file) : assignedScope;
  });
}

/** What an exported job may do with each kind. */
function actionsOf({ mapping }: Settings): { actions?: Record<'User' | 'Group', Actions> } {
  if (mapping === undefined) return {};
  return read('--mapping', mapping, (data, file) => {
    const exported = exportedSchema(data);
    return exported ? { actions: exportedActions(exported, file) } : {};
  });
}

/** The directory of a file, and of those that it names beside it. */
function directoryIn(file: string): DirectoryContents {
  const files = {
    text: (path: string) => readUserText(path),
    json: readUserJson,
    beside: (path: string, name: string) => resolve(dirname(path), name),
  };
  try {
    return importDirectory(file, files);
  } catch (error) {
    throw new SettingsError(
      '--directory',
      (error as Error).message,
      'docs/provisioning.md describes the file.',
    );
  }
}

function read<T>(flag: string, file: string, how: (data: unknown, file: string) => T): T {
  try {
    return how(readUserJson(file), file);
  } catch (error) {
    throw new SettingsError(flag, (error as Error).message, 'docs/provisioning.md describes the file.');
  }
}

function refuseUnknown({ provision: { onDemand, users } }: Settings, stated: DirectoryContents | undefined) {
  if (onDemand === undefined) return;
  const known = stated
    ? stated.objects.some(({ objectId }) => objectId === onDemand)
    : /^[ug][1-9]\d*$/.test(onDemand) && (onDemand.startsWith('g') || Number(onDemand.slice(1)) <= users);
  if (!known)
    throw new SettingsError(
      '--on-demand',
      `--on-demand "${onDemand}" is no objectId of the directory`,
      'Name the objectId of a user or a group.',
    );
}
