import { at, readValues } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations, touchesMembers } from '../traffic/requests.ts';
import { writesIn } from '../traffic/writes.ts';
import type { Failure, View } from '../view.ts';
import { removedBy } from './memberPatches.ts';
import { othersLeave } from './memberships.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Whether the last operation of a PATCH takes all members away. */
function removesAll(act: Act): boolean {
  const last = readOperations(act).at(-1);
  return (
    last !== undefined &&
    /^remove$/i.test(last.op) &&
    /^members$/i.test(last.path) &&
    last.value === undefined
  );
}

/** Removals of a member that were acknowledged, and after which the group still shows it. */
function membersStay(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const sender of view.senders)
    for (const { act, after, readAt } of writesIn(view.story(sender))) {
      if (act.verb !== 'patch' || after === undefined || at(after, 'members') === undefined) continue;
      const members = readValues(after, 'members');
      if (removedBy(act).some((id) => members.includes(id)) || (removesAll(act) && members.length > 0))
        add(seen, act.exchange.check, [act.number, readAt ?? act.number]);
    }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Where a claim about changes that meet each other fails: whoever changes members may have met another change. */
function meeting(isClaim: (failure: Failure) => boolean): (view: View) => Sighted {
  return (view) => {
    const seen = new Map<string, Sighting>();
    const claimed = view.failures.find(isClaim);
    for (const act of claimed === undefined ? [] : view.acts)
      if (act.verb === 'patch' && act.succeeded && touchesMembers(act))
        add(seen, act.exchange.check, claimed?.exchanges.slice(0, 3) ?? []);
    return { seen: [...seen.values()], contrary: 0 };
  };
}

/** One person does not stay in both of two groups that are joined at once. */
const membershipsCollide = meeting(({ key = '' }) => key.startsWith('two-groups/'));

/** A member that is added takes the place of those who are there. */
const addReplaces = meeting(({ row, key }) => row === '7644:3.5.2.1/add-multi-appends' && key === 'members');

/** A change of a group is made on a copy from before the change that was acknowledged last. */
const loses = meeting(({ row, key = '' }) => row === 'practice:P41' && key === 'members');

/** Where add replaces what there is, or a removal takes others along, no copy is needed for that. */
const worksOnCopies = (view: View): Sighted =>
  view.failures.some(({ row }) => row === '7644:3.5.2.1/add-multi-appends') ||
  othersLeave(view).seen.length > 0
    ? { seen: [], contrary: 0 }
    : loses(view);

const isAboutMembers = ({ key = '' }: Failure): boolean =>
  /member|lost|kept|some|left|number|operation|repeated/i.test(key);

/** What is wrong with who is in a group. */
export const memberSymptoms: Symptom[] = [
  {
    id: 'races.memberships-collide',
    least: 1,
    share: 0,
    look: membershipsCollide,
    explains: isAboutMembers,
  },
  { id: 'patch.add-wrong', least: 1, share: 0, look: addReplaces, explains: isAboutMembers },
  { id: 'races.updates-lost', least: 1, share: 0, look: worksOnCopies, explains: isAboutMembers },
  { id: 'groups.member-not-removed', share: 0, look: membersStay },
];
