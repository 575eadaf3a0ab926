import { decodeSegment } from '../../kit/wire/paths.ts';
import { member } from '../../schemas/attributes.ts';
import { operationsIn } from '../../schemas/bulk.ts';
import type { Act } from '../traffic/act.ts';
import { readActive } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { readMade } from './made.ts';
import { add, type Sighted, type Sighting } from './symptom.ts';

const NOWHERE: Sighted = { seen: [], contrary: 0 };
/** A filter for the one account of a userName. */
const USER_NAME_IS = /^userName eq "([^"\\]*)"$/i;

/** Where a resource is, the number of the exchange that last showed it, and whether it was written to since. */
interface Standing {
  path: string;
  seenAt: number;
  written: boolean;
}

/** Who is gone although nobody deleted it. */
interface Gone {
  /** The exchange that shows it, by the id of a resource. */
  proofs: ReadonlyMap<string, number>;
  /** userNames by id, in small letters. */
  nameAt: ReadonlyMap<string, string>;
}

const goneIn = new WeakMap<View, Gone>();

/**
 * Resources that nobody deleted and that are gone: created by this run, not written to since they were seen, and
 * answered 404 at their own address after a DELETE of something else. Where there is one, those that a refusal speaks of
 * as missing, and those that a lookup by userName does not find, are taken for gone as well.
 */
export function readGone(view: View): Gone {
  const known = goneIn.get(view) ?? findGone(view);
  goneIn.set(view, known);
  return known;
}

function findGone(view: View): Gone {
  const there = new Map<string, Standing>();
  const nameAt = new Map<string, string>();
  const bearer = new Map<string, string>();
  const gone = new Map<string, number>();
  const blamed = new Map<string, number>();
  /** Number of the last DELETE. */
  let deleted = 0;
  const mayBeGone = ({ written, seenAt }: Standing) => !written && deleted > seenAt;
  for (const act of view.acts) {
    const id = decodeSegment(act.target.split('/')[2] ?? '');
    if (act.verb === 'delete' || act.verb === 'bulk') deleted = act.number;
    const known = there.get(id);
    if (known && (act.verb === 'patch' || act.verb === 'replace')) known.written = true;
    else if (known && act.verb === 'read' && act.status === 200)
      Object.assign(known, { seenAt: act.number, written: false });
    if (act.verb === 'bulk') {
      const named = operationsIn(act.exchange.request.body).map((one) => String(member(one, 'path') ?? ''));
      for (const path of named) there.delete(decodeSegment(path.split('/').at(-1) ?? ''));
    }
    for (const made of readMade(act)) {
      there.set(made.id, { path: made.path, seenAt: act.number, written: false });
      const name = String(member(made.sent, 'userName') ?? '').toLowerCase();
      if (name === '') continue;
      // Whoever had the name may have gone for the new one's sake.
      const before = bearer.get(name);
      if (before !== undefined && before !== made.id) there.delete(before);
      bearer.set(name, made.id);
      nameAt.set(made.id, name);
    }
    if (act.verb === 'bulk' || act.status === 201) continue;
    if (act.status === 404 && known?.path === act.target) {
      if (!mayBeGone(known)) continue;
      (act.verb === 'read' ? gone : blamed).set(id, act.number);
      if (act.verb === 'read') there.delete(id);
    } else if (act.verb === 'delete') {
      there.delete(id);
    } else if (act.status === 400) {
      const detail = String(member(act.body, 'detail') ?? '');
      for (const one of there.keys()) if (detail.includes(one)) blamed.set(one, act.number);
    } else if (act.shown?.length === 0) {
      const name = USER_NAME_IS.exec(act.query.get('filter') ?? '')?.[1]?.toLowerCase();
      for (const [one, standing] of name === undefined ? [] : there)
        if (nameAt.get(one) === name && mayBeGone(standing)) blamed.set(one, act.number);
    }
  }
  // What came late is nobody's deletion.
  for (const path of lateOnes(view).late.keys()) gone.delete(decodeSegment(path.split('/')[2] ?? ''));
  return { proofs: gone.size === 0 ? new Map() : new Map([...gone, ...blamed]), nameAt };
}

