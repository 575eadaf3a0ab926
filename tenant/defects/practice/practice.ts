import type { Defect } from '../defect.ts';
import { holding, isList, isOne, nameType, readId, succeeded, valuesIn } from '../kit.ts';
import { readOp, readOperations } from '../patch/kit.ts';
import { alter } from '../reach.ts';
import { InFlight, isPatchTo, slowly, stale } from './overlap.ts';

const joining = new InFlight<string>();

/** What goes wrong with members who are many or change at the same time, by the file of their checks. */
export const practiceDefects: Defect[] = [
  // memberRaces.ts
  {
    id: 'practice.second-group-takes-over',
    says: 'of two groups that one user joins at the same time only the second one keeps it',
    breaks: ['practice:P03'],
    kills: ['practice.simultaneous-additions-all-stay'],
    after(request, response, tenancy) {
      if (!isOne(request, 'PATCH') || nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      const id = readId(request);
      const added = readOperations(request)
        .filter((one) => readOp(one) === 'add')
        .flatMap(({ value }) => valuesIn(value));
      for (const user of added) {
        const other = joining.meet(String(user), () => id);
        const members =
          other === undefined || other === id ? undefined : tenancy.store.find(other)?.data.members;
        if (other !== undefined && Array.isArray(members))
          alter(tenancy, other, { members: members.filter((one) => one.value !== user) });
      }
      return slowly(() => added.length > 0)(request, response);
    },
  },
  {
    id: 'race.loses-members',
    says: 'of changes of one group that overlap the last one wins',
    breaks: ['practice:P03', 'practice:P05'],
    kills: ['practice.simultaneous-additions-all-stay', 'practice.simultaneous-membership-changes-all-show'],
    ...stale(isPatchTo('Group')),
  },
  // unofferedFilters.ts
  {
    id: 'practice.unoffered-filters-list-everyone',
    says: 'filters are published as not offered, and a filter is passed over: everyone is listed',
    breaks: ['practice:P37'],
    kills: ['practice.unoffered-filters-list-nobody'],
    face: 'minimal',
    before(request) {
      if (isList(request)) request.query.delete('filter');
    },
  },
  // largeGroups.ts
  {
    id: 'group.keeps-four-hundred',
    says: 'a group keeps its first 400 members and ignores the rest',
    breaks: ['practice:P31'],
    kills: ['practice.five-hundred-members-are-kept'],
    optIn: ['load'],
    semantics: holding(400),
  },
];
