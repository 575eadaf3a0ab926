import { at, readValues } from '../../schemas/attributes.ts';
import type { Act } from '../act.ts';
import { readOperations } from '../requests.ts';
import type { View } from '../view.ts';
import { writesIn } from '../writes.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

const ONE_MEMBER = /^members\[value eq "([^"]+)"\]$/i;

/** Ids of the members whom a PATCH takes away by a value filter, and does not add. */
function removedBy(act: Act): string[] {
  const operations = readOperations(act);
  const text = operations
    .filter(({ op }) => op.toLowerCase() !== 'remove')
    .map((one) => JSON.stringify(one))
    .join();
  return operations
    .filter(({ op }) => op.toLowerCase() === 'remove')
    .flatMap(({ path }) => ONE_MEMBER.exec(path)?.[1] ?? [])
    .filter((id) => !text.includes(id));
}

/** Removals of a member that were acknowledged, and after which the group still shows it. */
function membersStay(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const sender of view.senders)
    for (const { act, after, readAt } of writesIn(view.story(sender))) {
      if (act.verb !== 'patch' || after === undefined || at(after, 'members') === undefined) continue;
      const members = readValues(after, 'members');
      if (removedBy(act).some((id) => members.includes(id)))
        add(seen, act.exchange.check, [act.number, readAt ?? act.number]);
    }
  return { seen: [...seen.values()], contrary: 0 };
}

/** What is wrong with who is in a group. */
export const memberSymptoms: Symptom[] = [{ id: 'groups.member-not-removed', share: 0, look: membersStay }];
