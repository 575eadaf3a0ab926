import { randomBytes } from 'node:crypto';
import type { Severity } from '../row.ts';
import { isOrdinaryWord } from '../vocabulary.ts';
import type { Known } from './agreement.ts';
import { requireConsent, requireFiles, requireKnownNames, requireWords, weigh } from './agreement.ts';
import type { Command } from './commands.ts';
import { readMerged } from './merged.ts';
import type { OptIn, Settings } from './settings.ts';
import { readTarget } from './target.ts';
import { readOldToken, readToken } from './token.ts';

export interface SettingsInput {
  /** Arguments after the command's name, without `--help` and `--version`. */
  argv: readonly string[];
  env: Record<string, string | undefined>;
  /** Folder of `.env`, of the config file, and of relative paths. */
  cwd: string;
  /** Read only with `--token-stdin`. */
  stdin: AsyncIterable<string | Uint8Array>;
  command: Command;
  /** Settings that code hands over; they outrank all others. */
  values?: object;
  /** Names that exist; a list that is absent is not enforced. Asked for once the settings it rests on are read. */
  known?: Known | ((settings: Settings) => Promise<Known>);
}

/**
 * The settings of a command: flags before the environment, `.env`, the config file and defaults. Touches no network.
 * A setting comes whole from the highest source that has it; lists are not merged.
 * @throws SettingsError for the first setting that cannot be used
 */
export async function readSettings(input: SettingsInput): Promise<Settings> {
  const { command } = input;
  const merged = await readMerged(input);
  const { get, given, warnings } = merged;

  const target = readTarget(merged, command);
  const seed = get('seed')?.trim();
  const out = get('out');
  const rps = get('rps');
  const caFile = get('ca');
  const suites = get('suites');
  const mapping = get('mapping');
  const User = get('templateUser');
  const Group = get('templateGroup');
  const tenantToken = get('tenantToken');
  const settings: Settings = {
    target,
    profile: get('profile').trim(),
    pilot: get('pilot'),
    groups: get('group') ?? [],
    checks: get('check') ?? [],
    severities: (get('severity') ?? []) as Severity[],
    concurrency: get('concurrency'),
    timeoutMs: get('timeout'),
    patienceMs: get('patience'),
    deadlineMs: get('deadline'),
    seed: seed ?? randomBytes(6).toString('hex'),
    optIn: (get('optIn') ?? []) as OptIn[],
    readOnly: get('readOnly'),
    allowWrites: get('allowWrites'),
    headers: get('header') ?? {},
    json: get('json'),
    quiet: get('quiet'),
    trace: get('trace'),
    allure: get('allure'),
    maxResources: get('maxResources'),
    insecure: get('insecure'),
    ...present({ proxy: get('proxy'), tokenEnv: get('tokenEnv')?.trim() }),
    ...(get('plan') && { plan: true as const }),
    skipAuthProbes: get('skipAuthProbes'),
    templates: { ...(User && { User }), ...(Group && { Group }) },
    names: { domain: get('namesDomain').trim() },
    list: {
      coverage: get('coverage'),
      rows: get('rows'),
      diagnoses: get('diagnoses'),
      profiles: get('profiles'),
    },
    format: get('format') as Settings['format'],
    gate: {
      updateWaivers: get('updateWaivers'),
      failOn: get('failOn') as Settings['gate']['failOn'],
      newChecks: get('newChecks') as Settings['gate']['newChecks'],
      ...present({ report: get('report'), baseline: get('baseline'), waivers: get('waivers') }),
    },
    disposable: get('disposable'),
    certify: {
      ...present({
        product: get('product'),
        version: get('productVersion'),
        vendor: get('vendor'),
        contact: get('contact'),
        sign: get('sign'),
      }),
    },
    clean: { acceptEdited: get('acceptEdited'), ...present({ oldToken: readOldToken(merged) }) },
    compare: { force: get('force'), targets: get('targets') ?? {} },
    ...present({ verifyingKey: get('verifyingKey') }),
    provision: {
      users: get('users'),
      groups: get('groups'),
      keep: get('keep'),
      ...present({
        directory: get('directory'),
        scope: get('scope'),
        cycles: get('cycles'),
        onDemand: get('onDemand'),
        resume: get('resume'),
      }),
    },
    tenant: {
      port: get('port'),
      latencyMs: get('latency'),
      population: get('population'),
      listFaces: get('listFaces'),
      listDefects: get('listDefects'),
      listVariations: get('listVariations'),
      ...(tenantToken !== undefined && { token: tenantToken }),
    },
    args: merged.args,
    warnings,
    ...(out !== undefined && { out }),
    ...(rps !== undefined && { rps }),
    ...(caFile !== undefined && { caFile }),
    ...(suites !== undefined && { suites }),
    ...(mapping !== undefined && { mapping }),
  };
  requireFiles(settings, given);
  requireWords(settings, given);
  const { known = {} } = input;
  requireKnownNames(settings, given, typeof known === 'function' ? await known(settings) : known);
  requireConsent(settings, given, command);
  const token = await readToken(merged, settings.target, input.stdin);
  if (token !== undefined && !token.includes(':') && isOrdinaryWord(token))
    merged.warnings.push('the token is a word of SCIM itself: it is hidden behind the word Bearer only');
  weigh(settings);
  return token === undefined ? settings : { ...settings, token };
}

/** The members that have a value. */
function present<T extends Record<string, unknown>>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
