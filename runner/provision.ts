import {
  type Actions,
  type Claim,
  type CycleSummary,
  Directory,
  type DirectoryContents,
  Engine,
  type FailureGroup,
  FailureGroups,
  findHidden,
  findUnwritable,
  inventedUser,
  type LogEntry,
  listTargetPaths,
  proveConvergence,
  type Rules,
  type Scope,
  type Unwritten,
} from '../clients/entra/engine/index.ts';
import type { Dialect } from '../clients/entra/index.ts';
import { describeUnmapped, findUnmapped } from '../clients/entra/unmapped.ts';
import { Stopped } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import type { Leftover } from '../kit/safety/cleanUp/leftover.ts';
import { present } from '../schemas/present.ts';
import { describeEmptied, makeContact } from './contact.ts';
import { writeLine } from './cycleLine.ts';
import type { Hopeless } from './hints.ts';
import { trackOwnership } from './ownership.ts';
import { noteCycle, type Resumed } from './resumption.ts';

/** On whose behalf the requests of a job are sent. */
const SENDER = 'provision';

/** What a provisioning job is asked to do. */
export interface ProvisionOrder {
  run: Run;
  contents: DirectoryContents;
  rules: Rules;
  scope: Scope;
  dialect: Dialect;
  hardOnly: boolean;
  /** What the job may do with each kind. */
  actions?: Record<'User' | 'Group', Actions>;
  /** Leavers of a cycle beyond which they are held back, and whether they are sent nevertheless. */
  deletionThreshold?: number;
  allowDeletes?: boolean;
  cycles: number;
  keep: boolean;
  /** Provision this one object on demand, in place of cycles. */
  onDemand?: string;
  /** What an interrupted job left. */
  resumed?: Resumed;
  /** Folder of journal and state. */
  folder: string;
  log(entry: LogEntry): void;
  say(text: string): void;
}

export interface Provisioned {
  state: 'converged' | 'not-converged' | 'interrupted';
  cycles: CycleSummary[];
  claims: Claim[];
  foreign: { objectId: string; path: string }[];
  /** What a lost create of the job may have made. */
  unproved: { objectId: string; path: string }[];
  /** Failures by cause, the largest first. */
  failures: FailureGroup[];
  /** What the service may do otherwise with values that expressions gave. */
  remarks: string[];
  /** What of the mapping clients cannot write at this endpoint, where the job met it. */
  unwritten?: Unwritten[];
  leftovers: Leftover[];
  /** Why what it saw or made could no longer be kept: it ended then, and nothing of it can be resumed. */
  lost?: string;
  /** Why nothing was provisioned. */
  hopeless?: Hopeless;
  requests: number;
  durationMs: number;
}

/**
 * Runs the cycles of a job, proves convergence, and removes what it made unless told to keep it. What is interrupted
 * is left as it is, for `--resume` or `clean`.
 */
export async function provision(order: ProvisionOrder): Promise<Provisioned> {
  const { run, contents, rules, scope, dialect, hardOnly, resumed } = order;
  const unmapped = findUnmapped(run.capabilities, listTargetPaths(rules));
  const groups = new FailureGroups(unmapped);
  const log = (entry: LogEntry) => {
    groups.add(entry);
    order.log(run.edge.all(entry));
  };
  const say = (text: string) => order.say(run.edge.message(text));
  if (unmapped.length > 0) say(Object.values(describeUnmapped(unmapped)).join('. '));
  const started = performance.now();
  const directory = new Directory(contents);
  if (resumed) run.takeIn(resumed.pending, resumed.doubtful, resumed.carried);
  const own = (resumed?.pending ?? []).filter(({ check }) => check === SENDER);
  const engine = new Engine({
    scim: run.client({ check: SENDER, ordinal: 0 }),
    directory,
    rules,
    scope,
    users: '/Users',
    groups: '/Groups',
    hardOnly,
    dialect: order.onDemand === undefined ? dialect : 'default',
    concurrency: run.setup.concurrency,
    log,
    ownership: trackOwnership(run, rules),
    hidden: findHidden(run.capabilities, rules),
    unwritable: findUnwritable(run.capabilities, rules),
    again: async (kind, attempt) => {
      const late = await run.patience.again(kind, attempt);
      if (late !== undefined) run.patience.late('reads', ['POST', 'PATCH'], late);
    },
    rest: () => rest(run),
    empty: (refusal) => run.emptying.empty(run.session, { check: SENDER, ordinal: 0 }, refusal, 'claim'),
    ...present({ actions: order.actions, deletionThreshold: order.deletionThreshold }),
    made: own.flatMap(({ path }) => path ?? []),
  });
  const result: Provisioned = {
    state: 'not-converged',
    cycles: [],
    claims: [],
    foreign: [],
    unproved: [],
    failures: [],
    remarks: [],
    leftovers: [],
    requests: 0,
    durationMs: 0,
  };
  const one = async (cycle: Promise<CycleSummary>): Promise<boolean> => {
    const summary = await cycle;
    result.cycles.push(summary);
    say(writeLine(summary));
    await rest(run);
    if (summary.heldBack > 0 && order.allowDeletes) return one(engine.cycle('incremental', [], true));
    return summary.quarantined === undefined;
  };
  try {
    const hopeless = await firstContact(order);
    const emptied = run.contact?.groups?.emptied;
    if (emptied) say(`First contact: ${describeEmptied(emptied)}`);
    if (hopeless !== undefined) result.hopeless = hopeless;
    const fine = hopeless === undefined && (await work(order, engine, directory, one));
    if (fine && order.onDemand === undefined) {
      say('Reading everything back');
      result.claims = await proveConvergence(engine);
    }
    const proved = result.claims.every(({ ok }) => ok) && engine.escrow.size + engine.unproved.size === 0;
    result.state = fine && proved ? 'converged' : 'not-converged';
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    result.state = 'interrupted';
  }
  result.foreign = [...engine.foreign].map(([objectId, path]) => ({ objectId, path }));
  result.unproved = [...engine.unproved].map(([objectId, path]) => ({ objectId, path }));
  result.remarks = [...engine.remarks];
  result.unwritten = engine.unwritten.all;
  result.failures = groups.all();
  // What the journal can no longer note cannot be resumed.
  if (run.lost !== undefined) Object.assign(result, { state: 'interrupted', lost: run.lost });
  if (!order.keep && (result.state !== 'interrupted' || run.lost !== undefined)) {
    say('Removing what was created');
    result.leftovers = await run.cleanUp(undefined, { sweep: true });
  }
  result.requests = run.session.requests;
  result.durationMs = Math.round(performance.now() - started);
  return { ...run.edge.all(result), state: result.state };
}

