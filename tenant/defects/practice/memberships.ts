import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, succeeded, valuesIn } from '../kit.ts';
import { readOp, readOperations } from '../patch/kit.ts';
import { alter } from '../reach.ts';
import { InFlight, slowly } from './races.ts';

const joining = new InFlight<string>();

/** Memberships that are written from both ends. */
export const membershipRaceDefects: Defect[] = [
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
];
