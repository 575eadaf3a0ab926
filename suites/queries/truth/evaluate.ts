import { at, elements, isObject, unassigned } from '../../../schemas/attributes.ts';
import type { Filter, Literal, Operator, Term } from './filter.ts';

/**
 * What an expression may come to, as a set of bits: true, false, or unknown as databases have it for a value that
 * is not there. RFC 7644 leaves more than one open for some expressions; a filter is judged only where all ways of
 * reading it agree.
 */
const TRUE = 1;
const FALSE = 2;
const UNKNOWN = 4;
type Possible = number;

const ORDERED = ['gt', 'ge', 'lt', 'le'];

/**
 * Whether a resource matches a filter; `undefined` where the RFC leaves it open: `ne` and `not` of what has no
 * value, presence of an empty text, a boolean that is not set and may count as false.
 */
export function matches(filter: Filter, resource: unknown): boolean | undefined {
  const possible = evaluate(filter, resource);
  if (possible === TRUE) return true;
  return (possible & TRUE) === 0 ? false : undefined;
}

function evaluate(filter: Filter, from: unknown): Possible {
  switch (filter.kind) {
    case 'and':
      return combine(evaluate(filter.left, from), evaluate(filter.right, from), both);
    case 'or':
      return combine(evaluate(filter.left, from), evaluate(filter.right, from), either);
    case 'not':
      return combine(evaluate(filter.of, from), TRUE, (one) =>
        one === TRUE ? FALSE : one === FALSE ? TRUE : UNKNOWN,
      );
    case 'within':
      return elements(from, filter.list.path).reduce<Possible>(
        (found, element) => combine(found, evaluate(filter.of, element), either),
        FALSE,
      );
    case 'present':
      return present(at(from, filter.term.path));
    case 'compare':
      return comparison(filter.term, filter.operator, filter.value, from);
  }
}

/** Elements of a list that do not say so count as false, or as nothing at all (RFC 7643 section 2.4). */
function comparison(term: Term, operator: Operator, wanted: Literal, from: unknown): Possible {
  const actual = at(from, term.path);
  const plain = compareAll(term, operator, wanted, actual);
  if (term.type !== 'boolean' || !Array.isArray(actual)) return plain;
  const silent = elements(from, term.path.slice(0, term.path.lastIndexOf('.'))).length > actual.length;
  return silent ? plain | compareAll(term, operator, wanted, [...actual, false]) : plain;
}

/** Every outcome that some pair of the two sets has. */
function combine(left: Possible, right: Possible, rule: (left: number, right: number) => number): Possible {
  let found = 0;
  for (const one of [TRUE, FALSE, UNKNOWN])
    for (const other of [TRUE, FALSE, UNKNOWN])
      if ((left & one) !== 0 && (right & other) !== 0) found |= rule(one, other);
  return found;
}

function both(left: number, right: number): number {
  if (left === FALSE || right === FALSE) return FALSE;
  return left === UNKNOWN || right === UNKNOWN ? UNKNOWN : TRUE;
}

function either(left: number, right: number): number {
  if (left === TRUE || right === TRUE) return TRUE;
  return left === UNKNOWN || right === UNKNOWN ? UNKNOWN : FALSE;
}

function present(value: unknown): Possible {
  if (unassigned(value)) return FALSE;
  const values = Array.isArray(value) ? value : [value];
  const inner = values.flatMap((one) => (isObject(one) ? Object.values(one) : [one]));
  return inner.some((one) => !unassigned(one) && one !== '') ? TRUE : TRUE | FALSE;
}

function compareAll(term: Term, operator: Operator, wanted: Literal, actual: unknown): Possible {
  const values = (Array.isArray(actual) ? actual : [actual]).filter((value) => !unassigned(value));
  if (values.length === 0) {
    const asFalse = term.type === 'boolean' && (wanted === false) === (operator === 'eq');
    return operator === 'ne' || asFalse ? TRUE | FALSE | UNKNOWN : FALSE | UNKNOWN;
  }
  const outcomes = values.map((value) => compare(term, operator, value, wanted));
  // One of several values may differ while another is equal: read as "some differs" or as "none is equal".
  if (operator === 'ne' && values.length > 1 && outcomes.includes(true) && outcomes.includes(false))
    return TRUE | FALSE;
  return outcomes.includes(true) ? TRUE : FALSE;
}

function compare(term: Term, operator: Operator, actual: unknown, wanted: Literal): boolean {
  if (operator === 'co' || operator === 'sw' || operator === 'ew') {
    const [whole, part] = [folded(term, actual), folded(term, wanted)];
    if (operator === 'co') return whole.includes(part);
    return operator === 'sw' ? whole.startsWith(part) : whole.endsWith(part);
  }
  const [left, right] = [comparable(term, actual), comparable(term, wanted)];
  if (operator === 'eq' || operator === 'ne') return (left === right) === (operator === 'eq');
  if (!ORDERED.includes(operator)) return false;
  if (left === right) return operator === 'ge' || operator === 'le';
  return left > right === (operator === 'gt' || operator === 'ge');
}

function comparable(term: Term, value: unknown): string | number {
  if (term.type === 'integer' || term.type === 'decimal') return Number(value);
  if (term.type === 'dateTime') return Date.parse(String(value));
  return folded(term, value);
}

function folded(term: Term, value: unknown): string {
  return term.caseExact ? String(value) : String(value).toLowerCase();
}
