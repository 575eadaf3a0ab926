import { isObject } from '../../model.ts';
import { eachResource, isProjected } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What an endpoint's own attributes tell, and when they tell something else (RFC 7643 sections 2.2, 3.1 and 7). */
export const movingVariations: Variation[] = [
  {
    id: 'moving.meta-of-its-own',
    says: 'meta has members of the vendor, one of which is the place in the answer',
    basis: ['7643:3.1', '7644:3.1'],
    after: (request, response) => {
      if (isProjected(request)) return;
      let count = 0;
      eachResource(request, response, ({ meta }) => {
        count += 1;
        if (isObject(meta)) Object.assign(meta, { 'x-served': count, 'x-node': 'eu-2' });
      });
    },
  },
];
