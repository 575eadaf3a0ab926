import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';

const PUT_KEEPS = {
  breaks: ['7644:3.5.1/members-put-replace'],
  kills: ['groups.put-keeps-groups-in-groups'],
};

const membersIn = ({ members }: ScimObject): ScimObject[] =>
  Array.isArray(members) ? members.filter(isObject) : [];

/** Members that groups were created with, by the groups' ids. */
const born = new Map<string, unknown>();

/** Groups that lose or regain members when they are changed or deleted as a whole. */
export const wholeGroupDefects: Defect[] = [
  {
    id: 'group.rename-brings-members-back',
    says: 'a rename of a group gives it the members that it was created with',
    breaks: ['7644:3.5.2.3/replace-single'],
    kills: ['groups.rename-keeps-members'],
    after(request, response, { store }) {
      if (nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      if (isCreate(request) && isObject(response.body)) {
        const made = store.get('Group', String(response.body.id));
        if (made) born.set(made.id, made.data.members);
      }
      const renames = readOperations(request).some((one) => one.path === 'displayName');
      const group = renames ? store.get('Group', readId(request)) : undefined;
      if (group && born.has(group.id))
        store.put({ ...group, data: { ...group.data, members: born.get(group.id) } });
    },
  },
  {
    id: 'group.put-takes-one-away',
    says: 'a PUT of a group takes one member away, however many it leaves out',
    breaks: ['7644:3.5.1/members-put-replace'],
    kills: ['groups.put-replaces-members'],
    before(request, { store }) {
      const group =
        isOne(request, 'PUT') && nameType(request) === 'Group'
          ? store.get('Group', readId(request))
          : undefined;
      if (!group || !isObject(request.body)) return undefined;
      const kept = membersIn(request.body);
      const [, ...stay] = membersIn(group.data).filter(({ value }) =>
        kept.every((one) => one.value !== value),
      );
      if (stay.length > 0) request.body = { ...request.body, members: [...kept, ...stay] };
    },
  },
  {
    id: 'group.put-keeps-fifty',
    says: 'of the members in a PUT of a group only the first fifty are kept',
    breaks: ['7644:3.5.2/patch-group-members'],
    kills: ['groups.grow-past-a-hundred'],
    before(request) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !isObject(request.body))
        return undefined;
      const members = membersIn(request.body);
      if (members.length > 50) request.body = { ...request.body, members: members.slice(0, 50) };
    },
  },
  {
    id: 'group.put-drops-groups',
    says: 'a PUT of a group drops the groups among its members',
    ...PUT_KEEPS,
    before(request, { store }) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !isObject(request.body))
        return undefined;
      const { members } = request.body;
      const users = membersIn(request.body).filter(({ value }) => !store.get('Group', String(value)));
      if (Array.isArray(members)) request.body = { ...request.body, members: users };
    },
  },
  {
    id: 'delete.group-takes-groups-along',
    says: 'deleting a group deletes the groups that are its members',
    ...PUT_KEEPS,
    breaks: ['7643:4.2/delete-keeps-members'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'Group') return undefined;
      for (const { value } of membersIn(store.get('Group', readId(request))?.data ?? {})) {
        const inner = store.get('Group', String(value));
        if (inner) store.remove(inner);
      }
    },
  },
  {
    id: 'group.members-without-value',
    says: 'members have addresses but no identifiers',
    breaks: ['7643:4.2/members-roundtrip'],
    kills: ['groups.keep-their-members'],
    after(_request, response) {
      if (!succeeded(response)) return undefined;
      for (const { members } of resourcesIn(response)) {
        if (Array.isArray(members)) for (const member of members) delete member.value;
      }
    },
  },
  {
    id: 'update.answers-with-another-group-name',
    says: 'the answer to a change of a group carries another displayName than the group',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['groups.put-replaces-members'],
    after(request, response) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      if (isObject(response.body)) response.body.displayName = 'as before';
    },
  },
  {
    id: 'update.patch-answers-with-another-group-name',
    says: 'a PATCH of a group is answered 200 with another displayName than the group has',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['groups.rename-keeps-members'],
    after: (request, response) =>
      isOne(request, 'PATCH') && nameType(request) === 'Group' && succeeded(response)
        ? {
            status: 200,
            headers: {},
            body: { schemas: [SCHEMA.group], id: readId(request), displayName: 'as before' },
          }
        : undefined,
  },
  {
    id: 'group.leaves-last-modified',
    says: 'lastModified of a group does not move when its members change',
    breaks: ['7643:3.1/lastmodified-advances'],
    kills: ['groups.put-replaces-members'],
    after(request, response) {
      for (const { meta, members } of resourcesIn(response))
        if (isObject(meta) && nameType(request) === 'Group' && members !== undefined)
          meta.lastModified = meta.created;
    },
  },
];
