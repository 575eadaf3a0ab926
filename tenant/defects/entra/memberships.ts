import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse, valuesIn } from '../kit.ts';
import { readOp, readOperations, readPath } from '../patch/kit.ts';

const SETTLE = { breaks: ['entra:Q13'], kills: ['entra.repeated-memberships-settle'] };

const isAmong = (members: readonly unknown[], one: unknown): boolean =>
  members.some((member) => isObject(member) && isObject(one) && member.value === one.value);

/** Lists of members in which some are there already, or are not. */
export const entraMembershipDefects: Defect[] = [
  {
    id: 'entra.list-with-an-absent-member-removes-nobody',
    says: 'a removal that lists a member who is not there takes nobody away, with a 2xx',
    ...SETTLE,
    semantics: {
      removeMany(current, listed, attribute, same) {
        return attribute.name === 'members' && listed?.some((one) => !isAmong(current, one))
          ? current
          : strict.removeMany(current, listed, attribute, same);
      },
    },
  },
  {
    id: 'entra.list-with-a-present-member-adds-nobody',
    says: 'an addition that lists a member who is there already adds nobody, with a 2xx',
    ...SETTLE,
    semantics: {
      addMany(current, incoming, attribute, same) {
        const some = incoming.length > 1 && incoming.some((one) => isAmong(current, one));
        return attribute.name === 'members' && some
          ? current
          : strict.addMany(current, incoming, attribute, same);
      },
    },
  },
  {
    id: 'groups.absent-member-is-not-found',
    says: 'removing a member who is not there is answered 404',
    breaks: ['entra:Q13'],
    kills: ['entra.repeated-memberships-settle'],
    before(request, { store }) {
      const group =
        isOne(request, 'PATCH') && nameType(request) === 'Group'
          ? store.get('Group', readId(request))
          : undefined;
      if (group === undefined) return undefined;
      const there = valuesIn(group.data.members);
      const missing = readOperations(request).some((one) => {
        const named = /^members\[value eq "(.*)"\]$/.exec(readPath(one))?.[1];
        const gone = named === undefined ? valuesIn(one.value) : [named];
        return readOp(one) === 'remove' && gone.some((id) => !there.includes(id));
      });
      return missing ? refuse(404) : undefined;
    },
  },
  {
    id: 'patch.remove-list-wipes',
    says: 'remove with a list of members removes all of them',
    breaks: ['entra:Q12'],
    kills: ['entra.listed-members-are-removed-alone'],
    semantics: { removeMany: () => [] },
  },
];
