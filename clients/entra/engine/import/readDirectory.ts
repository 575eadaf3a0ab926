import { almost } from '../../../../config/mapping/members.ts';
import { isObject } from '../../../../schemas/attributes.ts';
import { present } from '../../../../schemas/present.ts';
import { KNOWN_ATTRIBUTES } from '../attributeNames.ts';
import { type Change, type DirectoryContents, type DirectoryObject, noChange } from '../directory.ts';
import { Spool } from '../spool.ts';
import { isList } from './longLists.ts';

const TOP = ['$schema', 'users', 'groups', 'assignments', 'changes', 'defaultDomain'];
const IN_CHANGE = [
  'users',
  'groups',
  'set',
  'members',
  'assign',
  'unassign',
  'delete',
  'restore',
  'purge',
  'days',
];

/**
 * A directory as a JSON file states it: `users`, `groups`, `assignments` (without it everything is assigned), and
 * `changes`, one entry for each cycle after the first.
 * @param file where the data came from, for messages
 * @throws Error naming the file and the JSON path of what cannot be used
 */
export function readDirectory(data: unknown, file: string): DirectoryContents {
  const reader = new Reader(file);
  const top = reader.object(data, '');
  reader.only(top, TOP, '');
  const objects = new Spool<DirectoryObject>();
  for (const object of reader.objects(top, '')) objects.set(object.objectId, object);
  if (objects.size === 0) throw reader.wrong('/users', 'contains no user, and /groups no group');
  const changes = [...reader.list(top.changes, '/changes')].map((one, at) =>
    reader.change(one, `/changes/${at}`),
  );
  const assignments =
    top.assignments === undefined
      ? undefined
      : rolesById(reader.assignments(top.assignments, '/assignments'));
  const { defaultDomain } = top;
  if (defaultDomain !== undefined && (typeof defaultDomain !== 'string' || defaultDomain === ''))
    throw reader.wrong('/defaultDomain', 'must be a non-empty string');
  reader.finish();
  return {
    objects,
    changes,
    ...present({ assignments, defaultDomain }),
  };
}

/** The roles of each assigned object; several lines of one object add up. */
function rolesById(lines: readonly { objectId: string; role?: string }[]): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const { objectId, role } of lines)
    roles.set(objectId, [...(roles.get(objectId) ?? []), ...(role === undefined ? [] : [role])]);
  return roles;
}

type Json = Record<string, unknown>;

class Reader {
  private readonly file: string;
  private readonly kinds = new Map<string, 'User' | 'Group'>();
  /** References to what was not read yet, with the first place of each; checked once all objects are known. */
  private readonly references = new Map<string, string>();
  /** Names that attributes of each kind were seen to have, with what was meant where that is another one. */
  private readonly meant = { User: new Map<string, string>(), Group: new Map<string, string>() };

  constructor(file: string) {
    this.file = file;
  }

  wrong(place: string, says: string): Error {
    return new Error(`${this.file}: ${place || '/'} ${says}`);
  }

  object(value: unknown, place: string): Json {
    if (isObject(value)) return value;
    throw this.wrong(place, 'is not an object');
  }

  list(value: unknown, place: string): Iterable<unknown> {
    if (value === undefined) return [];
    if (isList(value)) return value;
    throw this.wrong(place, 'is not a list');
  }

  only(value: Json, names: string[], place: string): void {
    const other = Object.keys(value).find((name) => !names.includes(name));
    if (other !== undefined)
      throw this.wrong(`${place}/${other}`, `is not known; known: ${names.join(', ')}`);
  }

  *objects(holder: Json, place: string): Generator<DirectoryObject> {
    const kinds = [
      ['users', 'User'],
      ['groups', 'Group'],
    ] as const;
    for (const [name, kind] of kinds) {
      let at = 0;
      for (const one of this.list(holder[name], `${place}/${name}`)) {
        yield this.one(one, kind, `${place}/${name}/${at}`);
        at += 1;
      }
    }
  }

  assignments(value: unknown, place: string): { objectId: string; role?: string }[] {
    return [...this.list(value, place)].map((one, at) => {
      if (typeof one === 'string') return { objectId: this.reference(one, `${place}/${at}`) };
      const line = this.object(one, `${place}/${at}`);
      this.only(line, ['objectId', 'role'], `${place}/${at}`);
      const objectId = this.reference(line.objectId, `${place}/${at}/objectId`);
      return line.role === undefined
        ? { objectId }
        : { objectId, role: this.text(line.role, `${place}/${at}/role`) };
    });
  }

