import { readList } from '../../../kit/check/must.ts';
import { resourcePath } from '../../../kit/wire/paths.ts';
import { type Attributes, at, isObject, member, readValues } from '../../../schemas/attributes.ts';
import { EvaluationError } from '../expressions/index.ts';
import { readTarget } from '../mapping.ts';
import type { CycleSummary } from './cycle.ts';
import { differences } from './differences.ts';
import type { DirectoryObject } from './directory.ts';
import type { Engine } from './engine.ts';
import type { Link } from './job.ts';
import { isNeverShown, readWhole } from './reading.ts';
import type { Sent } from './values.ts';

/** One thing that has to hold once a job converged. */
export interface Claim {
  name: 'equal' | 'quiet' | 'restart' | 'scope';
  says: string;
  ok: boolean;
  /** The first things that speak against it. */
  against: string[];
}

const SHOWN = 10;

/** What speaks against a claim: how much, and the first of it in the order of its words. */
class Against {
  count = 0;
  readonly first: string[] = [];

  push(says: string): void {
    this.count += 1;
    if (this.first.length === SHOWN && says >= (this.first[SHOWN - 1] ?? '')) return;
    this.first.push(says);
    this.first.sort();
    this.first.splice(SHOWN);
  }
}

/**
 * Reads the endpoint back and proves what a converged job guarantees: source and target are equal, a further cycle
 * sends reads only, after a restart with reset of scope each object is matched to its own resource, and what is out
 * of scope is not there. Accounts that are not ours are left out.
 */
export async function proveConvergence(engine: Engine): Promise<Claim[]> {
  const left = await leftovers(engine);
  const differing = await compare(engine);
  await engine.options.rest?.();
  const quiet = await settled(engine, 'restart');
  const before = new Map([...engine.links].map(([id, link]) => [id, link.path]));
  await engine.options.rest?.();
  const reset = await settled(engine, 'reset');
  const moved = new Against();
  const isMoved = (id: string) => moved.push(`${id} is not matched to the resource it had`);
  for (const [id, link] of engine.links) if (before.get(id) !== link.path) isMoved(id);
  // Who left the scope is linked no more: nothing is matched for them.
  const isInScope = (id: string) => {
    const object = engine.options.directory.objects.get(id);
    return object !== undefined && engine.outside(object) === undefined;
  };
  for (const id of before.keys()) if (!engine.links.has(id) && isInScope(id)) isMoved(id);
  return [
    claim('equal', `source and target are equal${exceptFor(engine)}`, differing),
    claim('quiet', 'another cycle sends only reads', new Against(), against(quiet)),
    claim(
      'restart',
      'after a restart that resets the scope, nothing is created twice',
      moved,
      against(reset),
    ),
    claim('scope', 'nothing that is out of scope remains', left),
  ];
}

/** What is left out of the comparison, since clients cannot write it here. */
function exceptFor({ unwritten }: Engine): string {
  const names = new Set(unwritten.all.map(({ attribute }) => attribute));
  return names.size === 0 ? '' : `, except for ${[...names].join(' and ')}`;
}

/** A cycle and, where objects failed in it, the next one, which tries them again: an endpoint may be busy for a while. */
async function settled(engine: Engine, kind: 'restart' | 'reset'): Promise<CycleSummary> {
  const first = await engine.cycle(kind);
  if (first.failures === 0 || first.quarantined) return first;
  const again = await engine.cycle('incremental');
  return { ...again, writes: first.writes + again.writes };
}

/** @param before what speaks against it above all */
function claim(
  name: Claim['name'],
  says: string,
  { count, first }: Against,
  before: readonly string[] = [],
): Claim {
  const all = [...before, ...first];
  const more = before.length + count - SHOWN;
  const shown = more > 0 ? [...all.slice(0, SHOWN), `and ${more} more`] : all;
  return { name, says, ok: all.length === 0, against: shown };
}

function against({ writes, failures, quarantined }: CycleSummary): string[] {
  return [
    ...(writes > 0 ? [`${writes} ${writes === 1 ? 'write was' : 'writes were'} sent`] : []),
    ...(failures > 0 ? [`${failures} ${failures === 1 ? 'object' : 'objects'} failed`] : []),
    ...(quarantined ? [`the job was quarantined: ${quarantined.says}`] : []),
  ];
}

/** What differs between directory and endpoint, an entry for each object and path. */
async function compare(engine: Engine): Promise<Against> {
  const found = new Against();
  const { directory } = engine.options;
  await engine.inParallel([...directory.objects.keys()], async (objectId) => {
    const object = directory.objects.get(objectId);
    if (object === undefined) return;
    if (engine.foreign.has(object.objectId) || engine.outside(object) !== undefined) return;
    if (engine.unproved.has(object.objectId)) {
      found.push(`${object.kind} ${object.objectId} exists, but is not proven to belong to this job`);
      return;
    }
    const link = engine.links.get(object.objectId);
    if (link === undefined) {
      if (engine.options.actions?.[object.kind].create !== false)
        found.push(`${object.kind} ${object.objectId} was not provisioned`);
      return;
    }
    let differing: string[] = [];
    const closed = new Map<string, { sent: unknown; shown: unknown }>();
    const attempt = async () => {
      differing = await findDifferences(engine, object, link, closed);
      return differing.length === 0;
    };
    // A replica may be behind for a while.
    if (engine.options.again) await engine.options.again(`${object.kind} read back`, attempt);
    else await attempt();
    for (const one of differing) found.push(`${object.kind} ${object.objectId}${one}`);
    for (const [path, { sent, shown }] of closed)
      engine.unwritten.differs(object.kind, path, object.objectId, sent, shown);
  });
  return found;
}

