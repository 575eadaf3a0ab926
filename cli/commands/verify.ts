import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { readSettings } from '../../config/settings/readSettings.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { readUserText } from '../../config/userFile.ts';
import { publicKeyIn } from '../../reporters/pack/keys.ts';
import { NoPack } from '../../reporters/pack/limits.ts';
import { type ReadPack, readPack } from '../../reporters/pack/readPack.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { readInput } from '../open/start.ts';
import { nextLine } from '../show/next.ts';

const MOST_PROBLEMS = 50;
const WIDEST = 600;

/**
 * `verify`: whether a pack is as it was written and, with `--key`, by whom.
 * @returns the exit code: 0 intact, 1 altered or badly signed
 * @throws SettingsError where pack or key cannot be read, or are none
 */
export async function verify(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('verify', argv));
  const key = settings.verifyingKey === undefined ? undefined : keyFrom(settings.verifyingKey);
  const pack = packFrom(resolve(settings.args[0] ?? ''));
  const { intact, problems, says, manifest, demonstration } = await verifyPack(pack, key);
  if (settings.json) {
    // Of what was altered nothing is repeated: whoever reads one member only must not take it for true.
    const { verdict, scope, product, endpoint, run, profile } = (intact && manifest) || {};
    const told = { intact, demonstration, verdict, scope, product, endpoint, run, profile, problems, says };
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  } else {
    const lines = [intact ? 'INTACT' : 'NOT INTACT', ...shown(problems), ...says];
    process.stdout.write(`${lines.map((line) => oneLine(line, WIDEST)).join('\n  ')}\n`);
    process.stdout.write(
      nextLine(
        intact
          ? 'open report.html in the pack; readme.txt says how to repeat the run'
          : 'do not rely on anything in it, and ask its vendor for the original pack',
      ),
    );
  }
  return intact ? 0 : 1;
}

/** Problems for a terminal: they quote what lies in the pack. */
function shown(problems: string[]): string[] {
  const more = problems.length - MOST_PROBLEMS;
  return [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])];
}

function packFrom(path: string): ReadPack {
  try {
    return readPack(path);
  } catch (error) {
    if (!(error instanceof NoPack)) throw error;
    throw new SettingsError('verify', error.message, error.hint);
  }
}

function keyFrom(file: string): KeyObject {
  try {
    return publicKeyIn(readUserText(file, false));
  } catch (error) {
    const says = (error as Error).message;
    throw new SettingsError(
      '--key',
      `--key ${says.startsWith(file) ? says : `${file}: ${says}`}`,
      'Name the public key of the signer: keygen writes it to FILE.pub.',
    );
  }
}
