import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, readId, resourcesIn, succeeded, valuesIn } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { refusingRenames } from '../reach.ts';
import { findReplaced, isGroup, membersIn } from './kit.ts';

/** Members that groups were created with, by the groups' ids. */
const born = new Map<string, unknown>();

/** Groups that go wrong when they are created, replaced or renamed as a whole. */
export const wholeGroupDefects: Defect[] = [
  {
    id: 'group.is-never-empty',
    says: 'a group created without members shows one',
    breaks: ['7643:4.2/create-without-members'],
    kills: [
      'groups.may-be-created-empty',
      'users.replace-is-offered',
      'attributes.external-id-is-kept',
      'entra.group-is-created-without-members',
    ],
    after(request, response, { store }) {
      if (!isGroup(request) || !isOne(request, 'GET') || !isObject(response.body)) return undefined;
      const group = store.get('Group', readId(request));
      if (group?.revision === 1 && group.data.members === undefined)
        response.body.members = [{ value: 'administrator', type: 'User' }];
    },
  },
  {
    id: 'group.loses-a-member',
    says: 'a new group keeps the first of its members only',
    breaks: ['7643:4.2/members-roundtrip'],
    kills: [
      'groups.keep-their-members',
      'entra.members-are-shown-when-asked',
      'hard-delete.absent-from-groups',
    ],
    before(request) {
      if (
        isCreate(request) &&
        isGroup(request) &&
        isObject(request.body) &&
        membersIn(request.body).length > 1
      )
        request.body = { ...request.body, members: membersIn(request.body).slice(0, 1) };
    },
  },
  {
    id: 'group.members-without-value',
    says: 'members have addresses but no identifiers',
    breaks: ['7643:4.2/members-roundtrip'],
    kills: [
      'groups.keep-their-members',
      'groups.remove-absent-member',
      'entra.replaced-members-are-the-given',
    ],
    after(_request, response) {
      if (!succeeded(response)) return undefined;
      for (const { members } of resourcesIn(response)) {
        if (Array.isArray(members)) for (const member of members) delete member.value;
      }
    },
  },
  {
    id: 'group.put-adds-members',
    says: 'a PUT adds its members to the existing ones',
    breaks: ['7644:3.5.1/members-put-replace'],
    kills: ['groups.put-replaces-members'],
    before(request, { store }) {
      const replaced = findReplaced(request, store);
      if (!replaced) return;
      const all = [...membersIn(replaced.stored), ...membersIn(replaced.body)];
      const known = new Map(all.map((one) => [one.value, one]));
      request.body = { ...replaced.body, members: [...known.values()] };
    },
  },
  {
    id: 'group.put-takes-one-away',
    says: 'a PUT of a group removes one member, however many it omits',
    breaks: ['7644:3.5.1/members-put-replace'],
    kills: ['groups.put-replaces-members'],
    before(request, { store }) {
      const replaced = findReplaced(request, store);
      if (!replaced) return;
      const kept = membersIn(replaced.body);
      const [, ...stay] = membersIn(replaced.stored).filter(({ value }) =>
        kept.every((one) => one.value !== value),
      );
      if (stay.length > 0) request.body = { ...replaced.body, members: [...kept, ...stay] };
    },
  },
  {
    id: 'group.put-of-fewer-keeps-all',
    says: 'a PUT that names only some of the members of a group keeps the others as well',
    breaks: ['7644:3.5.1/members-put-replace'],
    kills: ['groups.put-replaces-members'],
    before(request, { store }) {
      const replaced = findReplaced(request, store);
      if (!replaced) return;
      const { stored, body } = replaced;
      const [there, kept] = [valuesIn(stored.members), valuesIn(body.members)];
      if (kept.length > 0 && kept.every((id) => there.includes(id)))
        request.body = { ...body, members: membersIn(stored) };
    },
  },
  {
    id: 'update.answers-with-another-group-name',
    says: 'the response to a change of a group has a different displayName from the group',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['groups.put-replaces-members'],
    after(request, response) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      if (isObject(response.body)) response.body.displayName = 'as before';
    },
  },
  {
    id: 'group.leaves-last-modified',
    says: 'lastModified of a group does not advance when its members change',
    breaks: ['7643:3.1/lastmodified-advances'],
    kills: ['groups.put-replaces-members'],
    after(request, response) {
      for (const { meta, members } of resourcesIn(response))
        if (isObject(meta) && nameType(request) === 'Group' && members !== undefined)
          meta.lastModified = meta.created;
    },
  },
  {
    id: 'groups.renames-are-forbidden',
    says: 'a group that is to be given another displayName is left as it is, and that is answered 403',
    breaks: ['7644:3.5.2.3/replace-nopath', '7644:3.5.2.3/replace-single', 'entra:Q15'],
    kills: ['groups.rename-keeps-members', 'entra.renaming-without-path-keeps-members'],
    ...refusingRenames('Group'),
  },
  {
    id: 'patch.group-rename-clears-members',
    says: 'renaming a group without a path empties it',
    breaks: ['7644:3.5.2.3/replace-nopath', 'entra:Q15', 'smartfile:S21'],
    kills: [
      'entra.renaming-without-path-keeps-members',
      'smartfile.matched-again-group-keeps-members',
      'groups.rename-keeps-members',
    ],
    before(request) {
      const operations = isObject(request.body) ? request.body.Operations : undefined;
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups') || !Array.isArray(operations)) {
        return undefined;
      }
      const bare = operations.some((operation) => isObject(operation) && operation.path === undefined);
      if (bare) operations.unshift({ op: 'replace', path: 'members', value: [] });
    },
  },
  {
    id: 'group.rename-brings-members-back',
    says: 'renaming a group restores the members that it was created with',
    breaks: ['7644:3.5.2.3/replace-single'],
    kills: ['groups.rename-keeps-members'],
    before(request, { store }) {
      // Groups are made by bulk requests as well: what the first request for one finds it was created with.
      const group = nameType(request) === 'Group' ? store.get('Group', readId(request)) : undefined;
      if (group && !born.has(group.id)) born.set(group.id, group.data.members);
      return undefined;
    },
    after(request, response, { store }) {
      if (nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      const renames = readOperations(request).some((one) => one.path === 'displayName');
      const group = renames ? store.get('Group', readId(request)) : undefined;
      if (group && born.has(group.id))
        store.put({ ...group, data: { ...group.data, members: born.get(group.id) } });
    },
  },
  {
    id: 'update.patch-answers-with-another-group-name',
    says: 'a PATCH of a group is answered 200 with the wrong displayName',
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
    id: 'group.name-unique-without-saying-so',
    says: 'group names are unique but published as not unique',
    breaks: ['7643:4.2/duplicate-displayname'],
    kills: ['groups.second-of-one-name-as-published'],
    publishes(name, document) {
      if (name !== 'Schemas') return document;
      const copy = structuredClone(document);
      const schemas = Array.isArray(copy.Resources) ? copy.Resources : [copy];
      for (const schema of schemas.filter(isObject)) {
        if (schema.name !== 'Group' || !Array.isArray(schema.attributes)) continue;
        for (const one of schema.attributes.filter(isObject))
          if (one.name === 'displayName') one.uniqueness = 'none';
      }
      return copy;
    },
  },
];
