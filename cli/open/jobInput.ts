import { dirname, resolve } from 'node:path';
import {
  type Actions,
  assignedScope,
  compileRules,
  type DirectoryContents,
  ExpressionError,
  exportedActions,
  exportedScope,
  importDirectory,
  isLongIn,
  type Rules,
  readScope,
  readUserLists,
  type Scope,
} from '../../clients/entra/engine/index.ts';
import { exportedSchema } from '../../config/mapping/exported.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { readUserText } from '../../config/userFile.ts';
import { readUserJson } from '../../config/userJson.ts';
import type { JobFiles } from '../../runner/jobState.ts';
import { present } from '../../schemas/present.ts';

/** The files that say what a job does, by the flags that name them. */
export function readJobFiles({ provision: { directory, scope }, mapping }: Settings): JobFiles {
  return {
    ...present({ '--directory': directory, '--mapping': mapping, '--scope': scope }),
  };
}

/**
 * The mapping of a profile, compiled.
 * @throws SettingsError naming the target and what of its source cannot be used
 */
export function readRules(profile: Parameters<typeof compileRules>[0]): Rules {
  try {
    return compileRules(profile);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new SettingsError(
      '--mapping',
      error.message,
      'Use the functions that are known, or map it directly.',
    );
  }
}

/** The scope that was given, or that of the exported job whose mapping is used. */
export function readJobScope({ provision: { scope }, mapping }: Settings): Scope {
  const exportedIn = (data: unknown, file: string) => {
    const exported = exportedSchema(data);
    return exported && exportedScope(exported, file);
  };
  if (scope !== undefined)
    return read('--scope', scope, (data, file) => exportedIn(data, file) ?? readScope(data, file));
  if (mapping === undefined) return assignedScope;
  return read('--mapping', mapping, (data, file) => exportedIn(data, file) ?? assignedScope);
}

/** What an exported job may do with each kind. */
export function readActions({ mapping }: Settings): { actions?: Record<'User' | 'Group', Actions> } {
  if (mapping === undefined) return {};
  return read('--mapping', mapping, (data, file) => {
    const exported = exportedSchema(data);
    return exported ? { actions: exportedActions(exported, file) } : {};
  });
}

/** The directory of a file, and of those that it names beside it. */
export function directoryIn(file: string): DirectoryContents {
  const files = {
    text: (path: string) => readUserText(path),
    json: (path: string) => readUserLists(path, isLongIn),
    beside: (path: string, name: string) => resolve(dirname(path), name),
  };
  try {
    return importDirectory(file, files);
  } catch (error) {
    throw new SettingsError(
      '--directory',
      (error as Error).message,
      'docs/provisioning.md describes the file, schemas/files/directory.schema.json its full format.',
    );
  }
}

function read<T>(flag: string, file: string, how: (data: unknown, file: string) => T): T {
  try {
    return how(readUserJson(file), file);
  } catch (error) {
    const schema = `schemas/files/${flag.slice(2)}.schema.json`;
    throw new SettingsError(
      flag,
      (error as Error).message,
      `docs/provisioning.md describes the file, ${schema} its full format.`,
    );
  }
}

/**
 * Refuses to provision on demand what is not in the directory.
 * @throws SettingsError
 */
export function refuseUnknown(
  { provision: { onDemand, users } }: Settings,
  stated: DirectoryContents | undefined,
) {
  if (onDemand === undefined) return;
  const known = stated
    ? [...stated.objects].some(({ objectId }) => objectId === onDemand)
    : /^[ug][1-9]\d*$/.test(onDemand) && (onDemand.startsWith('g') || Number(onDemand.slice(1)) <= users);
  if (!known)
    throw new SettingsError(
      '--on-demand',
      `--on-demand "${onDemand}" is not an objectId in the directory`,
      'Name the objectId of a user or a group.',
    );
}
