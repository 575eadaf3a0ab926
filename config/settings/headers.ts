import type { Given } from './given.ts';
import { SettingsError } from './settings.ts';

/** Headers that the suite or the connection must control, with the reason. */
const offLimits: Record<string, string> = {
  authorization: 'The token has its own settings: --token-env, --token-stdin or SCIM_TOKEN.',
  host: 'It follows from the tenant URL.',
  'content-type': 'The checks choose it.',
  accept: 'The checks choose it.',
  'if-match': 'The checks choose it.',
  'if-none-match': 'The checks choose it.',
  'content-length': 'The connection manages it.',
  'transfer-encoding': 'The connection manages it.',
  connection: 'The connection manages it.',
  'keep-alive': 'The connection manages it.',
  upgrade: 'The connection manages it.',
  expect: 'The connection manages it.',
  te: 'The connection manages it.',
  trailer: 'The connection manages it.',
};

/**
 * Headers from `Name: value` lines of a command line, or from an object of the config file. Values may be secret:
 * no message repeats them.
 * @throws SettingsError for a line without a name, a character that HTTP does not allow, a header of our own
 */
export function readHeaders(given: Given): Record<string, string> {
  const pairs = Array.isArray(given.value)
    ? given.value.map((line) => splitHeader(given.setting, String(line)))
    : Object.entries(given.value as Record<string, string>);
  const headers: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    const hint = Object.hasOwn(offLimits, name.toLowerCase()) ? offLimits[name.toLowerCase()] : undefined;
    if (hint) throw new SettingsError(given.setting, `${given.setting} may not set ${name}`, hint);
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw new SettingsError(
        given.setting,
        `${given.setting} has a header name with characters that HTTP does not allow`,
        'Use letters, digits and hyphens.',
      );
    }
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new SettingsError(
        given.setting,
        `${given.setting} gives ${name} a value with a line break or a character outside ASCII`,
        'Write the value in one line of ASCII.',
      );
    }
    if (seen.has(name.toLowerCase())) {
      throw new SettingsError(given.setting, `${given.setting} sets ${name} twice`, 'Keep one of them.');
    }
    seen.add(name.toLowerCase());
    headers[name] = value;
  }
  return headers;
}

function splitHeader(setting: string, line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) {
    throw new SettingsError(setting, `${setting} has no header name`, `Write ${setting} 'Name: value'.`);
  }
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
