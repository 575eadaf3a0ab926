import { readDate } from './dates.ts';
import { documented } from './functions/index.ts';
import { type Comparison, type Node, parse } from './parse.ts';
import { asText, ExpressionError, isNull, type Source, type Value } from './value.ts';

/** An expression of an attribute mapping, ready to be evaluated. */
export interface Expression {
  /** @throws EvaluationError where the object has not what the expression needs */
  evaluate(source: Source): Value;
  /** What the service does otherwise than its author may expect, in words. */
  remarks: string[];
  /** Names of the attributes that it reads. */
  attributes: string[];
  /** Whether the service hides its value in its logs. */
  redacted: boolean;
}

/**
 * Compiles the source of a mapping: an attribute's bare name or `[name]`, a constant in quotes, or a call of a
 * documented function. An argument that is left out is NULL.
 * @throws ExpressionError naming the function that is not known, or the place that is not understood
 */
export function compileExpression(text: string): Expression {
  const remarks = new Set<string>();
  const attributes = new Set<string>();
  const node = parse(text, (says) => remarks.add(says));
  const compiler = new Compiler(remarks, attributes);
  const evaluate = compiler.compile(node, true);
  return { evaluate, remarks: [...remarks], attributes: [...attributes], redacted: compiler.redacted };
}

type Evaluate = (source: Source) => Value;
const WORDS = new Set(['vbtextcompare', 'vbbinarycompare']);

class Compiler {
  redacted = false;
  private readonly remarks: Set<string>;
  private readonly attributes: Set<string>;

  constructor(remarks: Set<string>, attributes: Set<string>) {
    this.remarks = remarks;
    this.attributes = attributes;
  }

  compile(node: Node | undefined, outermost = false): Evaluate {
    switch (node?.kind) {
      case undefined:
        return () => undefined;
      case 'constant':
        return () => node.value;
      case 'attribute':
        this.attributes.add(node.name);
        return (source) => source.attribute(node.name);
      case 'word':
        if (!WORDS.has(node.name.toLowerCase()))
          throw new ExpressionError(
            `${node.name} is neither an attribute, written [${node.name}], nor a string, written "${node.name}"`,
          );
        return () => node.name;
      case 'comparison': {
        const [left, right] = [this.compile(node.left), this.compile(node.right)];
        return (source) => compare(node.sign, left(source), right(source));
      }
      case 'call':
        return this.call(node, outermost);
    }
  }

  private call({ name, args }: Node & { kind: 'call' }, outermost: boolean): Evaluate {
    const known = documented.get(name.toLowerCase());
    if (known === undefined)
      throw new ExpressionError(
        `the function ${name} is not known; known functions: ${[...documented.values()].map((one) => one.name).join(', ')}`,
      );
    if (name !== known.name)
      this.remarks.add(`${name} is documented as ${known.name}, and names are documented as case-sensitive`);
    // Commas at the end stand for arguments that are left out.
    const count = args.length;
    const expected =
      known.most === known.least
        ? `${known.least}`
        : known.most === Number.POSITIVE_INFINITY
          ? `at least ${known.least}`
          : `${known.least} to ${known.most}`;
    if (count < known.least || count > known.most)
      throw new ExpressionError(
        `${known.name} takes ${expected} argument${expected === '1' ? '' : 's'}, not ${count}`,
      );
    known.inspect?.(args, { outermost, remark: (says) => this.remarks.add(says) });
    if (known.name === 'Redact') this.redacted = true;
    const compiled = args.map((one) => this.compile(one));
    return (source) =>
      known.evaluate({
        name: known.name,
        count,
        source,
        at: (index) => compiled[index]?.(source),
        text: (index) => asText(compiled[index]?.(source)),
        node: (index) => args[index],
      });
  }
}

const ORDER: Record<Exclude<Comparison, '=' | '<>'>, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** Compares as texts, numbers or dates, whichever both sides are; with NULL on a side nothing holds (NULL then). */
function compare(sign: Comparison, left: Value, right: Value): Value {
  if (isNull(left) || isNull(right)) return undefined;
  const [one, other] = [asText(left), asText(right)];
  if (sign === '=') return one === other;
  if (sign === '<>') return one !== other;
  return ORDER[sign](compareNames(one, other));
}

function compareNames(one: string, other: string): number {
  const numbers = [one, other].map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  const [a = 0, b = 0] = numbers;
  if (!numbers.some(Number.isNaN)) return a - b;
  const [from, to] = [readDate(one), readDate(other)];
  if (from !== undefined && to !== undefined) return from - to;
  return one < other ? -1 : one > other ? 1 : 0;
}
