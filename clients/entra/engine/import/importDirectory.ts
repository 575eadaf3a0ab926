import { isObject } from '../../../../schemas/attributes.ts';
import { present } from '../../../../schemas/present.ts';
import type { DirectoryContents } from '../directory.ts';
import { usersInCsv } from './csv.ts';
import { graphObjects, isGraph, memberIds, readGroup, readUser } from './graph.ts';
import { LongList } from './longLists.ts';
import { readDirectory } from './readDirectory.ts';

type Json = Record<string, unknown>;

/** How files are read: the text of one that is CSV, the data of one that is JSON. */
export interface Files {
  text(file: string): string;
  json(file: string): unknown;
  /** The path of a file that another names. */
  beside(file: string, name: string): string;
}

/**
 * A directory from a file: of one's own; a CSV file as "Download users" gives it; an answer of Microsoft Graph to
 * `/users` or `/groups`. In a file of one's own `users`, `groups` and the `members` of a group may each be such an answer,
 * or the name of a file that holds it.
 * @throws Error naming the file and the place of what cannot be used
 */
export function importDirectory(file: string, files: Files): DirectoryContents {
  if (isCsv(file)) return readDirectory({ users: usersIn(file, files) }, file);
  const data = files.json(file);
  if (isGraph(data)) {
    const objects = graphObjects(data, '', file);
    return readDirectory(
      areGroups(objects) ? { groups: objects.map(readGroup) } : { users: objects.map(readUser) },
      file,
    );
  }
  if (!isObject(data)) return readDirectory(data, file);
  const users = collection(data.users, '/users', file, files, readUser);
  const groups = collection(data.groups, '/groups', file, files, readGroup);
  const fill = (group: unknown, at: number) => withMembers(group, `/groups/${at}/members`, file, files);
  const filled = Array.isArray(groups) || groups instanceof LongList ? groups.map(fill) : groups;
  return readDirectory(
    {
      ...data,
      ...present({ users, groups: filled }),
    },
    file,
  );
}

/** Places of a directory file, or of an answer of Microsoft Graph, where there may be a long list. */
export const isLongIn = (place: string): boolean => /^(\/(users|groups))?(\/value)?$/.test(place);

const usersIn = (file: string, files: Files): LongList<Json> =>
  new LongList(() => usersInCsv(files.text(file), file)).map(readUser);

function areGroups(objects: Iterable<Json>): boolean {
  for (const { userPrincipalName } of objects) if (userPrincipalName !== undefined) return false;
  return true;
}

const isCsv = (file: string): boolean => /\.csv$/i.test(file);

function collection(
  value: unknown,
  place: string,
  file: string,
  files: Files,
  change: (object: Json) => Json,
): unknown {
  if (typeof value === 'string') {
    const other = files.beside(file, value);
    if (isCsv(other)) return usersIn(other, files);
    const held = files.json(other);
    if (!isGraph(held)) throw new Error(`${other}: / is not a Microsoft Graph response with a list "value"`);
    return graphObjects(held, '', other).map(change);
  }
  return isGraph(value) ? graphObjects(value, place, file).map(change) : value;
}

function withMembers(group: unknown, place: string, file: string, files: Files): unknown {
  if (!isObject(group)) return group;
  const { members } = group;
  const [held, where, at] =
    typeof members === 'string'
      ? [files.json(files.beside(file, members)), files.beside(file, members), '']
      : [members, file, place];
  if (!isGraph(held)) {
    if (typeof members === 'string')
      throw new Error(`${where}: / is not a Microsoft Graph response with a list "value"`);
    return group;
  }
  return { ...group, members: memberIds([...graphObjects(held, at, where)]) };
}
