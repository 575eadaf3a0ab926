import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { profileNames } from '../../config/profiles.ts';
import { requirePlain } from '../../config/settings/parse.ts';
import { typedProgram } from '../../config/settings/program.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { readUserText } from '../../config/userFile.ts';
import { readExchanges } from '../../reporters/fromRun.ts';
import type { Report } from '../../reporters/model.ts';
import { packFiles } from '../../reporters/pack/build.ts';
import { privateKeyIn } from '../../reporters/pack/keys.ts';
import { composeTitle, type Product } from '../../reporters/pack/manifest.ts';
import { writePack } from '../../reporters/pack/writePack.ts';
import { wantsColour } from '../../reporters/paint.ts';
import { summary } from '../../reporters/terminal.ts';
import { reportJson } from '../../reporters/write.ts';
import { noteFiles, PACK } from '../../runner/folder/ownFiles.ts';
import { makeEdge } from '../../runner/setup.ts';
import { present } from '../../schemas/present.ts';
import { columns, executeAttended } from '../open/attended.ts';
import { requireEndpoint } from '../open/endpoint.ts';
import { underLoad } from '../open/load.ts';
import { embeddedKnown, readCatalogueSettings } from '../open/start.ts';
import { near, shellWord } from '../show/next.ts';
import { printTrace } from '../show/trace.ts';

/**
 * `certify`: the whole catalogue of a built-in profile, nothing left out, and a pack of everything that shows it.
 * @returns the exit code of the run: 0 conformant, 1 not conformant, 2 incomplete; a pack is written for each
 * @throws SettingsError where what the pack must say is missing, or the key cannot be used; nothing was sent then
 */
export async function certify(argv: string[]): Promise<number> {
  const { settings: given, own } = await readCatalogueSettings('certify', argv, embeddedKnown);
  if (!(profileNames as readonly string[]).includes(given.profile))
    throw new SettingsError(
      '--profile',
      'a certification has to use a built-in profile',
      `Choose ${profileNames.join(', ')}.`,
    );
  const product = await readProduct(given);
  const privateKey = readKey(given);
  const settings = underLoad(
    { ...given, certify: { ...given.certify, ...product } },
    given.disposable ? ['slow', 'destructive'] : ['slow'],
  );
  const { report, folder, profile } = await executeAttended(settings, own, PACK);
  const files = packFiles(report, {
    exchanges: readExchanges(folder),
    settings,
    profile,
    product,
    hide: (value) => makeEdge({ endpoint: namedEndpoint(settings, report), settings }).all(value),
    ...present({ privateKey }),
  });
  noteFiles(
    folder,
    [...files.keys()].map((name) => `pack/${name}`),
    false,
  );
  const archive = await writePack(folder, report.run.id, files);
  printTrace(settings, report, folder);
  if (settings.json) {
    process.stdout.write(reportJson(report));
    return report.exitCode;
  }
  const colour = wantsColour(process.stdout, process.env);
  if ('embedded' in settings.target)
    process.stdout.write('DEMONSTRATION: made with the embedded tenant; it certifies no product.\n');
  process.stdout.write(
    `${composeTitle(report)}: ${product.product} ${product.version} by ${product.vendor}\n`,
  );
  const key = privateKey === undefined ? '' : ` --key ${publicKeyBeside(settings.certify.sign)}`;
  const next = `${typedProgram()} verify ${shellWord(near(archive))}${key} shows what its recipient will see`;
  process.stdout.write(`${summary(report, { colour, width: columns(), where: archive, next })}\n`);
  return report.exitCode;
}

/** What the pack says of the product; asked for on a terminal where a flag is missing. */
async function readProduct({ certify: given }: Settings): Promise<Product> {
  const wanted = {
    product: '--product',
    version: '--product-version',
    vendor: '--vendor',
    contact: '--contact',
  } as const;
  const product: Partial<Product> = {};
  for (const [name, flag] of Object.entries(wanted) as [keyof Product, string][]) {
    const value = given[name]?.trim() || (await ask(flag));
    if (!value)
      throw new SettingsError(
        flag,
        `a certification needs the ${name}, and ${flag} is missing`,
        `Pass ${flag} TEXT.`,
      );
    requirePlain(flag, value);
    product[name] = value;
  }
  return product as Product;
}

async function ask(flag: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return '';
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await dialogue.question(`${flag.slice(2).replaceAll('-', ' ')}: `)).trim();
  } finally {
    dialogue.close();
  }
}

/** The public key where keygen put it. */
function publicKeyBeside(sign = ''): string {
  return existsSync(`${sign}.pub`) ? shellWord(near(`${sign}.pub`)) : '<public key>';
}

function readKey({ certify: { sign } }: Settings): KeyObject | undefined {
  if (sign === undefined) return undefined;
  try {
    return privateKeyIn(readUserText(sign, false));
  } catch (error) {
    throw new SettingsError(
      '--sign',
      `${sign} cannot be used: ${(error as Error).message}`,
      `Make a pair with: ${typedProgram()} keygen FILE`,
    );
  }
}

/** The endpoint whose credential nothing in the pack may show; that of the embedded tenant opens nothing. */
function namedEndpoint(settings: Settings, { target }: Report): ReturnType<typeof requireEndpoint> {
  return 'embedded' in settings.target ? { url: target.url, entraFlags: [] } : requireEndpoint(settings);
}
