import { decodeSegment, idAt } from '../../kit/wire/paths.ts';
import { isObject, member } from '../../schemas/attributes.ts';
import { operationsIn, resultsIn } from '../../schemas/bulk.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { comesLate, readGone, vanished } from './gone.ts';
import { readMade } from './made.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** What blocks a check whose writes would not keep to what they name. */
const ASTRAY = 'writes were seen to reach accounts other than those they name';

const NOWHERE: Sighted = { seen: [], contrary: 0 };

/** Who has which userName, as the answers show it; an account whose name a write may have changed has none until it is read. */
class Names {
  private readonly nameAt = new Map<string, string>();
  private readonly since = new Map<string, Act>();
  private readonly gone: ReadonlyMap<string, number>;

  /** @param gone accounts that went without being deleted: their names are free */
  constructor(gone: ReadonlyMap<string, number>) {
    this.gone = gone;
  }

  /** Notes that an account is shown with a name; gives the exchange that showed it for another account, if there is one. */
  shown(id: string, name: string, act: Act): Act | undefined {
    const plain = name.toLowerCase();
    this.nameAt.set(id, plain);
    // An address in other letters is a wrong address, not another account.
    const isOther = (other: string) => other.toLowerCase() !== id.toLowerCase() && !this.gone.has(other);
    const others = [...this.nameAt].filter(([other, its]) => isOther(other) && its === plain);
    const before = others.flatMap(([other]) => this.since.get(other) ?? [])[0];
    this.since.set(id, act);
    return before;
  }

  forget(id: string): void {
    this.nameAt.delete(id);
  }
}

/** Accounts that an answer shows with their names; of a bulk job those that it made. */
function shownIn(act: Act): { id: unknown; name: unknown }[] {
  if (!act.succeeded) return [];
  if (act.verb === 'bulk') {
    const asked = operationsIn(act.exchange.request.body);
    return resultsIn(isObject(act.body) ? act.body : {}).flatMap(({ status, bulkId, location }) => {
      const operation = asked.find((one) => member(one, 'bulkId') === bulkId && bulkId !== undefined);
      if (status !== 201 || typeof location !== 'string') return [];
      return [{ id: idAt(location), name: member(member(operation, 'data'), 'userName') }];
    });
  }
  const [made] = readMade(act);
  if (made !== undefined) return [{ id: made.id, name: member(act.body, 'userName') }];
  const whole = act.verb === 'query' || act.verb === 'search' ? (act.shown ?? []) : [act.body];
  return whole.map((one) => ({ id: member(one, 'id'), name: member(one, 'userName') }));
}

/** The userNames that a request wants to give to new accounts, in small letters. */
function namesMade(act: Act): string[] {
  const bodies =
    act.verb === 'bulk'
      ? operationsIn(act.exchange.request.body).map((one) => member(one, 'data'))
      : act.verb === 'create'
        ? [act.sent]
        : [];
  return bodies.flatMap((body) => {
    const name = member(body, 'userName');
    return typeof name === 'string' ? [name.toLowerCase()] : [];
  });
}

/**
 * A userName that this run gave an account while another had it, letter case aside, and the first create had been
 * answered: what loses a race is another matter. Every check that asks by such a name is concerned.
 */