  change(value: unknown, place: string): Change {
    const change = this.object(value, place);
    this.only(change, IN_CHANGE, place);
    const ids = (name: string) => this.idsAt(change[name], `${place}/${name}`);
    return {
      ...noChange(),
      add: [...this.objects(change, place)],
      set: [...this.list(change.set, `${place}/set`)].map((one, at) => {
        const here = `${place}/set/${at}`;
        const { objectId, manager, ...attributes } = this.object(one, here);
        if (attributes.members !== undefined)
          throw this.wrong(`${here}/members`, 'is set by "members" of the change: [{ group, add, remove }]');
        const id = this.reference(objectId, `${here}/objectId`);
        this.attributes(attributes, this.kinds.get(id) ?? 'User', here);
        return {
          objectId: id,
          attributes,
          ...(manager === undefined
            ? {}
            : { manager: manager === null ? null : this.reference(manager, `${here}/manager`) }),
        };
      }),
      members: [...this.list(change.members, `${place}/members`)].map((one, at) => {
        const here = `${place}/members/${at}`;
        const line = this.object(one, here);
        this.only(line, ['group', 'add', 'remove'], here);
        return {
          group: this.reference(line.group, `${here}/group`),
          add: this.idsAt(line.add, `${here}/add`),
          remove: this.idsAt(line.remove, `${here}/remove`),
        };
      }),
      assign: this.assignments(change.assign, `${place}/assign`),
      unassign: this.assignments(change.unassign, `${place}/unassign`),
      delete: ids('delete'),
      restore: ids('restore'),
      purge: ids('purge'),
      ...(change.days === undefined ? {} : { days: this.days(change.days, `${place}/days`) }),
    };
  }

  /** @throws Error for the first reference to an object that does not exist */
  finish(): void {
    for (const [id, place] of this.references)
      if (!this.kinds.has(id))
        throw this.wrong(place, `names "${id}", which is not an objectId in this directory`);
  }

  private one(value: unknown, kind: 'User' | 'Group', place: string): DirectoryObject {
    const { objectId, manager, members, ...attributes } = this.object(value, place);
    const id = this.text(objectId, `${place}/objectId`);
    if (this.kinds.has(id)) throw this.wrong(`${place}/objectId`, `"${id}" occurs twice`);
    this.kinds.set(id, kind);
    if (kind === 'User' && members !== undefined) throw this.wrong(`${place}/members`, 'is for groups only');
    if (kind === 'Group' && manager !== undefined) throw this.wrong(`${place}/manager`, 'is for users only');
    this.attributes(attributes, kind, place);
    return {
      objectId: id,
      kind,
      attributes,
      members: kind === 'Group' ? this.idsAt(members, `${place}/members`) : [],
      ...(manager === undefined ? {} : { manager: this.reference(manager, `${place}/manager`) }),
    };
  }

  /** Holds attributes to what a directory can have; a name that is almost a known one is a mistake. */
  private attributes(attributes: Json, kind: 'User' | 'Group', place: string): void {
    for (const [name, value] of Object.entries(attributes)) {
      const meant = this.meantBy(name, kind);
      const own = meant === undefined || meant.toLowerCase() === name.toLowerCase();
      const special = ['accountEnabled', 'isDeleted', 'objectId', 'manager', 'members'];
      if (meant !== undefined && (!own || (meant !== name && special.includes(meant))))
        throw this.wrong(`${place}/${name}`, `is not known; was ${meant} meant?`);
      if ((name === 'accountEnabled' || name === 'isDeleted') && typeof value !== 'boolean')
        throw this.wrong(`${place}/${name}`, 'must be true or false');
      if ([value].flat().some((one) => typeof one === 'object' && one !== null))
        throw this.wrong(
          `${place}/${name}`,
          'must be a string, a number, true or false, null, or a list of those',
        );
    }
  }

  private meantBy(name: string, kind: 'User' | 'Group'): string | undefined {
    const known = this.meant[kind].get(name) ?? almost(name, KNOWN_ATTRIBUTES[kind]) ?? '';
    this.meant[kind].set(name, known);
    return known === '' ? undefined : known;
  }

  private days(value: unknown, place: string): number {
    if (Number.isInteger(value) && Number(value) >= 0) return Number(value);
    throw this.wrong(place, 'must be a whole number of days');
  }

  private idsAt(value: unknown, place: string): string[] {
    return [...this.list(value, place)].map((one, at) => this.reference(one, `${place}/${at}`));
  }

  private reference(value: unknown, place: string): string {
    const id = this.text(value, place);
    if (!this.kinds.has(id) && !this.references.has(id)) this.references.set(id, place);
    return id;
  }

  private text(value: unknown, place: string): string {
    if (typeof value === 'string' && value !== '') return value;
    throw this.wrong(place, 'must be a non-empty string');
  }
}
