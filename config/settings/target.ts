import { present } from '../../schemas/present.ts';
import type { Command } from './commands.ts';
import { commands } from './commands.ts';
import type { Merged } from './merged.ts';
import type { Settings } from './settings.ts';
import { SettingsError } from './settings.ts';
import type { SettingName } from './table.ts';
import { settingsByName } from './table.ts';
import { parseTenantUrl } from './tenantUrl.ts';

/** Flags that say something about an endpoint elsewhere, and so contradict `--embedded`. */
const elsewhere: SettingName[] = ['url', 'tokenEnv', 'tokenStdin', 'ca', 'insecure'];

/**
 * Which endpoint a command talks to. `--embedded` outranks a tenant URL of the environment or a file, and contradicts
 * one on the same command line.
 * @throws SettingsError where a command needs an endpoint and none is set, or flags contradict each other
 */
export function readTarget({ get, given, warnings }: Merged, command: Command): Settings['target'] {
  const face = get('face');
  const chosen = { defects: get('defect'), variations: get('variation') };
  const target = { embedded: { ...present({ face }), ...chosen } };
  const { target: need } = commands[command];
  if (need === 'none' || (need === 'unless-report' && get('report') !== undefined)) return target;

  const offline = get('dryRun') || get('explain') !== undefined;
  if (offline && given('url') === undefined) return target;

  if (get('embedded')) {
    const flag = elsewhere.map(given).find((value) => value?.from === 'flag')?.setting;
    if (!flag) return target;
    throw new SettingsError(flag, `${flag} and --embedded contradict each other`, 'Leave one of them out.');
  }
  const only = (given('face') ?? given('defect') ?? given('variation'))?.setting;
  if (only)
    throw new SettingsError(only, `${only} is for the embedded tenant`, 'Add --embedded, or leave it out.');

  const url = given('url');
  if (url) return parseTenantUrl(url.setting, String(url.value));
  const empty = warnings.find((line) => /^(SCIM_TENANT_URL|url)\b/.test(line));
  const embedded = settingsByName.embedded.commands.includes(command)
    ? ` Without an endpoint: scim-conformance ${command} --embedded.`
    : '';
  throw new SettingsError(
    'SCIM_TENANT_URL',
    `no endpoint is configured${empty ? `: ${empty}` : ''}`,
    `Set SCIM_TENANT_URL and SCIM_TOKEN in the environment or in .env, or pass --url; scim-conformance init asks for them.${embedded}`,
  );
}
