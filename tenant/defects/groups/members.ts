import { isObject, type TenantRequest } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import { strictPatching } from '../../semantics/patching.ts';
import type { Defect } from '../defect.ts';
import { isOne, operationsIn, readId, refuse, succeeded, valuesIn } from '../kit.ts';
import { during, readOp, readOperations, readPath } from '../patch/kit.ts';
import { alter } from '../reach.ts';

const isGroup = ({ path }: TenantRequest): boolean => path.startsWith('/Groups/');

/** Ids of the members that a PATCH adds, each as often as it names them. */
const addedBy = (request: TenantRequest): unknown[] =>
  readOperations(request)
    .filter((one) => readOp(one) === 'add' && readPath(one) === 'members')
    .flatMap(({ value }) => valuesIn(value));

/** Members who are added, some of them once more. */
export const memberDefects: Defect[] = [
  {
    id: 'groups.present-member-is-a-conflict',
    says: 'adding an existing member gets a 409',
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
    id: 'groups.member-named-twice-is-doubled',
    says: 'a member added twice in one PATCH is stored twice',
    breaks: ['7644:3.5.2.1/add-duplicate-noop'],
    kills: ['groups.add-existing-member-once'],
    after(request, response, tenancy) {
      if (!isGroup(request) || !succeeded(response)) return undefined;
      const { members } = tenancy.store.get('Group', readId(request))?.data ?? {};
      const added = addedBy(request);
      const twice = new Set(added.filter((id, index) => added.indexOf(id) < index));
      if (!Array.isArray(members) || twice.size === 0) return undefined;
      const again = members.filter(isObject).filter(({ value }) => twice.has(value));
      alter(tenancy, readId(request), { members: [...members, ...again] });
    },
  },
  {
    id: 'groups.member-named-twice-is-refused',
    says: 'a PATCH that adds a member twice gets a 409',
    breaks: ['7644:3.5.2.1/add-duplicate-noop'],
    kills: ['groups.add-existing-member-once'],
    before(request) {
      const added = isGroup(request) ? addedBy(request) : [];
      return new Set(added).size < added.length ? refuse(409) : undefined;
    },
  },
  {
    id: 'group.adds-fifty-at-most',
    says: 'only the first fifty members of an added list are stored',
    breaks: ['7644:3.5.2/patch-group-members'],
    kills: ['groups.add-a-hundred-members', 'practice.five-hundred-members-are-kept'],
    optIn: ['load'],
    semantics: {
      addMany: (current, incoming, attribute, same) =>
        strict.addMany(
          current,
          attribute.name === 'members' ? incoming.slice(0, 50) : incoming,
          attribute,
          same,
        ),
    },
  },
  {
    id: 'groups.mixed-patch-keeps-half',
    says: 'a failing PATCH of a group keeps its membership changes',
    breaks: ['7644:3.5.2/patch-atomic'],
    kills: ['groups.mixed-patch-fails-as-a-whole'],
    ...during((request) => isGroup(request) && isOne(request, 'PATCH'), {
      ...strictPatching,
      keepsPartialWork: true,
    }),
  },
  {
    id: 'groups.adds-the-first-of-a-list',
    says: 'of the members that one operation adds only the first is stored',
    breaks: ['7644:3.5.2/patch-group-members', 'entra:R31'],
    kills: ['groups.add-several-members', 'entra.several-memberships-in-one-patch'],
    before(request) {
      if (!isGroup(request) || !isOne(request, 'PATCH')) return undefined;
      for (const operation of operationsIn(request.body))
        if (/^add$/i.test(String(operation.op)) && Array.isArray(operation.value))
          operation.value = operation.value.slice(0, 1);
    },
  },
];
