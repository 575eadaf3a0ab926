import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  assignedScope,
  compileRules,
  csvHeader,
  csvLine,
  type DirectoryContents,
  ExpressionError,
  type LogEntry,
  type Rules,
  readDirectory,
  readScope,
  syntheticDirectory,
} from '../clients/entra/engine/index.ts';
import { readSettings } from '../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../config/settings/settings.ts';
import { oneLine } from '../reporters/sanitize.ts';
import {
  noteSynthetic,
  type Provisioned,
  provision as provisionJob,
  type Resumed,
  readResumed,
  startEntry,
} from '../runner/provision.ts';
import { setupOf } from '../runner/setup.ts';
import { fileEvidence } from '../suites/kit/evidence/evidence.ts';
import { markerOf, newRunId } from '../suites/kit/run/random.ts';
import { Run } from '../suites/kit/run/run.ts';
import { fileJournal } from '../suites/kit/safety/journal.ts';
import type { Tenant } from '../tenant/index.ts';
import { embeddedNames } from './embedded.ts';
import { endpointOf } from './endpoint.ts';
import { makeFolder, startEmbedded } from './execute.ts';
import { profileFor } from './profile.ts';
import { inputOf } from './start.ts';
import { toolFacts } from './tool.ts';

/** Log lines of one cycle that are shown on the terminal; all are in the files. */
const SHOWN = 20;

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
  const { scope: scopeFile, directory: directoryFile, resume } = settings.provision;
  const scope = scopeFile === undefined ? assignedScope : read('--scope', scopeFile, readScope);
  const stated = directoryFile === undefined ? undefined : read('--directory', directoryFile, readDirectory);
  refuseUnknown(settings, stated);
  if (resume !== undefined && 'embedded' in settings.target)
    throw new SettingsError(
      '--resume',
      'the embedded tenant ends with the command, so nothing of it can be resumed',
      'Start one with scim-conformance tenant, and name it with --url.',
    );

  const resumed = resume === undefined ? undefined : readResumed(resume, endpointOf(settings));
  const tenant = await startEmbedded(settings);
  try {
    return await run({ settings, profile, rules, scope, stated, resumed, tenant });
  } finally {
    await tenant?.close();
  }
}

interface Prepared {
  settings: Settings;
  profile: ReturnType<typeof profileFor>;
  rules: Rules;
  scope: typeof assignedScope;
  stated: DirectoryContents | undefined;
  resumed: Resumed | undefined;
  tenant: Tenant | undefined;
}

