import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { ORDER_OF_INSTANTS, ORDERING, readingMeta } from './kit.ts';

/** What goes wrong with gt, ge, lt and le. */
export const orderingDefects: Defect[] = [
  {
    id: 'filters.text-in-reverse',
    says: 'gt, ge, lt and le compare strings and decimals in reverse order',
    breaks: ['7644:3.4.2.2/op-order-string'],
    kills: ['queries.filter-orders-text', 'queries.random-orderings-select-what-they-say'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const turned = ORDERING.includes(operator) && ['string', 'decimal'].includes(attribute.type);
        const other = turned
          ? ({ gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const)[operator as 'gt']
          : operator;
        return strict.compare.call(this, other, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filter.numbers-as-text',
    says: 'numbers are compared as strings',
    breaks: ['7644:3.4.2.2/op-order-integer'],
    kills: ['queries.filter-orders-numbers'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const plain = typeof actual === 'number' ? { ...attribute, type: 'string' as const } : attribute;
        return strict.compare.call(this, operator, actual, wanted, plain);
      },
    },
  },
  {
    id: 'filters.instants-by-the-day',
    says: 'times are compared by their day',
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
  readingMeta(
    'changes-are-sought-by-creation',
    'meta.lastModified in filters is compared with meta.created',
    ORDER_OF_INSTANTS,
    'meta.lastModified',
    (part) => ({ ...part, path: 'meta.created' }),
  ),
  {
    id: 'filter.orders-booleans',
    says: 'gt on a boolean is answered with an empty list',
    breaks: ['7644:3.4.2.2/op-order-boolean-400'],
    kills: ['queries.filter-orders-no-booleans'],
    semantics: { refuses: () => false },
  },
];
