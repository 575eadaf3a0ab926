import { later } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What deleting does beside the resource itself. */
export const deleteVariations: Variation[] = [
  {
    id: 'deletes.references-stay',
    says: 'groups and accounts go on naming who was deleted',
    basis: ['7643:2.3.7', '7644:3.6'],
    rows: ['7644:3.6/delete-removes-membership'],
    choice: 'references of the deleted',
    semantics: () => ({ dropsReferences: false }),
  },
  {
    id: 'deletes.slowly',
    says: 'a DELETE takes 50 ms longer than anything else',
    basis: ['7644:3.6'],
    after: ({ method }, response) => {
      if (method === 'DELETE') later(response, 50);
    },
  },
  {
    id: 'deletes.collections-405',
    says: 'a DELETE of a collection is refused with 405 and an empty Allow',
    basis: ['7644:3.2', '9110:10.2.1'],
    rows: ['7644:3.2/delete-collection'],
    after: ({ method, path }, response) => {
      if (method === 'DELETE' && /^\/(?:Users|Groups)$/.test(path) && response.status === 405)
        response.headers.allow = '';
    },
  },
];