async function run({ settings, profile, rules, scope, stated, resumed, tenant }: Prepared): Promise<number> {
  const runId = resumed?.runId ?? newRunId();
  const folder = resumed?.folder ?? makeFolder(settings.out, runId);
  const endpoint = tenant
    ? { url: tenant.url, entraFlags: [], token: tenant.token, ...(tenant.ca ? { ca: tenant.ca } : {}) }
    : endpointOf(settings);
  const setup = setupOf({ settings, profile, endpoint, toolVersion: toolFacts().version }, runId);
  const journal = fileJournal(folder);
  const job = new Run(
    // The directory says how much is made; --max-resources is for checks.
    { ...setup, firstExchange: (resumed?.exchanges ?? 0) + 1, maxResources: Number.POSITIVE_INFINITY },
    { evidence: fileEvidence(folder), journal },
    [],
  );
  if (resumed === undefined) journal.append(startEntry(job));
  const cycles = settings.provision.cycles ?? resumed?.synthetic?.cycles ?? (stated?.changes.length ?? 1) + 1;
  const size = resumed?.synthetic ?? {
    users: settings.provision.users,
    groups: settings.provision.groups,
    cycles,
  };
  if (stated === undefined && resumed === undefined) noteSynthetic(folder, size);
  const contents =
    stated ?? syntheticDirectory({ marker: markerOf(runId), domain: settings.names.domain, ...size });
  const log = new Log(folder, settings.quiet);
  const release = onInterrupt(() => {
    process.stderr.write('Stopping: what was made stays for --resume or clean.\n');
    job.stop('interrupted', true);
  });
  try {
    const { onDemand } = settings.provision;
    const result = await provisionJob({
      run: job,
      contents,
      rules,
      scope,
      folder,
      cycles,
      dialect: endpoint.entraFlags.some((flag) => /aadOptscim062020/i.test(flag)) ? 'flag' : 'default',
      hardOnly: profile.softDelete === 'hard-only',
      keep: settings.provision.keep,
      log: (entry) => log.append(entry),
      say: (text) => log.say(text),
      ...(onDemand === undefined ? {} : { onDemand }),
      ...(resumed === undefined ? {} : { resumed }),
    });
    process.stdout.write(settings.json ? `${JSON.stringify(result, null, 2)}\n` : textOf(result, folder));
    return { converged: 0, 'not-converged': 1, interrupted: 2 }[result.state];
  } finally {
    release();
    log.close();
    await job.close();
  }
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

function read<T>(flag: string, file: string, how: (data: unknown, file: string) => T): T {
  const hint = 'docs/provisioning.md describes the file.';
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SettingsError(flag, `${file}: not a readable JSON file: ${(error as Error).message}`, hint);
  }
  try {
    return how(data, file);
  } catch (error) {
    throw new SettingsError(flag, (error as Error).message, hint);
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

function onInterrupt(handler: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}

/** The provisioning log: NDJSON and CSV in the run's folder; on stderr what did not go well. */
class Log {
  private readonly ndjson: number;
  private readonly csv: number;
  private readonly quiet: boolean;
  private shown = 0;

  constructor(folder: string, quiet: boolean) {
    this.ndjson = openSync(join(folder, 'provisioning.ndjson'), 'a');
    this.csv = openSync(join(folder, 'provisioning.csv'), 'w');
    writeSync(this.csv, csvHeader);
    this.quiet = quiet;
  }

  append(entry: LogEntry): void {
    writeSync(this.ndjson, `${JSON.stringify(entry)}\n`);
    writeSync(this.csv, csvLine(entry));
    if (this.quiet || (entry.status !== 'failure' && entry.status !== 'warning')) return;
    this.shown += 1;
    if (this.shown > SHOWN) return;
    const { status, kind, name, action, code, says, next } = entry;
    const words = [`  ${status}  ${action} ${kind} ${name}:`, code, says].filter(Boolean).join(' ');
    process.stderr.write(`${oneLine(words, 300)}\n${next === undefined ? '' : `    ${next}\n`}`);
  }

  say(text: string): void {
    if (this.shown > SHOWN && !this.quiet)
      process.stderr.write(`  and ${this.shown - SHOWN} more, in provisioning.ndjson\n`);
    this.shown = 0;
    if (!this.quiet) process.stderr.write(`${oneLine(text, 300)}\n`);
  }

  close(): void {
    closeSync(this.ndjson);
    closeSync(this.csv);
  }
}

function textOf(result: Provisioned, folder: string): string {
  const { state, claims, foreign, leftovers, requests, durationMs } = result;
  const here = relative(process.cwd(), folder) || '.';
  const lines = claims.flatMap(({ ok, says, against }) => [
    `${ok ? 'ok    ' : 'FAILED'} ${says}`,
    ...against.map((one) => `         ${oneLine(one, 200)}`),
  ]);
  const last = result.cycles.at(-1)?.quarantined;
  const end = {
    converged: claims.length > 0 ? 'Converged.' : 'Done.',
    'not-converged': 'Not converged.',
    interrupted: `Interrupted. Go on with --resume ${join(here, 'journal.ndjson')}, or remove what was made with scim-conformance clean ${here}`,
  }[state];
  return `${[
    ...lines,
    ...(foreign.length > 0
      ? [`${foreign.length} accounts were there before, were not touched, and are left out`]
      : []),
    ...(last ? [`Quarantined: ${last.code}: ${oneLine(last.says, 200)}`, last.next] : []),
    ...leftovers.map(({ path, why }) => `Left: ${oneLine(`${path}: ${why}`, 200)}`),
    end,
    `${requests} requests in ${(durationMs / 1000).toFixed(1)} s; log: ${join(here, 'provisioning.ndjson')}`,
  ].join('\n')}\n`;
}
