import { statSync } from 'node:fs';
import { readUserText } from '../userFile.ts';
import type { Command } from './commands.ts';
import { commands } from './commands.ts';
import { matchesGlob } from './glob.ts';
import type { Merged } from './merged.ts';
import { requireKnown } from './parse.ts';
import type { Settings } from './settings.ts';
import { SettingsError } from './settings.ts';
import { suggestion } from './suggest.ts';
import { settingsByName } from './table.ts';
import { isLoopback } from './tenantUrl.ts';

/** Names that other parts of the house define. */
export type Known = Partial<
  Record<'groups' | 'checks' | 'profiles' | 'faces' | 'defects' | 'variations', readonly string[] | undefined>
> & {
  /** What is wrong with a combination of variations. */
  contradiction?: (variations: readonly string[]) => string | undefined;
};

type Where = Merged['given'];

/**
 * Refuses groups, checks, profiles, faces, defects and variations that do not exist. A profile with a slash or `.json` in it is a
 * file, which its reader judges.
 * @throws SettingsError
 */
export function requireKnownNames(settings: Settings, given: Where, known: Known): void {
  const { target, profile, groups, checks } = settings;
  const label = (name: Parameters<Where>[0]) => given(name)?.setting ?? name;
  if (known.profiles && !/[/\\]|\.json$/.test(profile))
    requireKnown(label('profile'), [profile], known.profiles);
  if (known.groups) requireKnown(label('group'), groups, known.groups);
  for (const pattern of known.checks ? checks : []) {
    if (known.checks?.some((id) => matchesGlob(pattern, id))) continue;
    throw new SettingsError(
      label('check'),
      `${label('check')} "${pattern}" matches no check`,
      suggestion(pattern, known.checks ?? [], 'Run "scim-conformance list" to see all ids.'),
    );
  }
  if (!('embedded' in target)) return;
  const { face, defects, variations } = target.embedded;
  if (known.faces && face !== undefined) requireKnown(label('face'), [face], known.faces);
  const all = (flag: string) => `Run "scim-conformance tenant ${flag}" to see all of them.`;
  if (known.defects) requireKnown(label('defect'), defects, known.defects, all('--list-defects'));
  if (known.variations)
    requireKnown(label('variation'), variations, known.variations, all('--list-variations'));
  const wrong = known.contradiction?.(variations);
  if (wrong !== undefined) throw new SettingsError(label('variation'), wrong, 'Leave one of them out.');
}

/**
 * Refuses files and folders that cannot serve, before anything is sent.
 * @throws SettingsError
 */
export function requireFiles({ caFile, suites, out }: Settings, given: Where): void {
  const refuse = (name: 'ca' | 'suites' | 'out', says: string, hint: string) => {
    const setting = given(name)?.setting ?? name;
    return new SettingsError(setting, `${setting} ${says}`, hint);
  };
  if (caFile !== undefined) {
    let pem = '';
    try {
      pem = readUserText(caFile, false);
    } catch {
      throw refuse('ca', `names ${caFile}, which cannot be read`, 'Name a readable PEM file.');
    }
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
      throw refuse('ca', `names ${caFile}, which contains no certificate`, 'Convert the certificate to PEM.');
    }
  }
  if (suites !== undefined) {
    if (!statSync(suites, { throwIfNoEntry: false })?.isDirectory()) {
      throw refuse(
        'suites',
        `names ${suites}, which is not a folder`,
        'Name the folder that holds your *.checks.ts.',
      );
    }
    // vite takes both characters for parts of a URL and would not find the files.
    if (/[#?]/.test(suites)) throw refuse('suites', 'has a # or ? in its path', 'Rename or move the folder.');
  }
  if (out !== undefined && statSync(out, { throwIfNoEntry: false })?.isFile()) {
    throw refuse('out', `names ${out}, which is a file`, 'Name a folder.');
  }
}

const isPreview = ({ provision: { explain, dryRun } }: Settings): boolean => explain !== undefined || dryRun;

/**
 * Refuses to create and delete on an endpoint that is not of this machine unless the user agreed to it.
 * @throws SettingsError
 */
export function requireConsent(settings: Settings, given: Where, command: Command): void {
  const { target, readOnly, allowWrites } = settings;
  const [reading, writing] = [given('readOnly'), given('allowWrites')];
  if (readOnly && allowWrites && reading?.from === 'flag' && writing?.from === 'flag') {
    throw new SettingsError(
      '--read-only',
      '--read-only and --allow-writes contradict each other',
      'Keep one of them.',
    );
  }
  if (!commands[command].writes || readOnly || allowWrites || settings.plan || isPreview(settings)) return;
  if ('embedded' in target || isLoopback(target.url)) return;
  const { host } = new URL(target.url);
  const choice = settingsByName.readOnly.commands.includes(command) ? ', or --read-only' : '';
  throw new SettingsError(
    '--allow-writes',
    `${command} creates, changes and deletes test resources on ${host} and needs your consent`,
    `Pass --allow-writes or set SCIM_ALLOW_WRITES=1${choice}.`,
  );
}

/**
 * Refuses a domain and a seed that could not be written into names.
 * @throws SettingsError
 */
export function requireWords({ names, seed }: Settings, given: Where): void {
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i.test(names.domain)) {
    const setting = given('namesDomain')?.setting ?? 'names.domain';
    throw new SettingsError(
      setting,
      `${setting} is not a domain name`,
      'Write a domain such as example.test.',
    );
  }
  if (!/^[\x20-\x7e]{1,64}$/.test(seed)) {
    const setting = given('seed')?.setting ?? 'seed';
    throw new SettingsError(
      setting,
      `${setting} is not 1 to 64 characters of ASCII`,
      'Write a shorter, plain one.',
    );
  }
}

/** Adds a warning for each setting that is accepted but unwise. */
export function weigh({ target, insecure, names, warnings }: Settings): void {
  if (!/(^|\.)(test|example|invalid|example\.(com|net|org))$/i.test(names.domain)) {
    warnings.push(
      `addresses under ${names.domain} may belong to real people, and an endpoint may send mail to them`,
    );
  }
  if ('embedded' in target) return;
  if (insecure) warnings.push('certificates are not verified: the report cannot vouch for who answered');
  if (target.url.startsWith('http:') && !isLoopback(target.url)) {
    warnings.push('http:// sends the token in the clear; Entra connects to https:// only');
  }
}
