import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { readOp, readOperations, readPath, refusal, setOperations } from './kit.ts';

/** What goes wrong with add. */
export const addingDefects: Defect[] = [
  {
    id: 'patch.add-refuses-existing',
    says: 'add to an assigned attribute changes nothing',
    breaks: ['7644:3.5.2.1/add-replaces-single'],
    kills: ['patch.add-sets-a-single-value', 'patch.add-merges-a-complex-value', 'entra.add-sets-active'],
    semantics: { addSingle: (current, value) => current ?? value },
  },
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
      'patch.add-takes-a-single-object',
      'smartfile.group-filled-later-keeps-members',
    ],
    semantics: { addMany: (_current, incoming) => incoming },
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
    id: 'patch.add-drops-siblings',
    says: 'add to a complex value drops its other sub-attributes',
    breaks: ['7644:3.5.2.1/add-complex-merge'],
    kills: ['patch.add-merges-a-complex-value'],
    semantics: {
      addSingle: (_current, value, attribute) => strict.replaceSingle(undefined, value, attribute),
    },
  },
  {
    id: 'patch.sub-attribute-drops-siblings',
    says: 'setting a sub-attribute replaces the whole complex value',
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
    id: 'patch.add-without-path-replaces',
    says: 'add without a path replaces lists',
    breaks: ['7644:3.5.2.1/add-nopath'],
    kills: ['patch.add-without-path-merges'],
    before(request) {
      for (const one of readOperations(request))
        if (readOp(one) === 'add' && one.path === undefined) one.op = 'replace';
    },
  },
];
