import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { filtered, readOp, readOperations } from './kit.ts';

/** What goes wrong with replace at value filters. */
export const replacingAtFilterDefects: Defect[] = [
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
    id: 'patch.replace-without-match-ignored',
    says: 'replace at a value filter without a match succeeds but does nothing',
    breaks: ['7644:3.5.2.3/replace-filter-nomatch', 'entra:Q07'],
    kills: ['entra.replace-creates-or-refuses', 'patch.replace-at-a-filter-without-match'],
    semantics: { noMatch: (op) => (op === 'replace' ? 'ignore' : strict.noMatch(op)) },
  },
];
