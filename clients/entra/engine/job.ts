import type { Scim } from '../../../kit/check/scim.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import type { Attributes } from '../../../schemas/attributes.ts';
import type { ClientRequest } from '../../request.ts';
import type { Dialect } from '../updates.ts';
import type { Client } from './client.ts';
import type { Directory, DirectoryObject } from './directory.ts';
import type { Actions } from './exportedScope.ts';
import type { Failure, LogEntry } from './log.ts';
import type { Ownership } from './ownership.ts';
import type { QuarantineLimits } from './quarantine.ts';
import type { Hidden } from './reading.ts';
import type { Rules } from './rules.ts';
import type { Scope } from './scope.ts';
import type { Unwritable, UnwrittenAttributes } from './unwritten.ts';
import type { Sent } from './values.ts';

/** An object of the directory and the resource that the service made for it. */
export interface Link {
  kind: 'User' | 'Group';
  id: string;
  path: string;
  /** Whether it was made in this cycle, so that its references are known to be empty. */
  fresh: boolean;
  /** Whether it was linked in this cycle, made or matched. */
  isNew: boolean;
  disabled: boolean;
  /** Whether it was disabled for leaving the scope, so that the service does not manage it any more. */
  unmanaged?: boolean;
  /** objectIds that were exported as members, and the manager. */
  members: Set<string>;
  manager?: string;
}

export interface EngineOptions {
  scim: Scim;
  directory: Directory;
  rules: Rules;
  scope: Scope;
  users: string;
  groups: string;
  /** What the job may do with each kind; everything where it is not given. */
  actions?: Record<'User' | 'Group', Actions>;
  /** Leavers of a cycle beyond which they are held back. */
  deletionThreshold?: number;
  /** When the number of failures quarantines the job; as documented where it is not given. */
  quarantine?: QuarantineLimits;
  /** Whether leavers are deleted at once, or disabled. */
  hardOnly: boolean;
  dialect: Dialect;
  /** Objects that are worked on at a time. */
  concurrency: number;
  log(entry: LogEntry): void;
  /** Waits for 429 and 503 with Retry-After, which the service is not known to do. */
  patient?: boolean;
  /** A manager as a bare id, which jobs send now, or as an object with its value, as older captures show it. */
  managerForm?: 'id' | 'object';
  /** Whose accounts are; where it is not given, every name of the job bears a marker. */
  ownership?: Ownership;
  /** Adds to the body of a create what a mapping made for this endpoint would not leave out. */
  complete?(kind: 'User' | 'Group', body: Attributes): Attributes;
  /** What the endpoint publishes as hidden of what the job writes; nothing where it is not given. */
  hidden?: Record<'User' | 'Group', Hidden>;
  /**
   * Repeats an attempt until it gives true, as long as the run is patient with reads of this kind; once where it is not
   * given.
   */
  again?(kind: string, attempt: () => Promise<boolean>): Promise<void>;
  /** What the endpoint publishes as closed to clients of what the job writes; nothing where it is not given. */
  unwritable?: Unwritable;
  /** Removes the members of a group whose DELETE was answered so; whether it had any. */
  empty?(refusal: ScimResponse): Promise<boolean>;
  /** Waits as long as lists and reads were seen to be behind: cycles of the service are further apart. */
  rest?(): Promise<void>;
  /** Paths that an earlier run of the same journal made. */
  made?: Iterable<string>;
}

/** What is stated of one object before the log entry is made of it. */
export type Told = Omit<LogEntry, 'cycle' | 'at' | 'kind' | 'source' | 'name' | 'target'>;

/** What objects and references of a job work with. */
export interface Job {
  readonly options: EngineOptions;
  readonly client: Client;
  readonly links: Map<string, Link>;
  /** objectIds whose lookup found an account that is not ours, with its path. */
  readonly foreign: Map<string, string>;
  /** objectIds whose lookup found an account that may be what a lost create of the job made, with its path. */
  readonly unproved: Map<string, string>;
  /** Paths of the resources that the job made, deleted ones too. */
  readonly made: Set<string>;
  /** Whether an object is to be provisioned now; if not, why. */
  outside(object: DirectoryObject): string | undefined;
  /** The values that an object has at the endpoint. */
  mapValues(object: DirectoryObject): Map<string, Sent>;
  /** The lookup by a matching attribute, as the service composes it. */
  lookupRequest(kind: 'User' | 'Group', path: string, value: string): ClientRequest;
  inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void>;
  /** Notes an outcome in log and summary. */
  tell(object: Pick<DirectoryObject, 'objectId' | 'kind'> & Partial<DirectoryObject>, told: Told): void;
  /** Notes that the lookup of an object found an account that is not ours. */
  noteForeign(objectId: string, path: string): void;
  /** What of the mapping is not written at this endpoint. */
  readonly unwritten: UnwrittenAttributes;
  /** What the service may do otherwise than this job. */
  readonly remarks: Set<string>;
  /** Whether leavers of this cycle are held back. */
  readonly holdsBack: boolean;
  /**
   * Notes a failure: the object goes to escrow, or the job into quarantine.
   * @param modified what the refused request was to write
   */
  fail(
    object: Pick<DirectoryObject, 'objectId' | 'kind'>,
    step: Told['step'],
    action: Told['action'],
    failure: Failure,
    modified?: string[],
  ): void;
}
