import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { done, filtered, readOp, readOperations, readPath, refusal, setOperations } from './kit.ts';

/** What goes wrong with remove. */
export const removingDefects: Defect[] = [
  {
    id: 'patch.remove-keeps-single-values',
    says: 'remove of a single value succeeds but does nothing',
    breaks: ['7644:3.5.2.2/remove-single'],
    kills: ['patch.remove-unassigns-a-value', 'entra.operations-in-any-case-work'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'remove' && readPath(one) === 'displayName') &&
      request.path.startsWith('/Users')
        ? done()
        : undefined,
  },
  {
    id: 'patch.remove-takes-siblings',
    says: 'remove of a sub-attribute takes the whole complex value',
    breaks: ['7644:3.5.2.2/remove-single'],
    kills: ['patch.remove-unassigns-a-value'],
    before(request) {
      for (const one of readOperations(request))
        if (readOp(one) === 'remove' && /^name\./.test(readPath(one))) one.path = 'name';
    },
  },
  {
    id: 'patch.remove-leaves-extensions',
    says: 'removing an extension attribute succeeds but does nothing',
    breaks: ['7644:3.5.2.2/remove-single'],
    kills: ['patch.remove-in-an-extension'],
    before(request) {
      const list = readOperations(request);
      const left = list.filter((one) => readOp(one) !== 'remove' || !readPath(one).startsWith('urn:'));
      if (left.length === 0 && list.length > 0) return done();
      if (left.length < list.length) setOperations(request, left);
      return undefined;
    },
  },
  {
    id: 'patch.remove-refuses-the-manager',
    says: 'remove of the manager is refused',
    breaks: ['7644:3.5.2.2/remove-single'],
    kills: ['patch.remove-in-an-extension'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'remove' && /:manager$/.test(readPath(one)))
        ? refusal('invalidPath')
        : undefined,
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
      'practice.simultaneous-membership-changes-all-show',
    ],
    semantics: { removeMatched: () => [] },
  },
  {
    id: 'patch.remove-leaves-one',
    says: 'remove of a list leaves its first value',
    breaks: ['7644:3.5.2.2/remove-multi-all'],
    kills: ['patch.remove-from-a-list', 'groups.remove-all-members', 'groups.members-change-in-order'],
    semantics: {
      removeMany: (current, listed, attribute, same) =>
        listed === undefined ? current.slice(0, 1) : strict.removeMany(current, listed, attribute, same),
    },
  },
  {
    id: 'patch.remove-takes-the-element',
    says: 'remove of a sub-attribute at a value filter takes the whole element',
    breaks: ['7644:3.5.2.2/remove-filter-subattr'],
    kills: ['patch.remove-sub-attribute-at-a-filter'],
    before(request) {
      for (const one of readOperations(request))
        if (readOp(one) === 'remove' && filtered(one)?.sub)
          one.path = readPath(one).replace(/\][^\]]*$/, ']');
    },
  },
];
