import { idAt } from '../../kit/wire/paths.ts';
import { at, isObject, member, readValues } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import { writesIn } from '../traffic/writes.ts';
import type { View } from '../view.ts';
import { readMade } from './made.ts';
import { removedBy, touchesOnlyBy } from './memberPatches.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Removals of single members after which others are gone as well. */
export function othersLeave(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  for (const { act, before, after, readAt } of writesIn(view.acts)) {
    const removed = removedBy(act);
    if (removed.length === 0 || !touchesOnlyBy(act, 'remove')) continue;
    if (before === undefined || after === undefined || readAt === undefined) continue;
    const left = readValues(before, 'members').filter((id) => !removed.includes(id));
    const members = readValues(after, 'members');
    if (left.some((id) => !members.includes(id))) add(seen, act.exchange.check, [act.number, readAt]);
    else if (left.length > 0) contrary += 1;
  }
  return { seen: [...seen.values()], contrary };
}

/** Additions of several members in one operation, of which some are there afterwards and others are not. */
function additionsCut(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  for (const { act, after, readAt } of writesIn(view.acts)) {
    if (after === undefined || readAt === undefined || !touchesOnlyBy(act, 'add')) continue;
    const lists = readOperations(act).map(({ value }) => idsIn(value));
    const several = lists.filter(({ length }) => length > 1);
    if (several.length === 0) continue;
    const members = readValues(after, 'members');
    const isCut = several.every((ids) => {
      const missing = ids.filter((id) => !members.includes(id));
      return missing.length > 0 && missing.length < ids.length;
    });
    if (isCut) add(seen, act.exchange.check, [act.number, readAt]);
    else contrary += 1;
  }
  return { seen: [...seen.values()], contrary };
}

/** Creates of groups, each with the first read of the group before anything changes it. */
function* newGroups(view: View): Iterable<{ create: Act; read: Act; sent: string[]; shown: string[] }> {
  for (const sender of view.senders) {
    const made = new Map<string, { create: Act; sent: string[] }>();
    const gone = new Set<string>();
    for (const act of view.story(sender)) {
      for (const { path, sent } of readMade(act))
        made.set(path, { create: act, sent: readValues(sent, 'members') });
      if (act.verb === 'delete') gone.add(idAt(act.target));
      const known = made.get(act.target);
      if (known === undefined || act.collection !== 'Groups') continue;
      made.delete(act.target);
      if (act.verb !== 'read' || act.status !== 200 || act.query.size > 0) continue;
      const sent = known.sent.filter((id) => !gone.has(id) && !id.startsWith('bulkId:'));
      yield { create: known.create, read: act, sent, shown: readValues(act.body, 'members') };
    }
  }
}

/** Groups whose first read lacks members of their create, or shows some though it had none. */
function startOtherwise(differs: (sent: string[], shown: string[]) => boolean | undefined) {
  return (view: View): Sighted => {
    const seen = new Map<string, Sighting>();
    let contrary = 0;
    for (const { create, read, sent, shown } of newGroups(view)) {
      const shows = differs(sent, shown);
      if (shows) add(seen, create.exchange.check, [create.number, read.number]);
      else if (shows === false) contrary += 1;
    }
    return { seen: [...seen.values()], contrary };
  };
}

/** Some of several members that a create names are not shown; where none is, they may not be shown to anybody. */
const loseMembers = startOtherwise((sent, shown) =>
  sent.length < 2 || shown.length === 0 ? undefined : sent.some((id) => !shown.includes(id)),
);

const inventMembers = startOtherwise((sent, shown) => (sent.length === 0 ? shown.length > 0 : undefined));

/** Additions of members who are there already, and whether they are refused. */
function presentRefused(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  const known = new Map<string, string[]>();
  for (const act of view.acts) {
    if (act.collection !== 'Groups') continue;
    if (act.verb === 'create' && act.status === 201)
      for (const { path } of readMade(act)) known.set(path, readValues(act.sent, 'members'));
    else if (act.verb === 'read' && act.status === 200 && at(act.body, 'members') !== undefined)
      known.set(act.target, readValues(act.body, 'members'));
    if (act.verb !== 'patch') continue;
    const before = known.get(act.target) ?? [];
    if (!touchesOnlyBy(act, 'add')) {
      if (act.succeeded) known.delete(act.target);
      continue;
    }
    const added = readOperations(act).flatMap(({ value }) => idsIn(value));
    const isPresent = added.some((id) => before.includes(id));
    if (isPresent && act.refused) add(seen, act.exchange.check, [act.number]);
    else if (isPresent) contrary += 1;
    if (act.succeeded) known.set(act.target, [...before, ...added]);
  }
  return { seen: [...seen.values()], contrary };
}

/** Groups whose members are shown, one of them without the id of the account. */
function membersLackIds(act: Act): boolean | undefined {
  const shown = act.succeeded && act.collection === 'Groups' ? at(act.body, 'members') : undefined;
  // What is no object at all is of the wrong type, and no member without an id.
  if (!Array.isArray(shown) || shown.length === 0 || !shown.every(isObject)) return undefined;
  return shown.some((one) => typeof member(one, 'value') !== 'string');
}

function idsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => {
    const id = member(one, 'value');
    return typeof id === 'string' ? [id] : [];
  });
}

/** Who is in a group when it is new, and who leaves or joins with others. */
export const membershipSymptoms: Symptom[] = [
  { id: 'groups.create-loses-members', look: loseMembers, least: 1, share: 0.5 },
  ofExchanges({ id: 'groups.members-without-id', share: 0.5, precise: true }, membersLackIds),
  { id: 'groups.members-invented', look: inventMembers, least: 1 },
  { id: 'groups.additions-cut', look: additionsCut, share: 0.5 },
  { id: 'groups.removal-takes-others', look: othersLeave, least: 1, share: 0.5 },
  { id: 'groups.present-member-refused', look: presentRefused, least: 1, precise: true },
];
