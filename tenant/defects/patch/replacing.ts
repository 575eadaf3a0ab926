import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne } from '../kit.ts';
import { readOp, readOperations, setOperations } from './kit.ts';

/** What goes wrong with replace. */
export const replacingDefects: Defect[] = [
  {
    id: 'patch.shows-but-does-not-keep',
    says: 'the response to PATCH shows a change that the next read does not',
    breaks: ['7644:3.1/reflects-state', '7644:3.5.2.3/replace-single', 'practice:P10'],
    kills: [
      'users.read-equals-answer-to-patch',
      'patch.replace-sets-a-single-value',
      'practice.reads-show-the-last-write',
      'patch.replace-sets-what-is-unassigned',
      'patch.urn-qualified-core-path',
      'practice.patches-in-a-row-all-stay',
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
    id: 'patch.replace-appends',
    says: 'replace of a list appends to it',
    breaks: ['7644:3.5.2.3/replace-multi', '7644:3.5.2.3/replace-nopath', '7643:2.5/patch-null-value'],
    kills: [
      'patch.replace-swaps-a-list',
      'patch.replace-without-path',
      'groups.replace-members-by-a-list',
      'groups.replace-members-by-nothing',
      'entra.replaced-members-are-the-given',
      'entra.empty-list-empties-the-group',
    ],
    semantics: { replaceMany: (current, incoming) => [...current, ...incoming] },
  },
  {
    id: 'patch.replace-needs-a-value',
    says: 'replace of an unassigned attribute does nothing',
    breaks: ['7644:3.5.2.3/replace-absent-is-add'],
    kills: [
      'patch.replace-sets-what-is-unassigned',
      'patch.takes-both-media-types',
      'practice.simultaneous-patches-both-stay',
    ],
    semantics: {
      replaceSingle: (current, value, attribute) =>
        current === undefined ? undefined : strict.replaceSingle(current, value, attribute),
    },
  },
  {
    id: 'patch.replace-without-path-clears-the-rest',
    says: 'replace without a path clears what it does not name',
    breaks: ['7644:3.5.2.3/replace-nopath'],
    kills: ['patch.replace-without-path'],
    before(request) {
      const list = readOperations(request);
      const bare = list.some((one) => readOp(one) === 'replace' && one.path === undefined);
      if (bare && request.path.startsWith('/Users'))
        setOperations(request, [{ op: 'remove', path: 'nickName' }, ...list]);
    },
  },
];
