import { badFilter } from '../errors.ts';
import { isNotation } from '../schemas/attributes.ts';
import { type Token, tokens } from './lexer.ts';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Literal = string | number | boolean | null;

export type Filter =
  | { kind: 'and'; left: Filter; right: Filter }
  | { kind: 'or'; left: Filter; right: Filter }
  | { kind: 'not'; operand: Filter }
  | { kind: 'present'; path: string }
  | { kind: 'compare'; path: string; operator: CompareOperator; value: Literal }
  | { kind: 'value'; path: string; filter: Filter };

const OPERATORS = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const LOGICAL = new Set(['and', 'or', 'not', 'pr']);
/** Deeper nesting than any client writes; keeps hostile filters off the stack. */
const DEEPEST = 40;
/** More tokens than any client writes: a chain of conditions nests as deep as it is long. */
const LONGEST = 2000;

/**
 * Parses a filter by the grammar of RFC 7644 section 3.4.2.2: `not` binds before `and`, `and` before `or`.
 * Beyond the grammar it takes what Entra sends: `emails[type eq "work"].value eq "x"` and unquoted values.
 * @throws ScimProblem invalidFilter
 */
export function parseFilter(text: string): Filter {
  const parser = new Parser(tokens(text));
  const filter = parser.either(0);
  parser.end();
  return filter;
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(list: Token[]) {
    if (list.length > LONGEST) throw badFilter('the filter is too long');
    this.#tokens = list;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw badFilter('the filter goes on after a complete expression');
  }

  either(depth: number): Filter {
    if (depth > DEEPEST) throw badFilter('the filter is nested too deeply');
    let left = this.#both(depth);
    while (this.#keyword('or')) left = { kind: 'or', left, right: this.#both(depth) };
    return left;
  }

  #both(depth: number): Filter {
    let left = this.#single(depth);
    while (this.#keyword('and')) left = { kind: 'and', left, right: this.#single(depth) };
    return left;
  }

  #single(depth: number): Filter {
    if (this.#keyword('not')) {
      if (this.#tokens[this.#at]?.kind !== '(') throw badFilter('"not" is followed by a parenthesis');
      return { kind: 'not', operand: this.#single(depth + 1) };
    }
    if (this.#bracket('(')) {
      const inner = this.either(depth + 1);
      if (!this.#bracket(')')) throw badFilter('a parenthesis in the filter is never closed');
      return inner;
    }
    return this.#expression(depth);
  }

  #expression(depth: number): Filter {
    const path = this.#notation();
    if (!this.#bracket('[')) return this.#test(path);
    const inner = this.either(depth + 1);
    if (!this.#bracket(']')) throw badFilter('a bracket in the filter is never closed');
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'word' || !next.text.startsWith('.')) return { kind: 'value', path, filter: inner };
    this.#at += 1;
    const right = this.#test(next.text.slice(1));
    return { kind: 'value', path, filter: { kind: 'and', left: inner, right } };
  }

  #test(path: string): Filter {
    if (!isNotation(path)) throw badFilter(`"${path.slice(0, 80)}" is not an attribute`);
    const token = this.#tokens[this.#at];
    const operator = token?.kind === 'word' ? token.text.toLowerCase() : '';
    this.#at += 1;
    if (operator === 'pr') return { kind: 'present', path };
    if (!OPERATORS.has(operator)) throw badFilter('the filter lacks an operator that is known here');
    return { kind: 'compare', path, operator: operator as CompareOperator, value: this.#literal() };
  }

  #notation(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || LOGICAL.has(token.text.toLowerCase())) {
      throw badFilter('the filter lacks an attribute');
    }
    this.#at += 1;
    return token.text;
  }

  #literal(): Literal {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === 'string') return token.value;
    if (token?.kind !== 'word') throw badFilter('the filter lacks a value');
    if (token.text === 'true') return true;
    if (token.text === 'false') return false;
    if (token.text === 'null') return null;
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(token.text)) return Number(token.text);
    if (LOGICAL.has(token.text.toLowerCase()) || !/^[\w.@+-]+$/.test(token.text)) {
      throw badFilter('a value in the filter is neither quoted nor a JSON literal');
    }
    return token.text;
  }

  #keyword(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #bracket(kind: '(' | ')' | '[' | ']'): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false;
    this.#at += 1;
    return true;
  }
}
