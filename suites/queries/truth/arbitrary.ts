import type * as FastCheck from 'fast-check';
import { type Filter, type ListTerm, type Literal, listLeaves, type Operator, type Term } from './filter.ts';
import type { Vocabulary } from './vocabulary.ts';

type Fc = Pick<
  typeof FastCheck,
  'boolean' | 'constant' | 'constantFrom' | 'integer' | 'nat' | 'oneof' | 'record' | 'tuple'
>;

/** `graded`: also what the RFC leaves to analogy or custom, such as the order of texts. */
export type Flavour = 'certain' | 'graded';

/** What every name of a run begins with. */
const MARKER = /^conf-[a-z0-9]+-/;
const DAY_MS = 86_400_000;
const ORDER: Operator[] = ['gt', 'ge', 'lt', 'le'];

/**
 * Random filters about a vocabulary: at most three expressions deep, every operator that its types have. Graded ones
 * are single comparisons: what goes wrong with `and`, `or` and `not` says nothing of the order of values.
 */
export function filters(fc: Fc, { terms, lists }: Vocabulary, flavour: Flavour): FastCheck.Arbitrary<Filter> {
  const choose = (from: Term[]): FastCheck.Arbitrary<Filter> => {
    const types = [...new Set(from.map(({ type }) => type))];
    // By type first: else texts, of which there are most, crowd the others out.
    return fc
      .constantFrom(...types)
      .chain((type) => fc.constantFrom(...from.filter((term) => term.type === type)))
      .chain((term) => expression(fc, term, flavour));
  };
  const usable = (from: Term[]) => (flavour === 'graded' ? from.filter(isOrdered) : from);
  const top = usable(terms);
  const leaf = (): FastCheck.Arbitrary<Filter> => {
    const brackets = lists.filter((list) => usable(list.terms).length > 0);
    if (brackets.length === 0) return choose(top);
    const within = fc
      .constantFrom(...brackets)
      .chain((list) => bracketed(fc, list, choose(usable(list.terms)), flavour));
    return fc.oneof({ weight: 3, arbitrary: choose(top) }, { weight: 1, arbitrary: within });
  };
  const nested = (depth: number): FastCheck.Arbitrary<Filter> => {
    if (depth <= 1) return leaf();
    const inner = nested(depth - 1);
    const pair = fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: inner,
      right: inner,
    });
    const not = inner.map((of): Filter => ({ kind: 'not', of }));
    return fc.oneof(
      { weight: 3, arbitrary: leaf() },
      { weight: 4, arbitrary: pair },
      { weight: 2, arbitrary: not },
    );
  };
  return nested(flavour === 'graded' ? 1 : 3).filter((filter) => standsAlone(filter));
}

function bracketed(
  fc: Fc,
  list: ListTerm,
  leaf: FastCheck.Arbitrary<Filter>,
  flavour: Flavour,
): FastCheck.Arbitrary<Filter> {
  if (flavour === 'graded') return leaf.map((of): Filter => ({ kind: 'within', list, of }));
  const pair = fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: leaf, right: leaf });
  return fc.oneof(leaf, pair).map((of): Filter => ({ kind: 'within', list, of }));
}

/**
 * Whether no two expressions without brackets are about one list: whether different values may meet them is a
 * question of its own.
 */
function standsAlone(filter: Filter): boolean {
  const roots = listLeaves(filter)
    .filter(({ term }) => term.several)
    .map(({ term: { path } }) => {
      const dot = path.lastIndexOf('.');
      return dot > path.lastIndexOf(':') ? path.slice(0, dot) : path;
    });
  return new Set(roots).size === roots.length;
}

function expression(fc: Fc, term: Term, flavour: Flavour): FastCheck.Arbitrary<Filter> {
  if (flavour === 'graded')
    return compared(fc, term, fc.constantFrom(...ORDER), fc.constantFrom(...term.values));
  const operators = operatorsFor(term);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant<Filter>({ kind: 'present', term }) },
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(...operators)
        .chain((operator) => compared(fc, term, fc.constant(operator), literals(fc, term, operator))),
    },
  );
}

function compared(
  fc: Fc,
  term: Term,
  operator: FastCheck.Arbitrary<Operator>,
  value: FastCheck.Arbitrary<Literal>,
): FastCheck.Arbitrary<Filter> {
  return fc.record({ kind: fc.constant('compare' as const), term: fc.constant(term), operator, value });
}

/** Operators whose meaning for a type the RFC tells; the order of texts and decimals is another flavour. */
function operatorsFor({ type }: Term): Operator[] {
  if (type === 'string') return ['eq', 'ne', 'co', 'sw', 'ew'];
  if (type === 'integer' || type === 'dateTime') return ['eq', 'ne', ...ORDER];
  return ['eq', 'ne'];
}

/** Decimals, and texts that letter case and signs cannot put in another order. */
function isOrdered({ type, several, values }: Term): boolean {
  if (several) return false;
  if (type === 'decimal') return true;
  return type === 'string' && values.every((value) => /^[a-z0-9@.-]*$/.test(String(value)));
}

/** Whether the vocabulary has anything for a flavour. */
export function offers({ terms, lists }: Vocabulary, flavour: Flavour): boolean {
  const all = [...terms, ...lists.flatMap((list) => list.terms)];
  return flavour === 'certain' ? terms.length > 0 : all.some(isOrdered) && terms.some(isOrdered);
}

function literals(fc: Fc, term: Term, operator: Operator): FastCheck.Arbitrary<Literal> {
  const value = fc.constantFrom(...term.values);
  switch (term.type) {
    case 'string':
      return value.chain((text) => textLike(fc, String(text), term.caseExact, operator));
    case 'integer':
    case 'decimal':
      return fc.tuple(value, fc.integer({ min: -1, max: 1 })).map(([number, more]) => Number(number) + more);
    case 'dateTime':
      return value.chain((moment) => {
        const shifted = (days: number) => new Date(Date.parse(String(moment)) + days * DAY_MS).toISOString();
        // How finely an endpoint compares is its own affair: order is asked for a day before and after.
        if (operator === 'eq' || operator === 'ne') return fc.constantFrom<Literal>(moment, shifted(1));
        return fc.constantFrom<Literal>(shifted(-1), shifted(1));
      });
    case 'boolean':
      return fc.boolean();
    default:
      return value;
  }
}

/** A value, a part of it where the operator takes parts, another letter case where case does not count, or a miss. */
function textLike(
  fc: Fc,
  text: string,
  caseExact: boolean,
  operator: Operator,
): FastCheck.Arbitrary<Literal> {
  // The run's marker stays whole, so that two runs of one seed can be laid side by side.
  const own = MARKER.exec(text)?.[0].length ?? 0;
  const cut = fc
    .tuple(fc.nat(Math.max(0, text.length - own - 1)), fc.integer({ min: 1, max: 12 }))
    .map(([offset, size]) => {
      const start = own + offset;
      if (operator === 'sw') return text.slice(0, start + 1);
      return operator === 'ew' ? text.slice(start) : text.slice(start, start + size);
    });
  const part = operator === 'eq' || operator === 'ne' ? fc.constant(text) : cut;
  const recased = part.map((one) => (caseExact ? one : one.toUpperCase()));
  return fc.oneof(
    { weight: 4, arbitrary: part },
    { weight: 2, arbitrary: recased },
    { weight: 1, arbitrary: fc.constant(`${text}z`) },
  );
}
