import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, readId, refuse } from '../kit.ts';

/** What goes wrong with how names and values are written. */
export const notationDefects: Defect[] = [
  {
    id: 'characteristic.names-in-one-case',
    says: 'attribute names are recognised only in their own case',
    breaks: ['7643:2.1/attr-names-case-insensitive'],
    kills: ['attributes.names-in-any-case'],
    before: (request) =>
      isCreate(request) &&
      request.path === '/Users' &&
      isObject(request.body) &&
      !('userName' in request.body)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'characteristic.schemas-must-come-first',
    says: 'a body whose first member is not schemas is refused',
    breaks: ['7643:2.3.8/order-insensitive'],
    kills: ['attributes.order-of-members-means-nothing', 'entra.body-order-does-not-matter'],
    before: (request) =>
      (isCreate(request) || isOne(request, 'PATCH')) &&
      isObject(request.body) &&
      Object.keys(request.body).indexOf('schemas') > 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'characteristic.null-keeps-the-value',
    says: 'PUT with null leaves an attribute as it was',
    breaks: ['7643:2.5/null-is-unassigned'],
    kills: ['attributes.null-is-no-value', 'users.replace-with-null-clears'],
    before(request, { store }) {
      const stored = isOne(request, 'PUT') ? store.find(readId(request))?.data : undefined;
      if (!stored || !isObject(request.body)) return undefined;
      for (const [name, value] of Object.entries(request.body))
        if (value === null && stored[name] !== undefined) request.body[name] = stored[name];
    },
  },
];
