import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, readId, resourcesIn } from '../kit.ts';
import { during } from '../patch/kit.ts';

const membersIn = (group: ScimObject): ScimObject[] =>
  Array.isArray(group.members) ? group.members.filter(isObject) : [];

const isGroup = ({ path }: { path: string }): boolean => path.startsWith('/Groups');

/** Users that a PATCH found in a group, and that group. */
const left = new Map<string, string>();

/** Groups that go wrong. */
export const membershipDefects: Defect[] = [
  {
    id: 'group.is-never-empty',
    says: 'a group that was created without members shows one',
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
    id: 'group.members-addresses-lead-astray',
    says: 'the $ref of a member is that of another',
    breaks: ['7643:4.2/members-ref'],
    kills: ['groups.member-address-leads-to-it'],
    after(request, response) {
      if (!isGroup(request)) return undefined;
      for (const group of resourcesIn(response))
        for (const one of membersIn(group)) one.$ref = `${String(one.$ref)}-x`;
    },
  },
  {
    id: 'group.members-of-another-type',
    says: 'the type of a member is no resource type',
    breaks: ['7643:4.2/members-type'],
    kills: ['groups.member-type-is-its-resource-type'],
    after(request, response) {
      if (!isGroup(request)) return undefined;
      for (const group of resourcesIn(response)) for (const one of membersIn(group)) one.type = 'Account';
    },
  },
  {
    id: 'group.member-can-be-exchanged',
    says: 'a PATCH of the value of a member puts another in its place',
    breaks: ['7643:4.2/members-subattrs-immutable'],
    kills: ['groups.member-cannot-be-altered'],
    ...during((request) => isGroup(request) && isOne(request, 'PATCH'), { changesImmutable: () => true }),
  },
  {
    id: 'group.name-unique-without-saying-so',
    says: 'group names are unique, and published as if they were not',
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
    id: 'group.absent-removal-empties',
    says: 'taking a member away who is not in the group takes all of them away',
    breaks: ['7644:3.5.2.2/remove-filter-nomatch', 'entra:Q13'],
    kills: ['groups.remove-absent-member', 'entra.repeated-memberships-settle'],
    before(request, { store }) {
      const group =
        isGroup(request) && isOne(request, 'PATCH') ? store.get('Group', readId(request)) : undefined;
      const operations = isObject(request.body) ? request.body.Operations : undefined;
      if (!group || !Array.isArray(operations)) return undefined;
      const there = membersIn(group.data).map(({ value }) => value);
      for (const one of operations.filter(isObject)) {
        const named = /^members\[value eq "(.*)"\]$/.exec(String(one.path))?.[1];
        if (/^remove$/i.test(String(one.op)) && named !== undefined && !there.includes(named))
          one.path = 'members';
      }
    },
  },
  {
    id: 'group.put-adds-members',
    says: 'a PUT adds its members to those that are there',
    breaks: ['7644:3.5.1/members-put-replace'],
    kills: ['groups.put-replaces-members'],
    before(request, { store }) {
      const group =
        isGroup(request) && isOne(request, 'PUT') ? store.get('Group', readId(request)) : undefined;
      if (!group || !isObject(request.body)) return undefined;
      const all = [...membersIn(group.data), ...membersIn(request.body)];
      const known = new Map(all.map((one) => [one.value, one]));
      request.body = { ...request.body, members: [...known.values()] };
    },
  },
  {
    id: 'group.loses-a-member',
    says: 'a new group keeps the first of its members only',
    breaks: ['7643:4.2/members-roundtrip'],
    kills: ['groups.keep-their-members', 'entra.members-are-shown-when-asked'],
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
    id: 'group.last-member-stays',
    says: 'the last member of a group cannot be removed, and the request succeeds',
    breaks: ['7644:3.5.2.2/remove-last-unassigned'],
    kills: ['groups.remove-the-last-member'],
    semantics: {
      removeMatched(current, matched) {
        const rest = strict.removeMatched(current, matched);
        return rest.length === 0 ? current : rest;
      },
    },
  },
  {
    id: 'group.takes-the-neighbour',
    says: 'removing one member removes the one after it, too',
    breaks: ['7644:3.5.2.2/remove-filter-value', '7644:3.5.2/patch-group-members'],
    kills: [
      'groups.remove-the-right-member',
      'groups.members-change-step-by-step',
      'entra.membership-change-arrives',
    ],
    semantics: {
      removeMatched: (current, matched) =>
        current.filter((one, index) => !matched.has(one) && !matched.has(current[index - 1])),
    },
  },
  {
    id: 'group.adds-fifty-at-most',
    says: 'of a list of members that is added only the first fifty are taken',
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
    id: 'group.patch-leaves-groups-of-users',
    says: 'a user that a PATCH takes out of a group still shows it',
    breaks: ['7643:4.1.2/groups-reflects-membership'],
    kills: ['groups.users-show-what-patch-did', 'errors.bad-paths-are-no-server-error'],
    before(request, { store }) {
      const group =
        isGroup(request) && isOne(request, 'PATCH') ? store.get('Group', readId(request)) : undefined;
      if (group) for (const { value } of membersIn(group.data)) left.set(String(value), group.id);
    },
    after(request, response, { store }) {
      const group = isOne(request, 'GET') ? left.get(readId(request)) : undefined;
      if (group === undefined || !isObject(response.body) || !store.get('Group', group)) return undefined;
      const shown = Array.isArray(response.body.groups) ? response.body.groups : [];
      if (!shown.some((one) => isObject(one) && one.value === group))
        response.body.groups = [...shown, { value: group }];
    },
  },
];