/** Every check that names one of those who are gone is concerned. */
export function vanished(view: View): Sighted {
  const { proofs, nameAt } = readGone(view);
  if (proofs.size === 0) return NOWHERE;
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    const text = `${act.exchange.path} ${act.exchange.request.body ?? ''}`;
    const given = act.verb === 'create' ? String(member(act.sent, 'userName')) : '';
    const asked = [given, ...act.query.values()].join(' ').toLowerCase();
    for (const [id, number] of proofs) {
      const name = nameAt.get(id);
      const names = text.includes(id) || (name !== undefined && asked.includes(name));
      if (act.exchange.purpose !== 'clean-up' && names) add(seen, act.exchange.check, [number, act.number]);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Resources of this run that answer 404 right after a change of theirs that was acknowledged, with no DELETE of them. */
function lostByChange(view: View): ReadonlyMap<string, number[]> {
  const lost = new Map<string, number[]>();
  const last = new Map<string, Act>();
  /** Addresses at which something was seen: a write that is taken at another one reached something else. */
  const there = new Set<string>();
  for (const act of view.acts) {
    for (const { path } of readMade(act)) there.add(path);
    if (act.verb === 'read' && act.succeeded) there.add(act.target);
    const change = last.get(act.target);
    if (act.verb === 'read' && act.status === 404 && change)
      lost.set(act.target, [change.number, act.number]);
    const isChange = (act.verb === 'patch' || act.verb === 'replace') && act.succeeded;
    // Who vanishes when disabled is told of by itself.
    if (isChange && readActive(act) !== 'false' && there.has(act.target)) last.set(act.target, act);
    else if (isChange || act.verb === 'delete' || (act.verb === 'read' && act.succeeded))
      last.delete(act.target);
  }
  return lost;
}

/** Whoever names a resource that a change made disappear is concerned. */
export function disappears(view: View): Sighted {
  const lost = lostByChange(view);
  const seen = new Map<string, Sighting>();
  for (const act of lost.size === 0 ? [] : view.acts)
    for (const [path, numbers] of lost) {
      const id = path.slice(path.lastIndexOf('/') + 1);
      const names = act.target === path || (act.exchange.request.body ?? '').includes(decodeSegment(id));
      if (act.exchange.purpose !== 'clean-up' && names) add(seen, act.exchange.check, numbers);
    }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Accounts that answer 404 when they are read first, and are there later; whoever made one of them is concerned. */
export function comesLate(view: View): Sighted {
  const { missed, late } = lateOnes(view);
  if (late.size < OFTEN_LATE) return NOWHERE;
  const seen = new Map<string, Sighting>();
  for (const [path, numbers] of missed)
    for (const number of numbers) {
      const sender = view.act(number)?.exchange.check;
      if (sender !== undefined) add(seen, sender, late.get(path) ?? numbers);
    }
  return { seen: [...seen.values()], contrary: 0 };
}

/** New resources whose first read was answered 404, with their create and that read; and those that a later read showed. */
function lateOnes(view: View): Record<'missed' | 'late', ReadonlyMap<string, number[]>> {
  const made = new Map<string, Act>();
  const missed = new Map<string, number[]>();
  const late = new Map<string, number[]>();
  for (const act of view.acts) {
    for (const { path } of readMade(act)) made.set(path, act);
    const create = made.get(act.target);
    if (create === undefined) continue;
    if (act.verb === 'delete') made.delete(act.target);
    else if (act.verb === 'read' && act.status === 404) missed.set(act.target, [create.number, act.number]);
    else if (act.verb === 'read' && act.succeeded) {
      const numbers = missed.get(act.target);
      if (numbers) late.set(act.target, numbers);
      made.delete(act.target);
    }
  }
  return { missed, late };
}

/** Whether resources are served at their own address after a DELETE of them that was acknowledged, more than once. */
export function staysAtItsAddress(view: View): boolean {
  const deleted = new Set<string>();
  let stays = 0;
  for (const act of view.acts) {
    if (act.verb === 'delete' && act.succeeded) deleted.add(act.target);
    // Whoever writes to what is deleted may bring it back.
    else if (act.exchange.method !== 'GET') deleted.delete(act.target);
    else if (act.verb === 'read' && act.succeeded && deleted.has(act.target)) stays += 1;
  }
  return stays > 1;
}

/** Fewer than so many that came late may have been a chance. */
const OFTEN_LATE = 3;
