import { ExpressionError } from './value.ts';

/** A part of an expression. */
export type Node =
  | { kind: 'attribute'; name: string }
  | { kind: 'constant'; value: string | boolean | undefined }
  | { kind: 'word'; name: string }
  | { kind: 'call'; name: string; args: (Node | undefined)[] }
  | { kind: 'comparison'; sign: Comparison; left: Node; right: Node };

export type Comparison = '=' | '<>' | '<' | '>' | '<=' | '>=';

/** What the service takes (customize-application-attributes). */
const MAX_LENGTH = 10_000;

const TOKEN =
  /\s*(?:(\[[^\]]*\])|("(?:[^"\\]|\\[\s\S])*")|(&[Hh][0-9A-Fa-f]+)|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<>|<=|>=|[=<>(),&]))/y;
const KINDS = ['attribute', 'text', 'hex', 'number', 'word', 'sign'] as const;

interface Token {
  kind: (typeof KINDS)[number];
  text: string;
}

/**
 * Takes an expression apart: functions with arguments, `[attribute]`, constants in quotes, numbers, comparisons.
 * @param remark takes what the service may read otherwise
 * @throws ExpressionError naming the place that is not understood
 */
export function parse(text: string, remark: (says: string) => void): Node {
  if (text.length > MAX_LENGTH)
    throw new ExpressionError(
      `the expression has ${text.length} characters; Entra takes at most ${MAX_LENGTH}`,
    );
  const bare = text.trim();
  // A direct mapping of a file of one's own names its attribute without brackets.
  if (/^[A-Za-z_][\w.-]*$/.test(bare)) return { kind: 'attribute', name: bare };
  return new Parser(text, remark).whole();
}

class Parser {
  private readonly text: string;
  private readonly remark: (says: string) => void;
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(text: string, remark: (says: string) => void) {
    this.text = text;
    this.remark = remark;
    const pattern = new RegExp(TOKEN);
    const end = text.trimEnd().length;
    while (pattern.lastIndex < end) {
      const from = pattern.lastIndex;
      const found = pattern.exec(text);
      const group = found?.slice(1).findIndex((one) => one !== undefined) ?? -1;
      const kind = KINDS[group];
      if (found === null || kind === undefined)
        throw new ExpressionError(`character ${from + 1} of ${text} is not understood`);
      this.tokens.push({ kind, text: found[group + 1] ?? '' });
    }
  }

  whole(): Node {
    const node = this.condition();
    if (this.at < this.tokens.length) throw this.unexpected();
    return node;
  }

  private condition(): Node {
    const left = this.operand();
    const next = this.tokens[this.at];
    if (next?.kind !== 'sign' || !/^[=<>]/.test(next.text)) return left;
    this.at += 1;
    return { kind: 'comparison', sign: next.text as Comparison, left, right: this.operand() };
  }

  private operand(): Node {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.unexpected();
    this.at += 1;
    switch (token.kind) {
      case 'attribute': {
        const name = token.text.slice(1, -1).trim();
        if (name === '') throw new ExpressionError(`[] names no attribute in ${this.text}`);
        return { kind: 'attribute', name };
      }
      case 'text':
        return { kind: 'constant', value: this.unescape(token.text.slice(1, -1)) };
      case 'hex':
        return { kind: 'constant', value: String(BigInt(`0x${token.text.slice(2)}`)) };
      case 'number':
        return { kind: 'constant', value: token.text };
      case 'word':
        return this.word(token.text);
      default:
        this.at -= 1;
        throw this.unexpected();
    }
  }

  private word(name: string): Node {
    const next = this.tokens[this.at];
    if (next?.kind === 'sign' && next.text === '(') {
      this.at += 1;
      return { kind: 'call', name, args: this.args() };
    }
    const word = name.toLowerCase();
    if (word === 'true' || word === 'false') return { kind: 'constant', value: word === 'true' };
    if (word === 'null') return { kind: 'constant', value: undefined };
    return { kind: 'word', name };
  }

  private args(): (Node | undefined)[] {
    const args: (Node | undefined)[] = [];
    for (;;) {
      const next = this.tokens[this.at];
      const ends = next?.kind === 'sign' && (next.text === ')' || next.text === ',');
      if (ends && next.text === ')' && args.length === 0) break;
      args.push(ends ? undefined : this.condition());
      const after = this.tokens[this.at];
      if (after?.kind !== 'sign' || (after.text !== ',' && after.text !== ')')) throw this.unexpected();
      if (after.text === ')') break;
      this.at += 1;
    }
    this.at += 1;
    return args;
  }

  /** A backslash escapes itself and a quotation mark; before anything else it is kept, as regular expressions need. */
  private unescape(text: string): string {
    const single = /^(?:[^\\]|\\[\\"])*\\([^\\"])/.exec(text);
    if (single !== null)
      this.remark(
        `the constant "${text}" has a single backslash before ${single[1]}; the documentation requires \\\\, and it is read that way`,
      );
    return text.replace(/\\([\\"])/g, '$1');
  }

  private unexpected(): ExpressionError {
    const token = this.tokens[this.at];
    if (token === undefined) return new ExpressionError(`${this.text} ends too early`);
    const advice: Record<string, string> = {
      '&': '; there is no concatenation operator, use Join or Append',
      and: '; IIF does not support "and"; nest a second IIF as its second argument',
      or: '; IIF does not support "or"; nest a second IIF as its third argument',
    };
    const says = `${token.text} is out of place in ${this.text}`;
    return new ExpressionError(says + (advice[token.text.toLowerCase()] ?? ''));
  }
}
