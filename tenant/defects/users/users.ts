import { isObject } from '../../model.ts';
import { reachingSomebody } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { isOne } from '../kit.ts';

/** What goes wrong with single creates, the first PUT and groups of users, by the file of their checks. */
export const userDefects: Defect[] = [
  // firstReplace.ts
  ...reachingSomebody('PUT', {
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['users.first-replace-is-stored'],
  }),
  {
    id: 'replace.changes-nothing',
    says: 'PUT answers 200 and changes nothing',
    breaks: ['7644:3.5.1/put-replaces', '7643:3.1/lastmodified-advances', 'practice:P10'],
    kills: [
      'users.first-replace-is-stored',
      'users.replace-changes-values',
      'attributes.last-modified-advances',
      'practice.reads-show-the-last-write',
      'attributes.writable-values-change',
      'users.replace-reads-names-in-any-case',
      'users.replace-sets-immutable-once',
    ],
    before(request) {
      if (isOne(request, 'PUT')) request.method = 'GET';
    },
  },
  // createInvented.ts
  {
    id: 'create.invents-empty-addresses',
    says: 'an account without addresses shows one that is an empty string',
    breaks: ['practice:P38'],
    kills: ['users.create-invents-no-hollow-entries', 'queries.filter-pr'],
    semantics: {
      represent: (full, { type }) =>
        type === 'User' && full.emails === undefined
          ? { ...full, emails: [{ value: '', type: 'work' }] }
          : full,
    },
  },
  // createWrong.ts
  {
    id: 'create.keeps-wrong-types',
    says: 'values of the wrong type are kept',
    breaks: ['7644:3.12/create-wrong-type', '7643:2.3.2/boolean', '7643:2.4/array-shape'],
    kills: [
      'users.create-refuses-wrong-types',
      'traffic.booleans-are-json-booleans',
      'traffic.arrays-are-as-published',
    ],
    semantics: { checksTypes: () => false },
  },
  // groups.ts
  {
    id: 'user.groups-by-name',
    says: 'accounts show their groups by name instead of by id',
    breaks: ['7643:4.1.2/groups-reflects-membership'],
    kills: ['users.groups-show-memberships'],
    semantics: {
      represent: (full) =>
        Array.isArray(full.groups)
          ? { ...full, groups: full.groups.map((group) => ({ ...group, value: group.display })) }
          : full,
    },
  },
  // forms.ts
  {
    id: 'users.display-name-is-a-list',
    says: 'displayName of a user with a middle name is shown as a list',
    breaks: ['7643:4.1.1/displayname'],
    kills: ['users.values-as-sent', 'traffic.arrays-are-as-published'],
    semantics: {
      represent: (full, { data }) =>
        isObject(data.name) && data.name.middleName !== undefined && full.displayName !== undefined
          ? { ...full, displayName: [full.displayName] }
          : full,
    },
  },
];
