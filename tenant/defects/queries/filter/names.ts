import type { Defect } from '../../defect.ts';
import { refuses } from '../../filters.ts';
import { compares } from './kit.ts';

/** What goes wrong with the names of attributes and operators. */
export const nameDefects: Defect[] = [
  {
    id: 'filters.names-by-letter',
    says: 'attribute names are case-sensitive',
    breaks: ['7644:3.4.2.2/case-attr'],
    kills: ['queries.filter-attribute-case'],
    semantics: refuses(/(^|[\s(])(USERNAME|username|UserName)\s/),
  },
  {
    id: 'filters.operators-in-small-letters',
    says: 'operators in upper case are not recognised',
    breaks: ['7644:3.4.2.2/case-operator'],
    kills: ['queries.filter-operator-case'],
    semantics: refuses(/\s(Eq|EQ|Sw|CO|PR)\b/),
  },
  {
    id: 'filters.conjunctions-in-small-letters',
    says: 'and, or and not are not recognised in upper case',
    breaks: ['7644:3.4.2.2/case-logical'],
    kills: ['queries.filter-logical-operator-case'],
    semantics: refuses(/\b(AND|Or|OR|NOT)\b/),
  },
  {
    id: 'filters.no-qualified-names',
    says: 'core attributes qualified with their URN are not recognised',
    breaks: ['7644:3.10/urn-attr'],
    kills: ['queries.filter-qualified-attribute'],
    semantics: refuses(/urn:ietf:params:scim:schemas:core:2\.0:User:/i),
  },
  {
    id: 'filters.urns-by-letter',
    says: 'the URN before an attribute is case-sensitive',
    breaks: ['7644:3.10/urn-case'],
    kills: ['queries.filter-qualified-attribute-case'],
    semantics: refuses(/URN:IETF|core:2\.0:user:/),
  },
  {
    id: 'filters.names-are-mixed-up',
    says: 'a filter on the given name looks at the family name and vice versa',
    breaks: ['7644:3.4.2.2/subattr'],
    kills: ['queries.filter-sub-attribute'],
    semantics: compares((part) => ({
      ...part,
      path: part.path.replace(/^name\.(given|family)Name$/i, (_, one: string) =>
        one.toLowerCase() === 'given' ? 'name.familyName' : 'name.givenName',
      ),
    })),
  },
];
