import {
  compileRules,
  Directory,
  type DirectoryObject,
  Engine,
  findHidden,
  type LogEntry,
} from '../../clients/entra/engine/index.ts';
import type { Mapping } from '../../config/profile.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { freeTexts } from '../../kit/compose/choose.ts';
import { Blocked } from '../../kit/errors.ts';
import { type Attributes, ENTERPRISE } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { present } from '../../schemas/present.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'must' | 'capabilities'>;

/** A small provisioning job of one check. */
export interface Job {
  engine: Engine;
  directory: Directory;
  log: LogEntry[];
}

/**
 * A job over these objects with a mapping of few attributes, every request a SCIM request in good standing: the
 * dialect is the one that the RFC describes, too.
 * @param assigned objectIds that are assigned; everything where it is not given
 * @param hardOnly whether who leaves is deleted, or disabled at first
 * @param text the attribute that gets the displayName; the first that takes any text where it is not given
 */
export function job(
  { scim, given, capabilities }: Tools,
  objects: DirectoryObject[],
  {
    assigned,
    managers = false,
    made = [],
    text = freeTexts(capabilities)[0],
    hardOnly = true,
  }: {
    assigned?: string[];
    managers?: boolean;
    made?: Owned[];
    text?: string | undefined;
    hardOnly?: boolean;
  } = {},
): Job {
  const mapping: Mapping[] = [
    { resource: 'User', source: 'userPrincipalName', target: 'userName' },
    { resource: 'User', source: 'mailNickname', target: 'externalId' },
    { resource: 'Group', source: 'displayName', target: 'displayName' },
    { resource: 'Group', source: 'members', target: 'members' },
    ...(managers ? [{ resource: 'User' as const, source: 'manager', target: `${ENTERPRISE}:manager` }] : []),
  ];
  if (text !== undefined) mapping.push({ resource: 'User', source: 'displayName', target: text });
  const assignments = assigned && new Map(assigned.map((id) => [id, []]));
  const directory = new Directory({ objects, ...present({ assignments }) });
  const log: LogEntry[] = [];
  const rules = compileRules({
    mapping,
    matching: [
      { resource: 'User', path: 'userName', precedence: 1 },
      { resource: 'Group', path: 'displayName', precedence: 1 },
    ],
  });
  const engine = new Engine({
    scim,
    directory,
    rules,
    scope: { assignedOnly: true, User: [], Group: [] },
    users: given.users,
    groups: given.groups,
    hardOnly,
    dialect: 'flag',
    // Whether the bare id is understood is what entra.manager-forms-take-effect asks.
    managerForm: 'object',
    concurrency: 1,
    patient: true,
    hidden: findHidden(capabilities, rules),
    log: (entry) => log.push(entry),
    complete: (kind, body) => given.completed(kind, body),
    made: made.map(({ path }) => path),
  });
  return { engine, directory, log };
}

/** A user of the directory; of `existing`, the one that the endpoint knows by that name. */
export function personIn(given: Tools['given'], objectId: string, existing?: Owned): DirectoryObject {
  const userPrincipalName = existing?.name ?? given.address();
  const own: Attributes = existing ? {} : { mailNickname: userPrincipalName.split('@')[0] };
  return { objectId, kind: 'User', attributes: { userPrincipalName, ...own }, members: [] };
}

/** A group of the directory. */
export function groupIn(
  given: Tools['given'],
  objectId: string,
  members: string[],
  existing?: Owned,
): DirectoryObject {
  return { objectId, kind: 'Group', attributes: { displayName: existing?.name ?? given.unique() }, members };
}

/**
 * Claims that no object failed in the cycles so far, and that the job did not end before it came to any; the first failure
 * is shown as the service would log it.
 */
export function noFailures(must: Tools['must'], { log, engine }: Job, row?: string): void {
  const failed = log.find(({ status }) => status === 'failure');
  const ended = engine.summary.quarantined;
  const said = ended && `the job ended: ${ended.code}: ${ended.says}`;
  must.hold(
    failed === undefined && ended === undefined,
    {
      key: 'failures',
      expected: 'no failure in the provisioning log',
      observed: failed ? `${failed.step} ${failed.kind}: ${failed.code}: ${failed.says}` : (said ?? 'none'),
    },
    row === undefined ? {} : { row },
  );
}

/**
 * Where the job linked an object to, as a path.
 * @throws Blocked where it linked it to nothing: there is nothing to read then
 */
export function requirePlace({ engine, log }: Job, objectId: string): string {
  const path = engine.links.get(objectId)?.path;
  if (path !== undefined) return path;
  const last = log.findLast((entry) => entry.source === objectId);
  throw new Blocked({
    step: 'find what the job linked',
    request: 'the provisioning job',
    status: 'nothing',
    signature: 'the provisioning job linked an object to nothing',
    ...present({ detail: last && valuePart(last.says) }),
  });
}
