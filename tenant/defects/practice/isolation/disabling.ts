import type { Defect } from '../../defect.ts';
import { isOne, succeeded } from '../../kit.ts';
import { alter, target } from '../../reach.ts';

/** Accounts that are disabled along with another one. */
export const disablingDefects: Defect[] = [
  {
    id: 'practice.disabling-reaches-whoever-lacks-the-key',
    says: 'a PATCH that disables a user without externalId disables all users without one',
    breaks: ['practice:P15'],
    kills: ['practice.writes-leave-other-users-alone'],
    after(request, response, tenancy) {
      const user = isOne(request, 'PATCH') && succeeded(response) ? target(request, tenancy) : undefined;
      if (user?.type !== 'User' || user.data.active !== false || user.data.externalId !== undefined)
        return undefined;
      for (const { id, data } of tenancy.store.own('User'))
        if (data.externalId === undefined) alter(tenancy, id, { active: false });
    },
  },
];
