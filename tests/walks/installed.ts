import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { call, folder, packed, SLOW, uninstall } from '../package/installed.ts';

/**
 * Installs the tarball as the documents tell a user to, for the tests of one file; gives the folder in which the command
 * then is.
 */
export function useInstalled(): string {
  const prefix = join(folder, 'npm');
  beforeAll(async () => {
    const tarball = join(folder, await packed());
    const argv = ['install', '--global', '--prefix', prefix, '--prefer-offline', '--no-audit', '--no-fund'];
    const { code, stderr } = await call('npm', [...argv, tarball], folder);
    if (code !== 0) throw new Error(`npm install failed: ${stderr}`);
  }, SLOW);
  afterAll(uninstall);
  return join(prefix, 'bin');
}
