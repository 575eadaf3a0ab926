import { isObject } from '../../model.ts';
import { reachingSomebody } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';
import { done, during, filtered, readOp, readOperations, readPath, refusal } from './kit.ts';

/** What PATCH does that it ought to refuse, or the other way round, by the file of their checks. */
export const patchDefects: Defect[] = [
  // firstChange.ts
  ...reachingSomebody('PATCH', {
    breaks: ['7644:3.5.2.3/replace-single'],
    kills: ['patch.first-change-is-stored'],
  }),
  {
    id: 'patch.changes-nothing',
    says: 'PATCH answers 204 and changes nothing',
    breaks: [
      '7644:3.5.2.3/replace-single',
      '7644:3.5.2.1/add-new-single',
      '7644:3.5.2.2/remove-single',
      'entra:R02',
      'practice:P10',
    ],
    kills: [
      'patch.first-change-is-stored',
      'entra.patch-changes-users-and-groups',
      'patch.add-sets-a-single-value',
      'patch.replace-sets-a-single-value',
      'patch.remove-unassigns-a-value',
      'groups.members-change-step-by-step',
      'groups.add-several-members',
      'groups.remove-several-members',
      'patch.moves-last-modified',
      'practice.reads-show-the-last-write',
      'patch.add-appends-to-a-list',
      'patch.remove-sub-attribute-at-a-filter',
      'patch.replace-at-a-filter-swaps-the-element',
      'patch.replace-at-a-filter-sets-a-sub-attribute',
      'patch.replace-keeps-other-sub-attributes',
      'groups.remove-all-members',
      'groups.remove-the-last-member',
      'entra.one-element-of-a-type-stays-one',
      'patch.sub-attribute-path-sets-one',
      'patch.replace-swaps-a-list',
    ],
    before: (request, { store }) =>
      isOne(request, 'PATCH') && store.find(request.path.split('/')[2] ?? '')
        ? { status: 204, headers: {} }
        : undefined,
  },
  // addingAtFilters.ts
  {
    id: 'patch.add-at-a-filter-sets-all',
    says: 'add of a sub-attribute at a value filter sets it on every element',
    breaks: ['7644:3.5.2/add-valuepath-match'],
    kills: ['patch.add-at-a-filter-sets-that-element'],
    before(request) {
      for (const one of readOperations(request)) {
        const parts = filtered(one);
        if (readOp(one) === 'add' && parts?.list === 'addresses') one.path = `addresses.${parts.sub}`;
      }
    },
  },
  {
    id: 'patch.add-doubles',
    says: 'add of an existing value adds it again',
    breaks: ['7644:3.5.2.1/add-duplicate-noop', '7644:3.5.2.1/add-duplicate-lastmodified', 'entra:Q13'],
    kills: [
      'entra.repeated-memberships-settle',
      'patch.add-of-the-same-changes-nothing',
      'groups.add-existing-member-once',
      'patch.no-change-keeps-last-modified',
    ],
    semantics: { addMany: (current, incoming) => [...current, ...incoming] },
  },
  // whole.ts
  {
    id: 'patch.not-atomic',
    says: 'operations before a failing one take effect',
    breaks: ['7644:3.5.2/patch-atomic', 'practice:P20'],
    kills: [
      'patch.fails-as-a-whole',
      'practice.refused-writes-leave-no-trace',
      'groups.mixed-patch-fails-as-a-whole',
    ],
    semantics: { keepsPartialWork: true },
  },
  {
    id: 'patch.touches-without-change',
    says: 'a PATCH that changes nothing advances lastModified',
    breaks: ['7644:3.5.2.1/add-duplicate-lastmodified'],
    kills: ['patch.no-change-keeps-last-modified'],
    semantics: { changed: () => true },
  },
  // protected.ts
  {
    id: 'patch.ignores-read-only',
    says: 'a PATCH of a readOnly attribute succeeds but does nothing',
    breaks: ['7644:3.5.2/patch-readonly', '7644:3.5.2.2/remove-readonly'],
    kills: ['patch.readonly-is-refused', 'patch.readonly-cannot-be-removed'],
    semantics: { refusesReadOnly: () => false },
  },
  {
    id: 'patch.answer-takes-the-id',
    says: 'an id in the value of a pathless operation shows in the response',
    breaks: ['7644:3.5.2/patch-readonly-nopath'],
    kills: ['patch.readonly-in-an-object'],
    before(request) {
      for (const { value } of readOperations(request)) {
        if (!isObject(value) || value.id === undefined) continue;
        request.headers['x-id'] = String(value.id);
        delete value.id;
      }
    },
    after(request, response) {
      const id = request.headers['x-id'];
      if (id !== undefined && isObject(response.body)) response.body.id = id;
    },
  },
  // fixed.ts
  {
    id: 'patch.immutable-from-the-start',
    says: 'add of an immutable attribute without a value is refused',
    breaks: ['7644:3.5.2/patch-immutable-add'],
    kills: ['patch.immutable-can-be-added-once', 'attributes.immutable-values-can-be-set-late'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'add' && readPath(one).endsWith(':origin'))
        ? refusal('mutability')
        : undefined,
  },
  {
    id: 'patch.remove-required',
    says: 'a required attribute can be removed',
    breaks: ['7644:3.5.2.2/remove-required'],
    kills: ['patch.required-cannot-be-removed'],
    semantics: { requires: () => false },
  },
  // refusals.ts
  {
    id: 'patch.any-operation-replaces',
    says: 'an unknown operation is treated as replace',
    breaks: ['7644:3.5.2/patch-unknown-op'],
    kills: ['patch.unknown-operations-are-refused'],
    before(request) {
      for (const one of readOperations(request))
        if (!['add', 'remove', 'replace'].includes(readOp(one))) one.op = 'replace';
    },
  },
  {
    id: 'patch.without-operations-is-success',
    says: 'a PATCH without operations succeeds',
    breaks: ['7644:3.5.2/patch-empty-operations'],
    kills: ['patch.without-operations-is-refused'],
    before: (request) =>
      isOne(request, 'PATCH') && isObject(request.body) && request.body.Operations === undefined
        ? done()
        : undefined,
  },
  {
    id: 'patch.remove-without-path-is-success',
    says: 'remove without a path succeeds but does nothing',
    breaks: ['7644:3.5.2.2/remove-nopath'],
    kills: ['patch.remove-without-path-is-refused'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'remove' && one.path === undefined)
        ? done()
        : undefined,
  },
  // refusedValues.ts
  {
    id: 'patch.add-without-value-is-success',
    says: 'add without a value succeeds but does nothing',
    breaks: ['7644:3.5.2.1/add-needs-value'],
    kills: ['patch.add-without-value-is-refused'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'add' && one.value === undefined)
        ? done()
        : undefined,
  },
  {
    id: 'patch.takes-wrong-types',
    says: 'PATCH keeps values that are not of the type of their attribute',
    breaks: ['7644:3.5.2/patch-wrong-type'],
    kills: ['patch.wrong-types-are-refused'],
    ...during((request) => isOne(request, 'PATCH'), { checksTypes: () => false }),
  },
  {
    id: 'patch.takes-a-taken-name',
    says: 'PATCH gives a user the userName of another',
    breaks: ['7644:3.12/patch-uniqueness'],
    kills: [
      'patch.taken-user-name-is-refused',
      'patch.never-doubles-a-user-name',
      'practice.simultaneous-renames-to-one-name',
    ],
    ...during((request) => isOne(request, 'PATCH'), { unique: () => false }),
  },
  // badPaths.ts
  {
    id: 'patch.breaks-on-bad-path',
    says: 'a malformed path breaks the server',
    breaks: ['7644:3.12/patch-invalid-path', '7644:3.12/no-5xx'],
    kills: [
      'errors.bad-paths-are-no-server-error',
      'patch.malformed-paths-are-refused',
      'errors.wrong-types-are-no-server-error',
    ],
    after(request, response) {
      const bad = isObject(response.body) && response.body.scimType === 'invalidPath';
      return isOne(request, 'PATCH') && bad ? refuse(500) : undefined;
    },
  },
  {
    id: 'patch.passes-over-bad-filters',
    says: 'a malformed value filter is ignored with a success status',
    breaks: ['7644:3.12/patch-invalid-filter'],
    kills: ['patch.unreadable-filter-is-refused'],
    after: (request, response) =>
      isOne(request, 'PATCH') && isObject(response.body) && response.body.scimType === 'invalidFilter'
        ? done()
        : undefined,
  },
  {
    id: 'patch.passes-over-unknown-attributes',
    says: 'a path to an unknown attribute is ignored with a success status',
    breaks: ['7644:3.12/patch-unknown-attr'],
    kills: ['patch.unknown-attributes-are-refused'],
    after: (request, response) =>
      isOne(request, 'PATCH') &&
      isObject(response.body) &&
      /is not an attribute/.test(String(response.body.detail))
        ? done()
        : undefined,
  },
];
