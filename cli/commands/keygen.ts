import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings } from '../../config/settings/readSettings.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { newKeyPair } from '../../reporters/pack/keys.ts';
import { readInput } from '../open/start.ts';
import { nextCommand, shellWord } from '../show/next.ts';

/**
 * `keygen FILE`: a new Ed25519 pair, the private key in FILE, readable by its owner alone, the public one in FILE.pub.
 * @throws SettingsError where one of the files exists already, or cannot be written
 */
export async function keygen(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('keygen', argv));
  const file = resolve(settings.args[0] ?? '');
  const { privateKey, publicKey } = newKeyPair();
  for (const [path, text, mode] of [
    [file, privateKey, 0o600],
    [`${file}.pub`, publicKey, 0o644],
  ] as const) {
    if (existsSync(path))
      throw new SettingsError(
        'keygen',
        `${path} already exists`,
        'Name another file: a key is never overwritten.',
      );
    try {
      writeFileSync(path, text, { mode, flag: 'wx' });
    } catch (error) {
      throw new SettingsError(
        'keygen',
        `${path} cannot be written: ${(error as Error).message}`,
        'Name a file in a folder that you may write to.',
      );
    }
  }
  process.stdout.write(
    `${file}: private key, keep it secret; certify --sign reads it\n${file}.pub: public key, give it to those who verify\n`,
  );
  process.stdout.write(nextCommand(`certify --sign ${shellWord(file)}`, 'signs a pack'));
  return 0;
}
