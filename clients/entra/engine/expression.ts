import { functions, type Value } from './functions.ts';

/** Attributes of a directory object as expressions read them; names without regard to letter case. */
export type Lookup = (name: string) => Value;

/** An expression of an attribute mapping, ready to be evaluated. */
export type Expression = (lookup: Lookup) => Value;

/** An expression that cannot be understood. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/**
 * Compiles the source of a mapping: an attribute's bare name or `[name]`, a constant in quotes, or a call of a
 * documented function. An argument that is left out is null.
 * @throws ExpressionError naming the function that is not known, or the place that is not understood
 */
export function compileExpression(text: string): Expression {
  if (/^[A-Za-z_][\w.-]*$/.test(text.trim())) {
    const name = text.trim();
    return (lookup) => lookup(name);
  }
  const parser = new Parser(text);
  const expression = parser.condition();
  parser.end();
  return expression;
}

const TOKEN = /\s*(?:(\[[^\]]+\])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([A-Za-z]\w*)|(<>|<=|>=|[=<>(),]))/y;

interface Token {
  kind: 'attribute' | 'text' | 'number' | 'word' | 'sign';
  text: string;
}

const COMPARE: Record<string, (left: Value, right: Value) => boolean> = {
  '=': (left, right) => asText(left) === asText(right),
  '<>': (left, right) => asText(left) !== asText(right),
  '<': (left, right) => Number(left) < Number(right),
  '>': (left, right) => Number(left) > Number(right),
  '<=': (left, right) => Number(left) <= Number(right),
  '>=': (left, right) => Number(left) >= Number(right),
};

class Parser {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    const kinds = ['attribute', 'text', 'number', 'word', 'sign'] as const;
    const pattern = new RegExp(TOKEN);
    while (pattern.lastIndex < text.trimEnd().length) {
      const from = pattern.lastIndex;
      const found = pattern.exec(text);
      const group = found?.slice(1).findIndex((one) => one !== undefined) ?? -1;
      const kind = kinds[group];
      if (found === null || kind === undefined)
        throw new ExpressionError(`character ${from + 1} of ${text} is not understood`);
      this.tokens.push({ kind, text: found[group + 1] ?? '' });
    }
  }

  end(): void {
    if (this.at < this.tokens.length) throw this.unexpected();
  }

  condition(): Expression {
    const left = this.operand();
    const compare = COMPARE[this.tokens[this.at]?.text ?? ''];
    if (compare === undefined || this.tokens[this.at]?.kind !== 'sign') return left;
    this.at += 1;
    const right = this.operand();
    return (lookup) => compare(left(lookup), right(lookup));
  }

  private operand(): Expression {
    const token = this.tokens[this.at];
    if (token === undefined) throw new ExpressionError(`${this.text} ends too early`);
    this.at += 1;
    switch (token.kind) {
      case 'attribute': {
        const name = token.text.slice(1, -1).trim();
        return (lookup) => lookup(name);
      }
      case 'text': {
        const value = token.text.slice(1, -1).replace(/\\(.)/g, '$1');
        return () => value;
      }
      case 'number':
        return () => token.text;
      case 'word':
        return this.word(token.text);
      default:
        this.at -= 1;
        throw this.unexpected();
    }
  }

  private word(name: string): Expression {
    if (this.tokens[this.at]?.text !== '(') {
      const truth = name.toLowerCase();
      if (truth === 'true' || truth === 'false') return () => truth === 'true';
      if (truth === 'null') return () => undefined;
      return (lookup) => lookup(name);
    }
    this.at += 1;
    const found = Object.entries(functions).find(([known]) => known.toLowerCase() === name.toLowerCase());
    if (found === undefined)
      throw new ExpressionError(
        `the function ${name} is not known; known are ${Object.keys(functions).join(', ')}`,
      );
    const [known, { least, call }] = found;
    const args = this.args();
    if (args.length < least)
      throw new ExpressionError(`${known} takes at least ${least} arguments, not ${args.length}`);
    return (lookup) =>
      call(
        args.map((one) => one(lookup)),
        lookup,
      );
  }

  private args(): Expression[] {
    const args: Expression[] = [];
    const missing: Expression = () => undefined;
    for (;;) {
      const next = this.tokens[this.at]?.text;
      const sign = this.tokens[this.at]?.kind === 'sign';
      if (sign && next === ')' && args.length === 0) break;
      args.push(sign && (next === ',' || next === ')') ? missing : this.condition());
      const after = this.tokens[this.at];
      if (after?.kind !== 'sign' || (after.text !== ',' && after.text !== ')')) throw this.unexpected();
      if (after.text === ')') break;
      this.at += 1;
    }
    this.at += 1;
    return args;
  }

  private unexpected(): ExpressionError {
    const token = this.tokens[this.at]?.text;
    return new ExpressionError(
      token === undefined ? `${this.text} ends too early` : `${token} is out of place in ${this.text}`,
    );
  }
}

/** A value as the service compares it: truth values as the words True and False. */
export function asText(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return Array.isArray(value) ? value.join(',') : value;
}
