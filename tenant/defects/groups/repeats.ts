import type { TenantRequest } from '../../model.ts';
import { strictPatching } from '../../semantics/patching.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse, valuesIn } from '../kit.ts';
import { during, readOp, readOperations, readPath } from '../patch/kit.ts';

const isGroup = ({ path }: TenantRequest): boolean => path.startsWith('/Groups/');

/** Changes of members that were made already, or come with others that fail. */
export const groupRepeatDefects: Defect[] = [
  {
    id: 'groups.present-member-is-a-conflict',
    says: 'adding a member who is there already is answered 409',
    breaks: ['7644:3.5.2.1/add-duplicate-noop', 'entra:Q13'],
    kills: ['groups.add-existing-member-once', 'entra.repeated-memberships-settle'],
    before(request, { store }) {
      const group =
        isGroup(request) && isOne(request, 'PATCH') ? store.get('Group', readId(request)) : undefined;
      const there = valuesIn(group?.data.members);
      const again = readOperations(request).some(
        (one) =>
          readOp(one) === 'add' &&
          readPath(one) === 'members' &&
          valuesIn(one.value).some((id) => there.includes(id)),
      );
      return again ? refuse(409) : undefined;
    },
  },
  {
    id: 'groups.mixed-patch-keeps-half',
    says: 'of a PATCH of a group that fails, the changes of members are kept',
    breaks: ['7644:3.5.2/patch-atomic'],
    kills: ['groups.mixed-patch-fails-as-a-whole'],
    ...during((request) => isGroup(request) && isOne(request, 'PATCH'), {
      ...strictPatching,
      keepsPartialWork: true,
    }),
  },
];
