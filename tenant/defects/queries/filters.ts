import { badFilter } from '../../errors.ts';
import type { Filter } from '../../filter/parser.ts';
import { isObject, type ScimObject, type TenantResponse } from '../../model.ts';
import { type Semantics, strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

type Compare = Extract<Filter, { kind: 'compare' }>;

/** Filters read otherwise: `change` is given every part, the innermost first. */
export function reads(change: (part: Filter) => Filter): Partial<Semantics> {
  return { parse: (text) => mapped(strict.parse(text), change) };
}

function mapped(filter: Filter, change: (part: Filter) => Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return change({ ...filter, left: mapped(filter.left, change), right: mapped(filter.right, change) });
    case 'not':
      return change({ ...filter, operand: mapped(filter.operand, change) });
    case 'value':
      return change({ ...filter, filter: mapped(filter.filter, change) });
    default:
      return change(filter);
  }
}

/** Comparisons read otherwise. */
const compares = (change: (part: Compare) => Filter): Partial<Semantics> =>
  reads((part) => (part.kind === 'compare' ? change(part) : part));

/** Filters of a form that is refused, although the grammar has it. */
export const refuses = (form: RegExp): Partial<Semantics> => ({
  parse: (text) => {
    if (form.test(withoutTexts(text))) throw badFilter('this form of filter is not known here');
    return strict.parse(text);
  },
});

function invalidFilter(): TenantResponse {
  const refusal = refuse(400, 'an attribute is not known to every type');
  return { ...refusal, body: { ...(refusal.body as ScimObject), scimType: 'invalidFilter' } };
}

/** A filter with its quoted values emptied, so that a form is sought in the grammar alone. */
const withoutTexts = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/g, '""');

const never: Filter = { kind: 'compare', path: 'id', operator: 'eq', value: '' };
const always: Filter = { kind: 'present', path: 'id' };

const ORDER = ['gt', 'ge', 'lt', 'le'];

