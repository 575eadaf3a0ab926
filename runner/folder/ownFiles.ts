import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../../config/settings/settings.ts';
import { readStart } from '../../kit/safety/journal/file.ts';
import { isObject } from '../../schemas/attributes.ts';
import { type ProcessFacts, processFacts } from './processFacts.ts';

/** Names what runs wrote into a folder: nothing else in it is ever replaced or removed. */
const FILES_FILE = 'files.json';

const MADE_BY = 'smartfile-scim-conformance';

/** What a run with evidence writes. */
export const EVIDENCE = ['journal.ndjson', 'exchanges.ndjson'];
/** What a run of the suite writes beside its evidence. */
export const REPORT = ['events.ndjson', 'report.json', 'report.html', 'report.md', 'junit.xml'];
/** What a pilot or the doctor writes. */
export const STEPS = ['report.json', 'report.html'];
export const GATE = ['gate.md', 'gate.html'];
export const ALLURE = ['allure-results/categories.json', 'allure-results/environment.properties'];
/** A name with a slash at its end stands for all that the folder holds. */
export const PACK = ['certification.zip', 'pack/'];
export const PROVISIONING = [...STEPS, 'provisioning.json', 'provisioning.ndjson', 'provisioning.csv'];
export const COMPARISON = ['comparison.json', 'comparison.md', 'comparison.html'];
export const HISTORY = ['history.json', 'history.md', 'history.html'];

/** What jobs of earlier versions called their result. */
const FORMER = ['provisioning-report.json', 'provisioning.html'];
/** What runs of versions that kept no list may have written. */
const EARLIER = [...FORMER, ...EVIDENCE, ...REPORT, ...GATE, ...PROVISIONING, ...COMPARISON];
/** Below a folder only such names are ours: what a list says is no leave to remove just anything. */
/** Folders that a run makes within its own. */
const FOLDERS = ['pack', 'allure-results'];
const BELOW = /^(pack|allure-results)\/[\w.-]+$/;
/** Journals of runs before, kept under the names of their runs. */
const KEPT = /^journal-[a-z0-9]{8}\.ndjson$/;

interface FilesList {
  madeBy: string;
  files: string[];
  /** The process that writes into the folder. */
  writer?: ProcessFacts;
}

/** The files of a folder that runs made, as names below it. */
function ownFiles(folder: string): string[] {
  const list = readList(folder);
  if (list !== undefined) return list.files.filter(isPlausible);
  return readStart(folder) === undefined ? [] : EARLIER;
}

/** The process that writes into a folder, where it said so and did not say that it is done. */
export function findWriter(folder: string): ProcessFacts | undefined {
  return readList(folder)?.writer;
}

/**
 * Refuses to replace what no run made.
 * @param names that are about to be written; one that ends with a slash stands for all below it
 * @throws SettingsError that names the file
 */
export function refuseForeign(folder: string, names: readonly string[], setting: string): void {
  const own = new Set(ownFiles(folder));
  const foreign = [...names, FILES_FILE]
    .flatMap((name) => (name.endsWith('/') ? below(folder, name) : [name]))
    .find((name) => !own.has(name) && exists(join(folder, name)) && !isList(folder, name));
  if (foreign === undefined) return;
  throw new SettingsError(
    setting,
    `${join(folder, foreign)} was not written by a run, and would be replaced`,
    'Name another folder, or move the file.',
  );
}

/** Notes names as files that runs made, and who writes them. */
export function noteFiles(folder: string, names: readonly string[], writing: boolean): void {
  const files = [...new Set([...ownFiles(folder), ...names])].filter((name) => !name.endsWith('/')).sort();
  const list: FilesList = { madeBy: MADE_BY, files, ...(writing && { writer: processFacts() }) };
  replaceList(folder, `${JSON.stringify(list, null, 2)}\n`);
}

/**
 * Notes that this process is at work in a folder whose files are made already.
 * @returns puts the list back as it was; undefined where a file of somebody else is in its place
 */
export function noteWriter(folder: string): (() => void) | undefined {
  const path = join(folder, FILES_FILE);
  const before = exists(path) ? readFileSync(path, 'utf8') : undefined;
  if (before !== undefined && readList(folder) === undefined) return undefined;
  noteFiles(folder, [], true);
  return () => (before === undefined ? rmSync(path, { force: true }) : replaceList(folder, before));
}

/** A list that a kill tore would make strangers of our own files. */
function replaceList(folder: string, text: string): void {
  const path = join(folder, FILES_FILE);
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Notes all files of a folder below as made by a run. */
export function noteFolder(folder: string, name: string, except: ReadonlySet<string>): void {
  noteFiles(
    folder,
    below(folder, `${name}/`).filter((file) => !except.has(file)),
    true,
  );
}

/** Names of what is in a folder below. */
export function below(folder: string, name: string): string[] {
  try {
    return readdirSync(join(folder, name)).map((file) => name + file);
  } catch {
    return [];
  }
}

/** Removes what runs before made, so that a folder never holds files of two runs; journals stay. */
export function removeOwn(folder: string): void {
  for (const name of ownFiles(folder)) {
    if (name === 'journal.ndjson' || KEPT.test(name) || isBelowLink(folder, name)) continue;
    rmSync(join(folder, name), { force: true });
  }
  for (const name of FOLDERS) {
    try {
      rmdirSync(join(folder, name));
    } catch {
      // It is not there, or somebody has files of their own in it.
    }
  }
}

function isPlausible(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    ([...EARLIER, ...PACK, ...ALLURE].includes(name) || BELOW.test(name) || KEPT.test(name))
  );
}

function isBelowLink(folder: string, name: string): boolean {
  const [parent, file] = name.split('/');
  return (
    file !== undefined &&
    parent !== undefined &&
    lstatSync(join(folder, parent), { throwIfNoEntry: false })?.isSymbolicLink() === true
  );
}

function isList(folder: string, name: string): boolean {
  return name === FILES_FILE && readList(folder) !== undefined;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readList(folder: string): FilesList | undefined {
  try {
    const list: unknown = JSON.parse(readFileSync(join(folder, FILES_FILE), 'utf8'));
    return isFilesList(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function isFilesList(list: unknown): list is FilesList {
  return isObject(list) && list.madeBy === MADE_BY && Array.isArray(list.files);
}
