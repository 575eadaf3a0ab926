import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings } from '../config/settings/readSettings.ts';
import { SettingsError } from '../config/settings/settings.ts';
import { readPack, verifyPack } from '../reporters/pack/verifyPack.ts';
import { inputOf } from './start.ts';

/**
 * `verify`: whether a pack is as it was written and, with `--key`, by whom.
 * @returns the exit code: 0 intact, 1 altered or badly signed
 * @throws SettingsError where pack or key cannot be read
 */
export async function verify(argv: string[]): Promise<number> {
  const settings = await readSettings(inputOf('verify', argv));
  const path = resolve(settings.args[0] ?? '');
  const files = usable('verify', () => readPack(path));
  const key = settings.verifyingKey;
  const publicKey = key === undefined ? undefined : usable('--key', () => readPublicKey(key));
  const { intact, problems, says } = await verifyPack(files, publicKey);
  if (settings.json) process.stdout.write(`${JSON.stringify({ intact, problems, says }, null, 2)}\n`);
  else process.stdout.write(`${[intact ? 'INTACT' : 'NOT INTACT', ...problems, ...says].join('\n  ')}\n`);
  return intact ? 0 : 1;
}

function readPublicKey(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (!text.includes('PUBLIC KEY')) throw new Error(`${file} holds no public key`);
  return text;
}

function usable<T>(setting: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SettingsError(
      setting,
      (error as Error).message,
      'Name a pack that certify wrote: its folder or its zip file.',
    );
  }
}
