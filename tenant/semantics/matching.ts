import type { CompareOperator, Filter, Literal } from '../filter/parser.ts';
import { parseFilter } from '../filter/parser.ts';
import { isObject, isUnassigned, type SchemaAttribute } from '../model.ts';

/** How the tenant decides whether a resource matches a filter (RFC 7644 section 3.4.2.2). */
export interface MatchingSemantics {
  /** The structure of a filter; throws ScimProblem invalidFilter. */
  parse(text: string): Filter;
  /** Throws ScimProblem where a query of this form is not offered; paths of PATCH are not asked. */
  offers(filter: Filter, text: string): void;
  /** Whether a filter by an attribute that no schema has is refused; otherwise nobody has a value. */
  refusesUnknown: boolean;
  /** The form in which two strings are compared, sought in indexes and tested for uniqueness. */
  fold(value: string, attribute: SchemaAttribute): string;
  /** Whether an operator is refused for a type of attribute, with 400 invalidFilter. */
  refuses(operator: CompareOperator, attribute: SchemaAttribute): boolean;
  /** One stored scalar against the value of the filter. */
  compare(operator: CompareOperator, actual: unknown, wanted: Literal, attribute: SchemaAttribute): boolean;
  /** `pr` for one value. */
  present(value: unknown): boolean;
  /** Which of the values of an attribute have to pass for the attribute to pass. */
  quantify(values: unknown[], passes: (value: unknown) => boolean): boolean;
  /** What an attribute without a value answers to a comparison. */
  unassigned(operator: CompareOperator, wanted: Literal): boolean;
  both(left: () => boolean, right: () => boolean): boolean;
  either(left: () => boolean, right: () => boolean): boolean;
  negate(operand: boolean): boolean;
  /** A value path: whether some element passes the filter in brackets. */
  element(elements: unknown[], passes: (element: unknown) => boolean): boolean;
  /** The last word on one candidate. */
  verdict(matched: boolean, filter: Filter): boolean;
}

/** Order and equality of text; numbers and instants compare by their value. */
function order(actual: unknown, wanted: Literal, attribute: SchemaAttribute, fold: Fold): number | undefined {
  if (attribute.type === 'integer' || attribute.type === 'decimal') {
    const number = typeof wanted === 'string' && wanted.trim() !== '' ? Number(wanted) : wanted;
    if (typeof actual !== 'number' || typeof number !== 'number' || Number.isNaN(number)) return undefined;
    return actual - number;
  }
  if (attribute.type === 'dateTime') {
    const difference = Date.parse(String(actual)) - Date.parse(String(wanted));
    return Number.isNaN(difference) ? undefined : difference;
  }
  if (attribute.type === 'boolean') {
    const wish = typeof wanted === 'string' ? wanted.toLowerCase() : String(wanted);
    return String(actual) === wish ? 0 : undefined;
  }
  const left = fold(String(actual), attribute);
  const right = fold(String(wanted), attribute);
  return left === right ? 0 : left < right ? -1 : 1;
}

type Fold = MatchingSemantics['fold'];

export const strictMatching: MatchingSemantics = {
  parse: parseFilter,
  offers: () => undefined,
  refusesUnknown: true,

  // RFC 7644 section 5: strings are prepared (form and width of letters, then case) before they are compared.
  fold: (value, attribute) =>
    attribute.caseExact ? value.normalize('NFC') : value.normalize('NFKC').toLowerCase().normalize('NFKC'),

  refuses: (operator, attribute) => {
    if (operator === 'eq' || operator === 'ne') return false;
    if (attribute.type === 'boolean') return true;
    const substring = operator === 'co' || operator === 'sw' || operator === 'ew';
    if (attribute.type === 'binary') return !substring;
    return substring && attribute.type !== 'string' && attribute.type !== 'reference';
  },

  compare(operator, actual, wanted, attribute) {
    if (wanted === null) return operator === 'ne';
    if (operator === 'co' || operator === 'sw' || operator === 'ew') {
      const text = this.fold(String(actual), attribute);
      const part = this.fold(String(wanted), attribute);
      if (operator === 'co') return text.includes(part);
      return operator === 'sw' ? text.startsWith(part) : text.endsWith(part);
    }
    const difference = order(actual, wanted, attribute, (value, of) => this.fold(value, of));
    if (operator === 'ne') return difference !== 0;
    if (difference === undefined) return false;
    if (operator === 'eq') return difference === 0;
    if (operator === 'gt') return difference > 0;
    if (operator === 'ge') return difference >= 0;
    return operator === 'lt' ? difference < 0 : difference <= 0;
  },

  present(value) {
    if (isUnassigned(value) || value === '') return false;
    return isObject(value) ? Object.values(value).some((inner) => this.present(inner)) : true;
  },

  quantify: (values, passes) => values.some(passes),

  unassigned: (operator, wanted) =>
    operator === 'eq' ? wanted === null : operator === 'ne' && wanted !== null,

  both: (left, right) => left() && right(),
  either: (left, right) => left() || right(),
  negate: (operand) => !operand,
  element: (elements, passes) => elements.some(passes),
  verdict: (matched) => matched,
};
