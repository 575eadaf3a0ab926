import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse, succeeded } from '../kit.ts';

/** What goes wrong under PATCH. */
export const patchingDefects: Defect[] = [
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
    ],
    before: (request, { store }) =>
      isOne(request, 'PATCH') && store.find(request.path.split('/')[2] ?? '')
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'patch.shows-but-does-not-keep',
    says: 'the answer to PATCH shows a change that the next read does not',
    breaks: ['7644:3.1/reflects-state', '7644:3.5.2.3/replace-single', 'practice:P10'],
    kills: [
      'users.read-equals-answer-to-patch',
      'patch.replace-sets-a-single-value',
      'practice.reads-show-the-last-write',
    ],
    semantics: {
      replaceSingle: (current, value, attribute) =>
        attribute.name === 'displayName' ? current : strict.replaceSingle(current, value, attribute),
    },
    after(request, response) {
      if (!isOne(request, 'PATCH') || !isObject(response.body) || !isObject(request.body)) return undefined;
      const operations = Array.isArray(request.body.Operations)
        ? request.body.Operations.filter(isObject)
        : [];
      const wish = operations.find(({ path }) => path === 'displayName');
      if (wish) response.body.displayName = wish.value;
    },
  },
  {
    id: 'patch.empty-200',
    says: 'PATCH answers 200 without a body',
    breaks: ['7644:3.5.2/patch-status', '7644:3.5.2/patch-attributes-200', 'entra:Q30'],
    kills: [
      'entra.patch-answers-200-or-204',
      'patch.answers-200-or-204',
      'patch.attributes-parameter-projects',
    ],
    after: (request, response) =>
      isOne(request, 'PATCH') && succeeded(response) ? { status: 200, headers: response.headers } : undefined,
  },
  {
    id: 'patch.not-atomic',
    says: 'operations before a failing one stay done',
    breaks: ['7644:3.5.2/patch-atomic', 'practice:P20'],
    kills: ['patch.fails-as-a-whole', 'practice.refused-writes-leave-no-trace'],
    semantics: { keepsPartialWork: true },
  },
  {
    id: 'patch.add-overwrites-list',
    says: 'add replaces the values of a list',
    breaks: [
      '7644:3.5.2.1/add-multi-appends',
      '7644:3.5.2/patch-group-members',
      'smartfile:S22',
      'entra:Q40',
    ],
    kills: [
      'entra.group-survives-a-restart',
      'smartfile.missing-members-are-completed',
      'patch.add-appends-to-a-list',
      'groups.add-member-keeps-others',
      'groups.add-several-members',
    ],
    semantics: { addMany: (_current, incoming) => incoming },
  },
  {
    id: 'patch.add-doubles',
    says: 'add of a value that is there adds it again',
    breaks: ['7644:3.5.2.1/add-duplicate-noop', '7644:3.5.2.1/add-duplicate-lastmodified', 'entra:Q13'],
    kills: [
      'entra.repeated-memberships-settle',
      'patch.add-of-the-same-changes-nothing',
      'groups.add-existing-member-once',
      'patch.no-change-keeps-last-modified',
    ],
    semantics: { addMany: (current, incoming) => [...current, ...incoming] },
  },
  {
    id: 'patch.add-refuses-existing',
    says: 'add to an assigned attribute changes nothing',
    breaks: ['7644:3.5.2.1/add-replaces-single'],
    kills: ['patch.add-sets-a-single-value'],
    semantics: { addSingle: (current, value) => current ?? value },
  },
  {
    id: 'patch.add-drops-siblings',
    says: 'add to a complex value drops its other sub-attributes',
    breaks: ['7644:3.5.2.1/add-complex-merge'],
    kills: ['patch.add-merges-a-complex-value'],
    semantics: {
      addSingle: (_current, value, attribute) => strict.replaceSingle(undefined, value, attribute),
    },
  },
  {
    id: 'patch.replace-drops-siblings',
    says: 'replace of a complex value drops its other sub-attributes',
    breaks: [
      '7644:3.5.2.3/replace-complex-partial',
      '7644:3.5.2.3/replace-complex-partial-nopath',
      'entra:Q27',
    ],
    kills: [
      'entra.clearing-keeps-siblings',
      'patch.replace-keeps-other-sub-attributes',
      'patch.replace-without-path-keeps-sub-attributes',
    ],
    semantics: {
      replaceSingle: (_current, value, attribute) => strict.replaceSingle(undefined, value, attribute),
    },
  },
  {
    id: 'patch.replace-appends',
    says: 'replace of a list appends to it',
    breaks: ['7644:3.5.2.3/replace-multi', '7644:3.5.2.3/replace-nopath', '7643:2.5/patch-null-value'],
    kills: [
      'patch.replace-swaps-a-list',
      'patch.replace-without-path',
      'groups.replace-members-by-a-list',
      'groups.replace-members-by-nothing',
    ],
    semantics: { replaceMany: (current, incoming) => [...current, ...incoming] },
  },
  {
    id: 'patch.replace-needs-a-value',
    says: 'replace of an unassigned attribute does nothing',
    breaks: ['7644:3.5.2.3/replace-absent-is-add'],
    kills: ['patch.replace-sets-what-is-unassigned'],
    semantics: {
      replaceSingle: (current, value, attribute) =>
        current === undefined ? undefined : strict.replaceSingle(current, value, attribute),
    },
  },
  {
    id: 'patch.replace-without-match-ignored',
    says: 'replace at a value filter without a match succeeds and does nothing',
    breaks: ['7644:3.5.2.3/replace-filter-nomatch', 'entra:Q07'],
    kills: ['entra.replace-creates-or-refuses', 'patch.replace-at-a-filter-without-match'],
    semantics: { noMatch: (op) => (op === 'replace' ? 'ignore' : strict.noMatch(op)) },
  },
  {
    id: 'patch.remove-ignores-filter',
    says: 'remove with a filter removes every value',
    breaks: ['7644:3.5.2.2/remove-filter-value', '7644:3.5.2/patch-group-members'],
    kills: [
      'patch.remove-from-a-list',
      'groups.remove-the-right-member',
      'groups.remove-several-members',
      'groups.members-change-step-by-step',
    ],
    semantics: { removeMatched: () => [] },
  },
  {
    id: 'patch.remove-required',
    says: 'a required attribute can be removed',
    breaks: ['7644:3.5.2.2/remove-required'],
    kills: ['patch.required-cannot-be-removed'],
    semantics: { requires: () => false },
  },
  {
    id: 'patch.ignores-read-only',
    says: 'a PATCH of a readOnly attribute succeeds and does nothing',
    breaks: ['7644:3.5.2/patch-readonly', '7644:3.5.2.2/remove-readonly'],
    kills: ['patch.readonly-is-refused', 'patch.readonly-cannot-be-removed'],
    semantics: { refusesReadOnly: () => false },
  },
  {
    id: 'patch.breaks-on-bad-path',
    says: 'a path that cannot be read breaks the server',
    breaks: ['7644:3.12/patch-invalid-path', '7644:3.12/no-5xx'],
    kills: ['errors.bad-paths-are-no-server-error', 'patch.malformed-paths-are-refused'],
    after(request, response) {
      const bad = isObject(response.body) && response.body.scimType === 'invalidPath';
      return isOne(request, 'PATCH') && bad ? refuse(500) : undefined;
    },
  },
];
