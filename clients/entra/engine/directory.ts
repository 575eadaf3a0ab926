import { Spool } from './spool.ts';

/** A user or group of the directory; attributes by the names that mappings use. */
export interface DirectoryObject {
  objectId: string;
  kind: 'User' | 'Group';
  attributes: Record<string, unknown>;
  /** objectId of the manager. */
  manager?: string;
  /** objectIds of the direct members of a group. */
  members: string[];
}

/** What happens in the directory between two cycles, in this order. */
export interface Change {
  add: DirectoryObject[];
  set: { objectId: string; attributes: Record<string, unknown>; manager?: string | null }[];
  members: { group: string; add: string[]; remove: string[] }[];
  assign: { objectId: string; role?: string }[];
  /** Somebody without a role loses all assignments, else that role alone. */
  unassign: { objectId: string; role?: string }[];
  /** Soft deletion; the object can be restored until it is purged. */
  delete: string[];
  restore: string[];
  purge: string[];
  /** Days that pass before the cycle: who was soft-deleted 30 days ago is purged then. */
  days?: number;
}

/** What may be stated as the contents of a directory. */
export interface DirectoryContents {
  /** A spool where there may be many: the directory goes on with it as its own. */
  objects: Iterable<DirectoryObject> | Spool<DirectoryObject>;
  /** Roles by objectId; undefined: everything is assigned. */
  assignments?: Map<string, string[]>;
  /** The default verified domain of the tenant, for DefaultDomain(). */
  defaultDomain?: string;
  /** The changes before the second cycle, the third, and so on. */
  changes: Change[];
}

/** Days after which a soft-deleted object is deleted for good. */
const KEPT_DAYS = 30;

/** The objects of a directory by their objectId. */
type Objects = Pick<Map<string, DirectoryObject>, 'get' | 'has' | 'delete' | 'keys' | 'values'> & {
  set(objectId: string, object: DirectoryObject): unknown;
};

/** A directory as it stands, and what was deleted from it. */
export class Directory {
  readonly objects: Objects;
  readonly defaultDomain: string | undefined;
  private readonly assignments: Map<string, string[]> | undefined;
  /** The day on which each soft-deleted object was deleted, counted from the first cycle. */
  private readonly deletedOn = new Map<string, number>();
  private today = 0;
  /** objectIds of the groups that hold a member; most are held by one. */
  private readonly holders = new Map<string, string | Set<string>>();

  constructor({ objects, assignments, defaultDomain }: Omit<DirectoryContents, 'changes'>) {
    this.defaultDomain = defaultDomain;
    // What is stated stays as it is: an object is copied when it changes.
    this.objects = objects instanceof Spool ? objects : new Map();
    if (!(objects instanceof Spool)) for (const object of objects) this.objects.set(object.objectId, object);
    for (const objectId of this.objects.keys())
      if (this.kindFor(objectId) === 'Group')
        for (const member of this.objects.get(objectId)?.members ?? []) this.hold(member, objectId);
    this.assignments = assignments && new Map(assignments);
  }

  /** An objectId as the directory holds it: of many equal texts one is enough. */
  held(objectId: string): string {
    return this.objects instanceof Spool ? this.objects.held(objectId) : objectId;
  }

  /** Whether an object is a user or a group, without reading it where it need not be read. */
  kindFor(objectId: string): 'User' | 'Group' | undefined {
    return this.objects instanceof Spool ? this.objects.kindFor(objectId) : this.objects.get(objectId)?.kind;
  }

  /** Whether an object is assigned to the application: itself, or a user by a group of which it is a direct member. */
  isAssigned({ objectId }: DirectoryObject): boolean {
    if (this.assignments === undefined || this.assignments.has(objectId)) return true;
    for (const group of this.findHolders(objectId)) if (this.assignments.has(group)) return true;
    return false;
  }

  /** objectIds of the groups that hold an object. */
  findHolders(objectId: string): Iterable<string> {
    const holders = this.holders.get(objectId);
    return typeof holders === 'string' ? [holders] : (holders ?? []);
  }