/** Twenty minutes at least lie between two cycles of the service: what lags has caught up by then. */
async function rest({ patience, signal }: Run): Promise<void> {
  for (const of of ['lists', 'members'] as const) await patience.rest(of, signal);
}

async function work(
  order: ProvisionOrder,
  engine: Engine,
  directory: Directory,
  one: (cycle: Promise<CycleSummary>) => Promise<boolean>,
): Promise<boolean> {
  return order.onDemand === undefined
    ? runCycles(order, engine, directory, one)
    : one(engine.cycle('on-demand', [order.onDemand]));
}

/** First contact with users as the job's own mapping composes them, in the domain of its directory. */
function firstContact({ run, contents, rules }: ProvisionOrder): Promise<Hopeless | undefined> {
  const { groups, domain = run.domain } = glance(contents.objects);
  return makeContact(run, {
    groups,
    changes: ['PATCH'],
    compose: (unique) => inventedUser(rules, unique, domain),
  });
}

/** Whether a directory has groups, and the domain of the first name that has one. */
function glance(objects: DirectoryContents['objects']): { groups: boolean; domain?: string } {
  let [groups, domain]: [boolean, string | undefined] = [false, undefined];
  for (const { kind, attributes } of objects) {
    const name = String(attributes.userPrincipalName ?? '');
    if (name.includes('@')) domain ??= name.replace(/^.*@/, '');
    groups ||= kind === 'Group';
    if (groups && domain !== undefined) break;
  }
  return { groups, ...present({ domain }) };
}

async function runCycles(
  order: ProvisionOrder,
  engine: Engine,
  directory: Directory,
  one: (cycle: Promise<CycleSummary>) => Promise<boolean>,
): Promise<boolean> {
  const { run, contents, cycles, resumed, folder } = order;
  // A resumed job takes the directory as it was in the cycle that was interrupted, and matches everything anew.
  const from = resumed === undefined ? 1 : Math.max(1, resumed.cycle);
  for (const change of contents.changes.slice(0, from - 1)) directory.apply(change);
  const begin = (cycle: number) => {
    try {
      noteCycle(folder, cycle);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      run.lose(`provisioning.json cannot be written: ${code ?? message}`);
      throw new Stopped('a job that cannot record its cycle cannot be resumed');
    }
  };
  begin(from);
  if (!(await one(engine.cycle('initial')))) return false;
  for (let cycle = from + 1; cycle <= cycles; cycle += 1) {
    begin(cycle);
    const change = contents.changes[cycle - 2];
    const heard = change ? directory.apply(change) : [];
    if (!(await one(engine.cycle('incremental', heard)))) return false;
  }
  // What failed is tried once more; references that wait for a restart get one, as an administrator would do.
  if (engine.escrow.size > 0 && !(await one(engine.cycle('incremental')))) return false;
  return engine.awaitingRestart === 0 || (await one(engine.cycle('restart')));
}
