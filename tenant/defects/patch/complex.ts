import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { readOperations, readPath, refusal, setOperations } from './kit.ts';

/** What goes wrong with complex values and with the order of operations. */
export const complexDefects: Defect[] = [
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
    id: 'patch.value-filters-without-logic',
    says: 'a value filter of more than one comparison is refused',
    breaks: ['7644:3.5.2/patch-logical-filter'],
    kills: ['patch.value-filters-take-logic'],
    before: (request) =>
      readOperations(request).some((one) => /\[.*(?: and | or |not ?\().*\]/i.test(readPath(one)))
        ? refusal('invalidFilter')
        : undefined,
  },
];
