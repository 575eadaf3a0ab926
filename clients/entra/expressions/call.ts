import type { Node } from './parse.ts';
import { EvaluationError, ExpressionError, type Source, type Value } from './value.ts';

/** The arguments of a call, each evaluated where a function asks for it. */
export interface Call {
  readonly name: string;
  readonly count: number;
  readonly source: Source;
  at(index: number): Value;
  text(index: number): string;
  node(index: number): Node | undefined;
}

/** A function of the reference. */
export interface Documented {
  name: string;
  least: number;
  most: number;
  evaluate(call: Call): Value;
  /** What of its arguments cannot be, or is to be remarked. */
  inspect?(args: (Node | undefined)[], place: { outermost: boolean; remark(says: string): void }): void;
}

/**
 * The whole number that an argument has to be.
 * @throws EvaluationError where it is none
 */
export function wholeNumber(call: Call, index: number, what: string): number {
  const text = call.text(index).trim();
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new EvaluationError(
    `${call.name}: ${what} is ${text === '' ? 'NULL' : `"${text}"`}, not a whole number`,
  );
}

/** Refuses a constant argument that no object can make right. */
export function refuseConstant(
  name: string,
  node: Node | undefined,
  allowed: readonly string[],
  what: string,
): void {
  if (node?.kind !== 'constant' || node.value === undefined) return;
  if (!allowed.includes(String(node.value)))
    throw new ExpressionError(`${name}: ${what} is "${node.value}"; must be one of ${allowed.join(', ')}`);
}
