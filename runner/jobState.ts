import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../config/settings/settings.ts';
import { UnreadableFile } from '../config/userFile.ts';
import { readUserJson } from '../config/userJson.ts';
import { isObject } from '../schemas/attributes.ts';

/** Files that say what a job does, by the flag that names them. */
export type JobFiles = Partial<Record<'--directory' | '--mapping' | '--scope', string>>;

/** How a synthetic directory is made again. */
export interface Size {
  users: number;
  groups: number;
  cycles: number;
}

/** What a provisioning job notes of itself beside its journal, so that it can be resumed. */
export interface JobState {
  /** What it made was left on purpose. */
  kept?: true;
  cycle?: number;
  synthetic?: Size;
  /** SHA-256 of each file that the job was given. */
  files?: JobFiles;
}

const STATE_FILE = 'provisioning.json';
const OWNER_ONLY = 0o600;

/** Writes the state of a job; whoever reads it finds the old one or the new one, never a part. */
export function writeState(folder: string, state: JobState): void {
  const path = join(folder, STATE_FILE);
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify(state)}\n`, { mode: OWNER_ONLY });
  renameSync(beside, path);
}

/**
 * What a job noted of itself; nothing where it had not yet begun.
 * @throws SettingsError where the file is not as a job writes it
 */
export function readState(folder: string): JobState {
  const path = join(folder, STATE_FILE);
  let state: unknown;
  let says = `${path} is not what provision writes`;
  try {
    state = readUserJson(path);
  } catch (error) {
    if (error instanceof UnreadableFile && error.missing) return {};
    says = (error as Error).message;
  }
  if (isState(state)) return state;
  throw new SettingsError(
    '--resume',
    says,
    'It cannot be resumed: remove what the job created with scim-conformance clean.',
  );
}

function isState(value: unknown): value is JobState {
  const isCount = (count: unknown) => Number.isInteger(count) && Number(count) >= 0;
  const isSize = (size: unknown) => isObject(size) && [size.users, size.groups, size.cycles].every(isCount);
  const areFiles = (files: unknown) =>
    isObject(files) && Object.values(files).every((digest) => typeof digest === 'string');
  return (
    isObject(value) &&
    (value.kept === undefined || value.kept === true) &&
    (value.cycle === undefined || isCount(value.cycle)) &&
    (value.synthetic === undefined || isSize(value.synthetic)) &&
    (value.files === undefined || areFiles(value.files))
  );
}