  /** The roles of an object: its own first, then those of the groups by which it is assigned. */
  listRoles(objectId: string): string[] {
    const own = this.assignments?.get(objectId) ?? [];
    const held = [...this.findHolders(objectId)].flatMap((group) => this.assignments?.get(group) ?? []);
    return [...new Set([...own, ...held])];
  }

  /** Purges who was soft-deleted long enough ago. */
  private pass(days: number, heard: Set<string>): void {
    this.today += days;
    for (const [objectId, since] of this.deletedOn) {
      if (this.today - since < KEPT_DAYS) continue;
      heard.add(objectId);
      this.objects.delete(objectId);
      this.deletedOn.delete(objectId);
    }
  }

  /** Carries a change out; gives the objectIds that an incremental cycle hears of. */
  apply(change: Change): Set<string> {
    const heard = new Set<string>();
    this.pass(change.days ?? 0, heard);
    const edit = (objectId: string, how: (object: DirectoryObject) => void) => {
      const object = this.objects.get(objectId);
      if (object === undefined) return;
      const copy = { ...object, attributes: { ...object.attributes } };
      how(copy);
      this.objects.set(objectId, copy);
      heard.add(objectId);
    };
    for (const object of change.add) {
      this.put(object);
      heard.add(object.objectId);
    }
    for (const { objectId, attributes, manager } of change.set)
      edit(objectId, (object) => {
        Object.assign(object.attributes, attributes);
        if (manager === null) delete object.manager;
        else if (manager !== undefined) object.manager = manager;
      });
    for (const { group, add, remove } of change.members)
      edit(group, (object) => {
        const members = new Set([...object.members, ...add]);
        for (const one of remove) members.delete(one);
        object.members = [...members];
        for (const one of remove) this.letGo(one, group);
        for (const one of add) this.hold(one, group);
        for (const one of [...add, ...remove]) heard.add(one);
      });
    for (const { objectId, role } of change.assign) {
      const roles = this.assignments?.get(objectId) ?? [];
      this.assignments?.set(objectId, role === undefined ? roles : [...new Set([...roles, role])]);
      this.hear(objectId, heard);
    }
    for (const { objectId, role } of change.unassign) {
      const left = (this.assignments?.get(objectId) ?? []).filter((one) => one !== role);
      if (role === undefined || left.length === 0) this.assignments?.delete(objectId);
      else this.assignments?.set(objectId, left);
      this.hear(objectId, heard);
    }
    for (const objectId of change.delete)
      edit(objectId, ({ attributes }) => {
        attributes.isDeleted = true;
        this.deletedOn.set(objectId, this.today);
      });
    for (const objectId of change.restore)
      edit(objectId, ({ attributes }) => {
        delete attributes.isDeleted;
        this.deletedOn.delete(objectId);
      });
    for (const objectId of change.purge) {
      heard.add(objectId);
      this.objects.delete(objectId);
      this.deletedOn.delete(objectId);
    }
    return heard;
  }

  /** An assignment of a group is one of its members, too. */
  private hear(objectId: string, heard: Set<string>): void {
    heard.add(objectId);
    for (const member of this.objects.get(objectId)?.members ?? []) heard.add(member);
  }

  private put(object: DirectoryObject): void {
    this.objects.set(object.objectId, object);
    for (const member of object.members) this.hold(member, object.objectId);
  }

  private hold(member: string, group: string): void {
    const known = this.holders.get(member);
    if (known === undefined || known === group) this.holders.set(this.held(member), group);
    else if (typeof known === 'string') this.holders.set(member, new Set([known, group]));
    else known.add(group);
  }

  private letGo(member: string, group: string): void {
    const known = this.holders.get(member);
    if (known === group) this.holders.delete(member);
    else if (typeof known === 'object') known.delete(group);
  }
}

/** Whether an account is disabled or in the recycle bin: such a user is never created. */
export function isSwitchedOff({ attributes }: DirectoryObject): boolean {
  return attributes.isDeleted === true || attributes.accountEnabled === false;
}

/** A change without anything in it. */
export function noChange(): Change {
  return { add: [], set: [], members: [], assign: [], unassign: [], delete: [], restore: [], purge: [] };
}