/**
 * What a read shows otherwise than the directory has it, in words that go behind the name of the object.
 * @param closed gets what differs where clients cannot write
 */
async function findDifferences(
  engine: Engine,
  object: DirectoryObject,
  link: Link,
  closed: Map<string, { sent: unknown; shown: unknown }>,
): Promise<string[]> {
  closed.clear();
  const { rules, dialect, actions, hidden } = engine.options;
  const { answer, failure } = await readWhole(engine, object.kind, link.path, true);
  if (failure || answer.status === 404) return [` cannot be read: ${failure?.says ?? 'status 404'}`];
  const values = mapObject(engine, object);
  if (typeof values === 'string') return [`: ${values}`];
  if (actions?.[object.kind].update === false) return [];
  const how = { dialect, hidden: hidden?.[object.kind] };
  const { paths } = differences(rules, object.kind, answer.body, values, how);
  // What clients cannot write here is told by itself.
  const isClosed = (path: string) => engine.unwritten.isClosed(object.kind, path);
  for (const { target } of rules.flows[object.kind])
    if (isClosed(target.path) && paths.includes(target.path))
      closed.set(target.path, { sent: values.get(target.path), shown: readTarget(answer.body, target) });
  const open = paths.filter((path) => !isClosed(path));
  const unset = findUnsetReferences(engine, object, answer.body);
  const reference = object.kind === 'Group' ? 'members' : rules.managerPath;
  if (reference === undefined || !isClosed(reference)) open.push(...unset);
  else if (unset.length > 0)
    closed.set(reference, {
      sent: object.kind === 'Group' ? object.members : object.manager,
      shown: at(answer.body, reference),
    });
  return open.map((path) => ` differs in ${path}`);
}

/** The values of an object, or in words what of them cannot be evaluated. */
function mapObject(engine: Engine, object: DirectoryObject): Map<string, Sent> | string {
  try {
    return engine.mapValues(object);
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

function findUnsetReferences(engine: Engine, object: DirectoryObject, body: unknown): string[] {
  const { rules } = engine.options;
  if (object.kind === 'Group') {
    if (!rules.members || isNeverShown(engine, 'Group', 'members')) return [];
    const wanted = object.members.flatMap((id) => engine.links.get(id)?.id ?? []);
    const present = new Set(readValues(body, 'members'));
    const same = present.size === wanted.length && wanted.every((id) => present.has(id));
    return same ? [] : [`members (${present.size} instead of ${wanted.length})`];
  }
  if (rules.managerPath === undefined || object.manager === undefined) return [];
  if (isNeverShown(engine, 'User', rules.managerPath)) return [];
  const boss = engine.links.get(object.manager)?.id;
  if (boss === undefined) return [];
  const manager = at(body, rules.managerPath);
  return (isObject(manager) ? member(manager, 'value') : manager) === boss ? [] : ['manager'];
}

/** What is out of scope and yet there: active where leavers are disabled, at all where they are deleted. */
async function leftovers(engine: Engine): Promise<Against> {
  const found = new Against();
  const { directory, rules } = engine.options;
  const isOut = (one: DirectoryObject) => engine.outside(one) !== undefined;
  const out: string[] = [];
  for (const one of directory.objects.values()) if (isOut(one)) out.push(one.objectId);
  await engine.inParallel(out, async (objectId) => {
    const object = directory.objects.get(objectId);
    if (object === undefined) return;
    // What the job may not take away stays.
    if (engine.options.actions?.[object.kind].delete === false) return;
    const values = mapObject(engine, object);
    if (typeof values === 'string') return;
    const target = rules.matching[object.kind].find(({ path }) => values.has(path));
    if (target === undefined) return;
    const request = engine.lookupRequest(object.kind, target.path, String(values.get(target.path)));
    const { answer, failure } = await engine.client.send(request);
    if (failure) {
      found.push(`${object.kind} ${object.objectId}: its lookup failed: ${failure.says}`);
      return;
    }
    for (const resource of readList(answer).resources)
      if (await isLeft(engine, object.kind, resource))
        found.push(`${object.kind} ${object.objectId} is still there`);
  });
  return found;
}

/** Whether what a lookup found of a leaver is ours and active; where leavers are deleted, that it is there is enough. */
async function isLeft(engine: Engine, kind: 'User' | 'Group', found: Attributes): Promise<boolean> {
  const { hardOnly, users, hidden } = engine.options;
  if (!engine.isOurs(kind, String(member(found, 'id')))) return false;
  if (hardOnly || kind === 'Group') return true;
  if (isNeverShown(engine, kind, 'active')) return false;
  const path = hidden?.User.onRequest.includes('active') ? resourcePath(users, found) : undefined;
  const whole = path === undefined ? undefined : await readWhole(engine, kind, path);
  return member(whole?.answer?.body ?? found, 'active') !== false;
}
