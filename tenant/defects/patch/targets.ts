import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { done, filtered, readOp, readOperations, readPath, refusal, setOperations } from './kit.ts';

/** PATCH that does something else to a target than it was asked to. */
export const patchTargetDefects: Defect[] = [
  {
    id: 'patch.add-needs-a-value',
    says: 'add to an unassigned attribute does nothing',
    breaks: ['7644:3.5.2.1/add-new-single'],
    kills: ['patch.add-sets-a-single-value'],
    semantics: {
      addSingle: (current, value, attribute) =>
        current === undefined ? undefined : strict.addSingle(current, value, attribute),
    },
  },
  {
    id: 'patch.add-wants-an-array',
    says: 'add of a single object to a list is refused',
    breaks: ['7644:3.5.2.1/add-multi-object'],
    kills: ['patch.add-takes-a-single-object'],
    before: (request) =>
      readOperations(request).some(
        (one) => readOp(one) === 'add' && readPath(one) === 'emails' && !Array.isArray(one.value),
      )
        ? refusal('invalidValue')
        : undefined,
  },
  {
    id: 'patch.add-without-path-replaces',
    says: 'add without a path replaces lists',
    breaks: ['7644:3.5.2.1/add-nopath'],
    kills: ['patch.add-without-path-merges'],
    before(request) {
      for (const one of readOperations(request))
        if (readOp(one) === 'add' && one.path === undefined) one.op = 'replace';
    },
  },
  {
    id: 'patch.sub-attribute-drops-siblings',
    says: 'a sub-attribute that is set takes the place of the whole complex value',
    breaks: ['7644:3.5.2/add-subattr'],
    kills: [
      'patch.sub-attribute-path-sets-one',
      'patch.names-in-any-letter-case',
      'entra.clearing-keeps-siblings',
    ],
    before(request) {
      const list = readOperations(request).flatMap((one) =>
        /^name\./i.test(readPath(one)) && readOp(one) !== 'remove'
          ? [{ op: 'remove', path: 'name' }, one]
          : [one],
      );
      if (list.length > 0) setOperations(request, list);
    },
  },
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
    id: 'patch.touches-without-change',
    says: 'a PATCH that changes nothing moves lastModified on',
    breaks: ['7644:3.5.2.1/add-duplicate-lastmodified'],
    kills: ['patch.no-change-keeps-last-modified'],
    semantics: { changed: () => true },
  },
  {
    id: 'patch.remove-keeps-single-values',
    says: 'remove of a single value succeeds and does nothing',
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
  {
    id: 'patch.replace-at-a-filter-swaps-the-list',
    says: 'replace at a value filter replaces the whole list',
    breaks: ['7644:3.5.2.3/replace-filter-element'],
    kills: ['patch.replace-at-a-filter-swaps-the-element'],
    before(request) {
      for (const one of readOperations(request)) {
        const parts = filtered(one);
        if (readOp(one) !== 'replace' || parts?.sub !== '') continue;
        one.path = parts.list;
        one.value = [one.value].flat();
      }
    },
  },
  {
    id: 'patch.replace-at-a-filter-sets-all',
    says: 'replace of a sub-attribute at a value filter changes every element',
    breaks: ['7644:3.5.2.3/replace-filter-subattr'],
    kills: ['patch.replace-at-a-filter-sets-a-sub-attribute', 'patch.value-filters-take-logic'],
    before(request) {
      for (const one of readOperations(request)) {
        const parts = filtered(one);
        if (readOp(one) === 'replace' && parts?.list === 'addresses') one.path = `addresses.${parts.sub}`;
      }
    },
  },
  {
    id: 'patch.value-filters-without-logic',
    says: 'a value filter of more than one comparison is refused',
    breaks: ['7644:3.5.2/patch-logical-filter'],
    kills: ['patch.value-filters-take-logic'],
    before: (request) =>
      readOperations(request).some((one) => /\[.*(?: and | or |not ?\().*\]/i.test(readPath(one)))
        ? refusal('invalidFilter')
        : undefined,
  },
  {
    id: 'patch.null-is-refused',
    says: 'replace with null is refused',
    breaks: ['7643:2.5/patch-null-value'],
    kills: ['patch.null-unassigns'],
    before: (request) =>
      readOperations(request).some((one) => one.value === null) ? refusal('invalidValue') : undefined,
  },
  {
    id: 'patch.works-backwards',
    says: 'the operations of a PATCH are applied from the last to the first',
    breaks: ['7644:3.5.2/patch-sequential'],
    kills: ['patch.applies-in-order', 'groups.members-change-in-order'],
    before(request) {
      const list = readOperations(request);
      if (list.length > 1) setOperations(request, list.reverse());
    },
  },
  {
    id: 'patch.remove-leaves-extensions',
    says: 'remove of an attribute of an extension is answered with success and not done',
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
];
