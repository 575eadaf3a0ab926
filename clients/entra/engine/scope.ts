import { isObject } from '../../../schemas/attributes.ts';
import {
  asText,
  compileRegex,
  type DotnetRegex,
  EvaluationError,
  ExpressionError,
  type Value,
} from '../expressions/index.ts';

/** One condition of a scoping filter. */
export interface Clause {
  attribute: string;
  operator: string;
  value?: string;
}

/** Scoping filters of a resource: clauses of one filter hold together, of several filters one has to hold. */
export type ScopingFilters = Clause[][];

export interface Scope {
  /** Only what is assigned to the application, or everything in the directory. */
  assignedOnly: boolean;
  User: ScopingFilters;
  Group: ScopingFilters;
}

/** The scope of a job without a file: what is assigned, without filters. */
export const assignedScope: Scope = { assignedOnly: true, User: [], Group: [] };

const compiled = new Map<string, DotnetRegex>();

function matches(pattern: string, actual: string | undefined): boolean {
  const regex = compiled.get(pattern) ?? compileRegex(pattern);
  compiled.set(pattern, regex);
  return regex.test(actual ?? '');
}

type Judge = (actual: string | undefined, value: string) => boolean;

const number = (text: string | undefined): number => (text === undefined ? Number.NaN : Number(text));

/** The operators that Microsoft documents; comparisons are case-sensitive. */
const OPERATORS: Record<string, { needsValue: boolean; judge: Judge }> = {
  EQUALS: { needsValue: true, judge: (actual, value) => actual === value },
  'NOT EQUALS': { needsValue: true, judge: (actual, value) => actual !== value },
  'IS TRUE': { needsValue: false, judge: (actual) => actual === 'True' },
  'IS FALSE': { needsValue: false, judge: (actual) => actual === 'False' },
  'IS NULL': { needsValue: false, judge: (actual) => actual === undefined },
  'IS NOT NULL': { needsValue: false, judge: (actual) => actual !== undefined },
  'REGEX MATCH': { needsValue: true, judge: (actual, value) => matches(value, actual) },
  'NOT REGEX MATCH': { needsValue: true, judge: (actual, value) => !matches(value, actual) },
  GREATER_THAN: { needsValue: true, judge: (actual, value) => number(actual) > Number(value) },
  GREATER_THAN_OR_EQUALS: { needsValue: true, judge: (actual, value) => number(actual) >= Number(value) },
  INCLUDES: { needsValue: true, judge: (actual, value) => actual?.includes(value) === true },
};

/**
 * Reads a scope: `{ assignedOnly, User: [[{ attribute, operator, value }]], Group }`.
 * @throws Error naming the file and the JSON path of what cannot be used
 */
export function readScope(data: unknown, file: string): Scope {
  const wrong = (place: string, says: string) => new Error(`${file}: ${place || '/'} ${says}`);
  if (!isObject(data)) throw wrong('', 'is not an object');
  const other = Object.keys(data).find(
    (name) => !['$schema', 'assignedOnly', 'User', 'Group'].includes(name),
  );
  if (other !== undefined) throw wrong(`/${other}`, 'is not known; known: assignedOnly, User, Group');
  const { assignedOnly = true } = data;
  if (typeof assignedOnly !== 'boolean') throw wrong('/assignedOnly', 'must be true or false');
  const filters = (kind: 'User' | 'Group'): ScopingFilters =>
    listAt(data[kind], `/${kind}`, file).map((clauses, at) =>
      listAt(clauses, `/${kind}/${at}`, file).map((clause, index) =>
        readClause(clause, `/${kind}/${at}/${index}`, file),
      ),
    );
  return { assignedOnly, User: filters('User'), Group: filters('Group') };
}

/**
 * A list that may be left out.
 * @throws Error naming the file and the JSON path of what is none
 */
export function listAt(value: unknown, place: string, file: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Error(`${file}: ${place} is not a list`);
}

/**
 * Reads one condition.
 * @param names how the file calls the members of a clause
 * @throws Error naming the file and the JSON path of what cannot be used
 */
export function readClause(
  clause: unknown,
  place: string,
  file: string,
  names = { attribute: 'attribute', operator: 'operator', value: 'value' },
): Clause {
  const wrong = (name: string, says: string) => new Error(`${file}: ${place}${name} ${says}`);
  if (!isObject(clause)) throw wrong('', 'is not an object');
  const { attribute, operator, value, ...rest } = clause;
  const [other] = Object.keys(rest);
  if (other !== undefined) throw wrong(`/${other}`, 'is not known; known: attribute, operator, value');
  if (typeof attribute !== 'string' || attribute === '')
    throw wrong(`/${names.attribute}`, 'must be a non-empty string');
  const name = Object.keys(OPERATORS).find((one) => keepLetters(one) === keepLetters(String(operator)));
  const known = name === undefined ? undefined : OPERATORS[name];
  if (name === undefined || known === undefined)
    throw wrong(
      `/${names.operator}`,
      `is ${JSON.stringify(operator)}; known: ${Object.keys(OPERATORS).join(', ')}`,
    );
  if (!known.needsValue) return { attribute, operator: name };
  if (typeof value !== 'string') throw wrong(`/${names.value}`, `must be a string for ${name}`);
  try {
    if (name.includes('REGEX')) compileRegex(value);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw wrong(`/${names.value}`, `is not a usable regular expression: ${error.message}`);
  }
  return { attribute, operator: name, value };
}

/** Portal, documents and exports write one operator with spaces, with underscores, or in small letters. */
const keepLetters = (name: string): string => name.toUpperCase().replace(/[^A-Z]/g, '');

/** One clause with what it was asked of an object. */
export interface JudgedClause {
  says: string;
  actual: string | null;
  holds: boolean;
}

/** Every clause of every filter, judged for an object. */
export function judgeClauses(filters: ScopingFilters, read: (name: string) => Value): JudgedClause[][] {
  return filters.map((clauses) =>
    clauses.map((clause) => {
      const actual = readCompared(clause, read);
      return {
        says: describeClause(clause),
        actual: actual ?? null,
        holds: holds(clause.operator, actual, clause.value ?? ''),
      };
    }),
  );
}

function readCompared({ attribute }: Clause, read: (name: string) => Value): string | undefined {
  const actual = read(attribute);
  return actual === undefined || actual === '' ? undefined : asText(actual);
}

const describeClause = ({ attribute, operator, value }: Clause): string =>
  `${attribute} ${operator} ${value ?? ''}`.trim();

/** The first clause that does not hold where no filter does; undefined where the object is in scope. */
export function explainExclusion(filters: ScopingFilters, read: (name: string) => Value): string | undefined {
  let first: string | undefined;
  for (const clauses of filters) {
    const failing = clauses.find(
      (clause) => !holds(clause.operator, readCompared(clause, read), clause.value ?? ''),
    );
    if (failing === undefined) return undefined;
    first ??= describeClause(failing);
  }
  return first;
}

/** A clause that takes too long to judge does not hold: out of scope rather than in by chance. */
function holds(operator: string, actual: string | undefined, value: string): boolean {
  try {
    return OPERATORS[operator]?.judge(actual, value) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}
