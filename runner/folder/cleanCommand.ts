import { typedProgram } from '../../config/settings/program.ts';
import type { Settings } from '../../config/settings/settings.ts';
import { isLoopback } from '../../config/settings/tenantUrl.ts';

/** What `clean` has to be told to reach an endpoint as the run did. */
export type Reach = Partial<Pick<Settings, 'caFile' | 'insecure' | 'tokenEnv'>>;

/**
 * The command that removes what a run left, to be pasted as it is.
 * @param url left out where it is undefined: one that holds the credential is shown nowhere, and the settings have it
 */
export function cleanCommand(
  folder: string,
  url: string | undefined,
  { caFile, insecure, tokenEnv }: Reach = {},
): string {
  return [
    `${typedProgram()} clean`,
    quoted(folder),
    ...(url === undefined ? [] : [`--url ${quoted(url)}`]),
    ...(url !== undefined && isLoopback(url) ? [] : ['--allow-writes']),
    ...(caFile === undefined ? [] : [`--ca ${quoted(caFile)}`]),
    ...(insecure ? ['--insecure'] : []),
    ...(tokenEnv === undefined ? [] : [`--token-env ${quoted(tokenEnv)}`]),
  ].join(' ');
}

function quoted(text: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text) && (process.platform === 'win32' || !text.includes('\\'))) return text;
  return process.platform === 'win32'
    ? `"${text.replaceAll('"', '\\"')}"`
    : `'${text.replaceAll("'", "'\\''")}'`;
}