/** What goes wrong with single operators and with attribute names. */
export const filtersDefects: Defect[] = [
  {
    id: 'filters.ne-is-eq',
    says: 'ne selects what eq selects',
    breaks: ['7644:3.4.2.2/op-ne'],
    kills: ['queries.filter-ne', 'queries.random-filters-select-what-they-say'],
    semantics: compares((part) => (part.operator === 'ne' ? { ...part, operator: 'eq' } : part)),
  },
  {
    id: 'filters.sw-is-co',
    says: 'sw finds its value anywhere',
    breaks: ['7644:3.4.2.2/op-co-sw-ew'],
    kills: ['queries.filter-co-sw-ew'],
    semantics: compares((part) => (part.operator === 'sw' ? { ...part, operator: 'co' } : part)),
  },
  {
    id: 'filters.ew-wants-more',
    says: 'co, sw and ew are not satisfied by the whole value',
    breaks: ['7644:3.4.2.2/op-co-sw-ew'],
    kills: ['queries.filter-co-sw-ew'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const part = operator === 'co' || operator === 'ew';
        if (part && String(actual).length === String(wanted).length) return false;
        return strict.compare.call(this, operator, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filters.text-in-reverse',
    says: 'gt, ge, lt and le put texts and decimals in reverse order',
    breaks: ['7644:3.4.2.2/op-order-string'],
    kills: ['queries.filter-orders-text', 'queries.random-orderings-select-what-they-say'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const turned = ORDER.includes(operator) && ['string', 'decimal'].includes(attribute.type);
        const other = turned
          ? ({ gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const)[operator as 'gt']
          : operator;
        return strict.compare.call(this, other, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filters.instants-by-the-day',
    says: 'points in time are compared by their day',
    breaks: ['7644:3.4.2.2/op-order-datetime'],
    kills: ['queries.filter-orders-instants'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const day = (value: unknown) => `${String(value).slice(0, 10)}T00:00:00Z`;
        return attribute.type === 'dateTime' && wanted !== null
          ? strict.compare.call(this, operator, day(actual), day(wanted), attribute)
          : strict.compare.call(this, operator, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filters.names-by-letter',
    says: 'attribute names count by letter',
    breaks: ['7644:3.4.2.2/case-attr'],
    kills: ['queries.filter-attribute-case'],
    semantics: refuses(/(^|[\s(])(USERNAME|username|UserName)\s/),
  },
  {
    id: 'filters.operators-in-small-letters',
    says: 'operators in capitals are not known',
    breaks: ['7644:3.4.2.2/case-operator'],
    kills: ['queries.filter-operator-case'],
    semantics: refuses(/\s(Eq|EQ|Sw|CO|PR)\b/),
  },
  {
    id: 'filters.conjunctions-in-small-letters',
    says: 'and, or and not are not known in capitals',
    breaks: ['7644:3.4.2.2/case-logical'],
    kills: ['queries.filter-logical-operator-case'],
    semantics: refuses(/\b(AND|Or|OR|NOT)\b/),
  },
  {
    id: 'filters.no-qualified-names',
    says: 'core attributes behind their URN are not known',
    breaks: ['7644:3.10/urn-attr'],
    kills: ['queries.filter-qualified-attribute'],
    semantics: refuses(/urn:ietf:params:scim:schemas:core:2\.0:User:/i),
  },
  {
    id: 'filters.urns-by-letter',
    says: 'the URN before an attribute counts by letter',
    breaks: ['7644:3.10/urn-case'],
    kills: ['queries.filter-qualified-attribute-case'],
    semantics: refuses(/URN:IETF|core:2\.0:user:/),
  },
  {
    id: 'filters.names-are-mixed-up',
    says: 'a filter on the given name looks at the family name and the other way round',
    breaks: ['7644:3.4.2.2/subattr'],
    kills: ['queries.filter-sub-attribute'],
    semantics: compares((part) => ({
      ...part,
      path: part.path.replace(/^name\.(given|family)Name$/i, (_, one: string) =>
        one.toLowerCase() === 'given' ? 'name.familyName' : 'name.givenName',
      ),
    })),
  },
  {
    id: 'filters.defaults-are-not-seen',
    says: 'a filter on active finds nobody for whom it was not sent',
    breaks: ['7644:3.4.2.2/defaulted-attribute'],
    kills: ['queries.filter-sees-defaults'],
    semantics: compares((part) => (part.path === 'active' ? never : part)),
  },
  {
    id: 'filters.schemas-pass-over',
    says: 'a filter on schemas matches everything',
    breaks: ['7644:3.4.2.2/schemas-filter'],
    kills: ['queries.filter-by-schema'],
    semantics: compares((part) => (part.path === 'schemas' ? always : part)),
  },
  {
    id: 'filters.members-are-not-searched',
    says: 'a filter on the members of groups finds none',
    breaks: ['7644:3.4.2.2/filter-groups'],
    kills: ['queries.filter-on-groups'],
    semantics: reads((part) =>
      part.kind !== 'not' && /^members/.test('path' in part ? part.path : '') ? never : part,
    ),
  },
  {
    id: 'filters.unfit-pairs-pass-over',
    says: 'an operator that does not fit the type of an attribute matches everything',
    breaks: ['7644:3.12/unsupported-combination'],
    kills: ['queries.filter-unsupported-pair'],
    semantics: {
      refuses: (operator, attribute) => strict.refuses(operator, attribute) && ORDER.includes(operator),
      compare(operator, actual, wanted, attribute) {
        const unfit = strict.refuses(operator, attribute);
        return unfit || strict.compare.call(this, operator, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filters.unknown-names-pass-over',
    says: 'a condition on an attribute that is not known is dropped',
    breaks: ['7644:3.4.2.2/unknown-attribute'],
    kills: ['queries.filter-unknown-attribute'],
    semantics: reads((part) => ('path' in part && /noSuch/i.test(part.path) ? always : part)),
  },
  {
    id: 'filters.root-wants-one-type',
    says: 'a query over all types refuses attributes that one of them lacks',
    breaks: ['7644:3.4.2.1/root-unknown-attribute'],
    kills: ['queries.filter-over-all-types'],
    after: (request, { body }) =>
      /^\/?$/.test(request.path) && request.method === 'GET' && request.query.has('filter') && isObject(body)
        ? invalidFilter()
        : undefined,
  },
  {
    id: 'filters.more-than-the-most',
    says: 'filtered lists hold more than filter.maxResults says',
    breaks: ['7643:5/max-results'],
    kills: ['queries.filtered-page-within-max-results'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, filter: { supported: true, maxResults: 1 } }
        : document,
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
    ],
    before(request) {
      const filter = request.query.get('filter');
      if (filter !== undefined) request.query.set('filter', filter.replaceAll('+', ' '));
    },
  },
];
