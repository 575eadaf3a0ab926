/** An attribute that filters can be about, as its own address shows it. */
export interface Term {
  /** As a filter names it; within brackets, relative to the list. */
  path: string;
  type: string;
  caseExact: boolean;
  /** Whether a resource may hold several values of it. */
  several: boolean;
  /** Values that the resources have, from which those of the filters are made. */
  values: Literal[];
}

/** A list of complex values, to be addressed with brackets. */
export interface ListTerm {
  path: string;
  terms: Term[];
}

export type Literal = string | number | boolean;
export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** A filter as the suite composes it (RFC 7644 section 3.4.2.2). */
export type Filter =
  | { kind: 'compare'; term: Term; operator: Operator; value: Literal }
  | { kind: 'present'; term: Term }
  | { kind: 'within'; list: ListTerm; of: Filter }
  | { kind: 'not'; of: Filter }
  | { kind: 'and' | 'or'; left: Filter; right: Filter };

/** The filter as a request carries it, with no more parentheses than it needs. */
export function write(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.term.path} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${filter.term.path} pr`;
    case 'within':
      return `${filter.list.path}[${write(filter.of)}]`;
    case 'not':
      return `not (${write(filter.of)})`;
    case 'and':
      return `${operand(filter.left)} and ${operand(filter.right)}`;
    case 'or':
      return `${write(filter.left)} or ${write(filter.right)}`;
  }
}

const operand = (filter: Filter): string => (filter.kind === 'or' ? `(${write(filter)})` : write(filter));

/** What a filter is about without its values: names a finding alike in every run. */
export function describeShape(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.term.path} ${filter.operator}`;
    case 'present':
      return `${filter.term.path} pr`;
    case 'within':
      return `${filter.list.path}[${describeShape(filter.of)}]`;
    case 'not':
      return `not (${describeShape(filter.of)})`;
    default:
      return `${describeShape(filter.left)} ${filter.kind} ${describeShape(filter.right)}`;
  }
}

/** How deep expressions stand within each other: 1 for a single one, a value path in brackets included. */
export function measureDepth(filter: Filter): number {
  if (filter.kind === 'compare' || filter.kind === 'present' || filter.kind === 'within') return 1;
  if (filter.kind === 'not') return 1 + measureDepth(filter.of);
  return 1 + Math.max(measureDepth(filter.left), measureDepth(filter.right));
}

/** Every expression of a filter without parts, those between brackets included. */
export function listLeaves(filter: Filter): Extract<Filter, { kind: 'compare' | 'present' }>[] {
  if (filter.kind === 'compare' || filter.kind === 'present') return [filter];
  if (filter.kind === 'not' || filter.kind === 'within') return listLeaves(filter.of);
  return [...listLeaves(filter.left), ...listLeaves(filter.right)];
}

/** Simpler filters, each with one part less: where to look for the smallest that still shows a difference. */
export function simpler(filter: Filter): Filter[] {
  if (filter.kind === 'compare' || filter.kind === 'present') return [];
  if (filter.kind === 'within') return simpler(filter.of).map((of) => ({ ...filter, of }));
  if (filter.kind === 'not') return [filter.of, ...simpler(filter.of).map((of) => ({ ...filter, of }))];
  return [
    filter.left,
    filter.right,
    ...simpler(filter.left).map((left) => ({ ...filter, left })),
    ...simpler(filter.right).map((right) => ({ ...filter, right })),
  ];
}
