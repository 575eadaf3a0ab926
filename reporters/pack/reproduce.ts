import { parseValue } from '../../config/settings/parse.ts';
import { settingsByName } from '../../config/settings/table.ts';
import type { Report } from '../model.ts';
import { MAPPING_FILE, type Product, SETTINGS_FILE } from './manifest.ts';
import type { PackSettings } from './settings.ts';

/** Commands that repeat a run, for a POSIX shell in the folder of the pack; what has to be known beside it, as comments. */
export function reproduceCommands(tool: Report['tool'], product: Product, settings: PackSettings): string[] {
  const { target, headers, certificateAuthority, templates, names } = settings;
  const lines = [`# with ${tool.name} ${tool.version} installed`];
  if (target.embedded === undefined)
    lines.push('export SCIM_TOKEN=...   # the credential of the endpoint, which is not in this pack');
  if (names.domain !== usual('namesDomain')) lines.push(`export SCIM_NAMES_DOMAIN=${quoted(names.domain)}`);
  if (Object.keys(templates).length > 0)
    lines.push(`# put "templates" of ${SETTINGS_FILE} into scim-conformance.config.json`);
  if (certificateAuthority) lines.push('# ca.pem: the certificate authority that signed the endpoint');
  if (headers.length > 0) lines.push('# fill in the values of the headers');
  lines.push(`scim-conformance ${certifyArguments(product, settings).map(quoted).join(' ')}`);
  return lines;
}

/** The words of the command line that repeats a run; the values of headers as `...`. */
export function certifyArguments(product: Product, settings: PackSettings): string[] {
  return [
    'certify',
    ...targetArguments(settings.target),
    ...['--profile', settings.profile],
    ...(settings.mapping.from === 'profile' ? [] : ['--mapping', MAPPING_FILE]),
    ...(settings.disposable ? ['--disposable'] : []),
    ...furtherOptIns(settings).flatMap((tag) => ['--opt-in', tag]),
    ...(settings.skipAuthProbes ? ['--skip-auth-probes'] : []),
    ...settings.headers.flatMap((name) => ['--header', `${name}: ...`]),
    ...(settings.certificateAuthority ? ['--ca', 'ca.pem'] : []),
    ...paceArguments(settings),
    '--allow-writes',
    ...['--out', 'repeated'],
    ...pair('--product', product.product),
    ...pair('--product-version', product.version),
    ...pair('--vendor', product.vendor),
    ...pair('--contact', product.contact),
  ];
}

function targetArguments({ url, entraFlags, embedded }: PackSettings['target']): string[] {
  if (embedded === undefined)
    return ['--url', entraFlags.length === 0 ? url : `${url}?${entraFlags.join('&')}`];
  return [
    '--embedded',
    ...(embedded.face === undefined ? [] : ['--face', embedded.face]),
    ...embedded.defects.flatMap((id) => ['--defect', id]),
    ...embedded.variations.flatMap((id) => ['--variation', id]),
  ];
}

/** What a certification does not opt into by itself. */
function furtherOptIns({ optIn, disposable }: PackSettings): string[] {
  const implied = ['load', 'slow', ...(disposable ? ['destructive'] : [])];
  return optIn.filter((tag) => !implied.includes(tag));
}

function paceArguments({ rps, timeoutMs, deadlineMs, maxResources }: PackSettings): string[] {
  return [
    ...(rps === undefined ? [] : ['--rps', String(rps)]),
    ...(timeoutMs === usual('timeout') ? [] : ['--timeout', `${timeoutMs}ms`]),
    ...(deadlineMs === undefined ? [] : ['--deadline', `${deadlineMs}ms`]),
    ...(maxResources === usual('maxResources') ? [] : ['--max-resources', String(maxResources)]),
  ];
}

/** What a setting is where nobody wrote it. */
function usual(name: 'timeout' | 'maxResources' | 'namesDomain'): unknown {
  const setting = settingsByName[name];
  return parseValue(setting, { value: setting.default, setting: name, from: 'default' }, '');
}

/** A flag with a text that may begin with a hyphen. */
function pair(flag: string, text: string): string[] {
  return text.startsWith('-') ? [`${flag}=${text}`] : [flag, text];
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
