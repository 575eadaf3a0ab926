import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';

/** What goes wrong with texts in filters. */
export const textDefects: Defect[] = [
  {
    id: 'filter.case-matters',
    says: 'strings are compared with their case',
    breaks: ['7644:3.4.2.2/caseexact-false', '7643:4.1.1/username-unique-ci', 'entra:Q20'],
    kills: [
      'queries.filter-ignores-case',
      'matching.case-counts-as-published',
      'entra.letter-case-does-not-matter',
      'users.user-name-is-unique-in-any-case',
    ],
    semantics: { fold: (value) => value.normalize('NFC') },
  },
  {
    id: 'filter.case-never-matters',
    says: 'case-exact attributes are compared without case',
    breaks: ['7644:3.4.2.2/caseexact-true'],
    kills: ['queries.filter-heeds-case', 'matching.case-counts-as-published'],
    semantics: { fold: (value) => value.normalize('NFKC').toLowerCase() },
  },
  {
    id: 'filters.escapes-stay',
    says: 'escapes in a quoted value are not resolved',
    breaks: ['7644:3.4.2.2/json-strings'],
    kills: [
      'queries.filter-value-is-json',
      'matching.user-name-of-any-character',
      'matching.external-id-of-any-character',
      'matching.group-name-of-any-character',
    ],
    semantics: { parse: (text) => strict.parse(text.replaceAll('\\', '\\\\').replaceAll('\\\\"', '\\"')) },
  },
  {
    id: 'filters.decoded-twice',
    says: 'a plus sign that was percent-encoded becomes a space',
    breaks: ['7644:1.2/percent-encoding'],
    kills: [
      'queries.filter-is-percent-decoded',
      'matching.user-name-of-any-character',
      'matching.external-id-of-any-character',
      'matching.group-name-of-any-character',
      'queries.filter-value-is-json',
    ],
    before(request) {
      const filter = request.query.get('filter');
      if (filter !== undefined) request.query.set('filter', filter.replaceAll('+', ' '));
    },
  },
];