function namesTwice(view: View): Sighted {
  const made = new Set(view.acts.flatMap(namesMade));
  const names = new Names(readGone(view).proofs);
  const twice = new Map<string, number[]>();
  for (const act of view.acts) {
    const id = act.target.split('/')[2];
    if (id !== undefined && ['patch', 'replace', 'delete'].includes(act.verb))
      names.forget(decodeSegment(id));
    if (act.verb === 'bulk')
      for (const operation of operationsIn(act.exchange.request.body))
        if (member(operation, 'method') !== 'POST') names.forget(idAt(String(member(operation, 'path'))));
    for (const one of shownIn(act)) {
      if (typeof one.id !== 'string' || typeof one.name !== 'string') continue;
      const name = one.name.toLowerCase();
      const before = made.has(name) ? names.shown(one.id, name, act) : undefined;
      if (before && !twice.has(name) && !overlap(before, act)) twice.set(name, [act.number, before.number]);
    }
  }
  if (twice.size === 0) return NOWHERE;
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    const text =
      `${decodeSegment(act.exchange.path.replaceAll('+', ' '))} ${act.exchange.request.body ?? ''}`.toLowerCase();
    for (const [name, numbers] of twice) {
      // A job that made one of them makes many others, for checks to which that name is nothing.
      const isAsked = act.verb !== 'bulk' || numbers.includes(act.number);
      if (isAsked && act.exchange.purpose !== 'clean-up' && text.includes(name))
        add(seen, act.exchange.check, numbers);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Creates refused after the account of that name was deleted. */
function staysTaken(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  const nameAt = new Map<string, string>();
  const gone = new Map<string, number>();
  const nameIn = (sent: unknown) =>
    String(member(sent, 'userName') ?? member(sent, 'displayName') ?? '').toLowerCase();
  for (const act of view.acts) {
    for (const { path, sent } of readMade(act)) {
      nameAt.set(path, nameIn(sent));
      gone.delete(nameIn(sent));
    }
    const its = act.verb === 'delete' && act.succeeded ? nameAt.get(act.target) : undefined;
    if (its) gone.set(its, act.number);
    const deleted = act.verb === 'create' ? gone.get(nameIn(act.sent)) : undefined;
    if (deleted !== undefined && isTurnedDown(act)) add(seen, act.exchange.check, [act.number, deleted]);
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Whether a create is refused for what it carries. */
const isTurnedDown = ({ status }: Act): boolean => status === 409 || status === 400 || status === 422;

/** Writes to an address that the same check, or what it shares with others, had deleted before, and that were acknowledged. */
function comesBack(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const sender of view.senders) {
    const gone = new Map<string, number>();
    for (const act of [...view.traffic(sender)].sort((a, b) => a.number - b.number)) {
      const deleted = gone.get(act.target);
      const isChange = act.verb === 'patch' || act.verb === 'replace';
      if (deleted !== undefined && isChange && act.succeeded) add(seen, sender, [deleted, act.number]);
      if (act.verb === 'delete' && act.succeeded) gone.set(act.target, act.number);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Checks that were not run because first contact saw writes reach accounts that they did not name. */
function goesAstray(view: View): Sighted {
  const stopped = view.failures.filter(({ signature }) => signature === ASTRAY);
  // What they sent before shows nothing of it; the check of first contact that saw it does.
  const told = view.failures.find(
    ({ check, signature, exchanges }) =>
      signature !== ASTRAY && check.startsWith('practice.first-') && exchanges.length > 0,
  );
  const seen = stopped.map(({ check, exchanges }) => ({
    sender: check,
    exchanges: told?.exchanges ?? exchanges,
  }));
  return { seen, contrary: 0 };
}

/** What a change would make the id of its resource, which nobody may change. */
function readSentIds(act: Act): unknown[] {
  if (act.verb === 'replace') return [member(act.sent, 'id')];
  return readOperations(act).map(({ path, value }) => (/^id$/i.test(path) ? value : member(value, 'id')));
}

/** Whether two requests were under way at the same time. */
function overlap(a: Act, b: Act): boolean {
  const [first, second] = a.number < b.number ? [a, b] : [b, a];
  const end = Date.parse(first.exchange.startedAt) + first.exchange.durationMs;
  return first !== second && Date.parse(second.exchange.startedAt) < end;
}

/** What is wrong with who is who: names given twice, accounts that go with others, ids that lead to somebody else. */
export const identitySymptoms: Symptom[] = [
  ofExchanges({ id: 'read.wrong-status', share: 0.5, byExchange: true, certain: true }, (act) =>
    act.verb === 'read' && act.succeeded && typeof member(act.body, 'id') === 'string'
      ? act.status !== 200
      : undefined,
  ),
  { id: 'create.names-not-unique', least: 1, share: 0, look: namesTwice },
  { id: 'delete.takes-others', least: 1, share: 0, look: vanished },
  { id: 'read.new-are-late', share: 0, look: comesLate },
  { id: 'read.wrong-resource', least: 1, share: 0, total: true, look: goesAstray },
  { id: 'delete.name-stays-taken', share: 0, look: staysTaken },
  { id: 'delete.comes-back', least: 1, share: 0, byExchange: true, look: comesBack },
  ofExchanges({ id: 'read.wrong-resource', least: 1, share: 0, total: true }, (act, view) => {
    if (act.verb !== 'read' || act.status !== 200 || act.query.size > 0) return undefined;
    const id = member(act.body, 'id');
    // The evidence of a body that is no JSON tells its form alone.
    if (typeof id !== 'string' || /^\(\w+\)$/.test(id)) return undefined;
    // An id that the run itself wrote is another fault, and the same account.
    const wasWritten = (one: Act) =>
      one.target === act.target && one.succeeded && readSentIds(one).includes(id);
    return id !== decodeSegment(act.target.split('/')[2] ?? '') && !view.acts.some(wasWritten);
  }),
];
