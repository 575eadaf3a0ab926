import { CLASSES, CONTROLS, SYNTAX, WORD } from './regexClasses.ts';
import { numbered, readGroupName } from './regexGroups.ts';
import { ExpressionError } from './value.ts';

export interface Translated {
  source: string;
  flags: string;
  /** Captures in the order of JavaScript; undefined for those without a name. */
  captures: (string | undefined)[];
}

/**
 * Writes a regular expression of .NET as one of JavaScript.
 * @throws ExpressionError naming what JavaScript has not
 */
export function translate(pattern: string): Translated {
  return new Translator(pattern).whole();
}

class Translator {
  private at = 0;
  private readonly pattern: string;
  private readonly captures: (string | undefined)[] = [];
  private readonly options = new Set<string>();
  private readonly ends: string[] = [];
  private readonly backReferences: { name: string; mark: string }[] = [];
  private atoms = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  whole(): Translated {
    // Options hold for the whole where they stand at its beginning.
    const inline = /^\(\?([imnsx]+)(?:-[imnsx]+)?\)/.exec(this.pattern);
    if (inline) {
      for (const option of inline[1] ?? '') this.options.add(option);
      this.at = inline[0].length;
    }
    let source = '';
    while (this.at < this.pattern.length) source += this.next();
    if (this.ends.length > 0) throw this.invalid('a group is not closed');
    for (const { name, mark } of this.backReferences)
      source = source.replaceAll(mark, this.referenceTo(name));
    return { source, flags: `dgu${this.options.has('i') ? 'i' : ''}`, captures: this.captures };
  }

  private next(): string {
    const letter = this.pattern[this.at] ?? '';
    this.at += 1;
    switch (letter) {
      case '\\':
        return this.escape();
      case '[':
        return this.characters();
      case '(':
        return this.group();
      case ')': {
        const end = this.ends.pop();
        if (end === undefined) throw this.invalid('a closing parenthesis has no opening one');
        return end;
      }
      case '.':
        return this.options.has('s') ? '[\\s\\S]' : '[^\\n]';
      case '^':
        return this.options.has('m') ? '(?<=\\n|(?<![\\s\\S]))' : '(?<![\\s\\S])';
      case '$':
        return this.options.has('m') ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))';
      case '{':
        return /^\d+(?:,\d*)?\}/.test(this.pattern.slice(this.at)) ? '{' : '\\{';
      case '}':
        return /(?<!\\)\{\d+(?:,\d*)?$/.test(this.pattern.slice(0, this.at - 1)) ? '}' : '\\}';
      case ']':
        return '\\]';
      case '/':
        return '\\/';
      case '#':
        if (!this.options.has('x')) return letter;
        this.at = `${this.pattern}\n`.indexOf('\n', this.at) + 1;
        return '';
      default:
        return this.options.has('x') && /\s/.test(letter) ? '' : letter;
    }
  }

  private group(): string {
    const rest = this.pattern.slice(this.at);
    if (!rest.startsWith('?')) {
      this.ends.push(')');
      if (this.options.has('n')) return '(?:';
      this.captures.push(undefined);
      return '(';
    }
    const plain = /^\?(?::|=|!|<=|<!)/.exec(rest)?.[0];
    if (plain !== undefined) return this.open(plain.length, `(${plain}`, ')');
    const comment = /^\?#[^)]*\)/.exec(rest)?.[0];
    if (comment !== undefined) {
      this.at += comment.length;
      return '';
    }
    if (rest.startsWith('?>')) {
      this.atoms += 1;
      const name = `atomic${this.atoms}_`;
      this.captures.push(name);
      return this.open(2, `(?=(?<${name}>`, `))\\k<${name}>`);
    }
    const [whole, angle, quoted] = /^\?(?:<([^>=!]*)>|'([^']*)')/.exec(rest) ?? [];
    const name = angle ?? quoted;
    if (whole === undefined || name === undefined) throw this.unsupported(readGroupName(rest));
    if (name.includes('-')) throw this.unsupported(`a balancing group (?<${name}>`);
    if (!/^[A-Za-z_]\w*$/.test(name)) throw this.unsupported(`a group with the number or name "${name}"`);
    if (this.captures.includes(name)) throw this.unsupported(`two groups with the name ${name}`);
    this.captures.push(name);
    return this.open(whole.length, `(?<${name}>`, ')');
  }

  private open(length: number, text: string, end: string): string {
    this.at += length;
    this.ends.push(end);
    return text;
  }

  private escape(): string {
    const rest = this.pattern.slice(this.at);
    const letter = rest[0] ?? '';
    if (letter === '') throw this.invalid('it ends with a backslash');
    const long =
      /^(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]+>|k'[^']+'|0[0-7]{0,2}|[1-9]\d?)/.exec(
        rest,
      )?.[0];
    this.at += (long ?? letter).length;
    if (long !== undefined) return this.longEscape(long);
    if (letter in CLASSES) return `[${CLASSES[letter]}]`;
    if (letter.toLowerCase() in CLASSES) return `[^${CLASSES[letter.toLowerCase()]}]`;
    switch (letter) {
      case 'A':
        return '(?<![\\s\\S])';
      case 'z':
        return '(?![\\s\\S])';
      case 'Z':
        return '(?=\\n?(?![\\s\\S]))';
      case 'b':
        return `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
      case 'B':
        return `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;
      case 'G':
        throw this.unsupported('\\G');
      default:
        return this.single(letter, SYNTAX);
    }
  }

  private longEscape(text: string): string {
    const letter = text[0] ?? '';
    if (letter === 'p' || letter === 'P') {
      if (/^.\{Is/.test(text)) throw this.unsupported(`the Unicode block \\${text}`);
      return `\\${text}`;
    }
    if (letter === 'k' || /[1-9]/.test(letter)) {
      const name = letter === 'k' ? text.slice(2, -1) : text;
      const mark = `\u0000${this.backReferences.length}\u0000`;
      this.backReferences.push({ name, mark });
      return mark;
    }
    if (letter === '0') return `\\x${Number.parseInt(text, 8).toString(16).padStart(2, '0')}`;
    return `\\${text}`;
  }

  private single(letter: string, syntax: RegExp): string {
    const control = CONTROLS[letter];
    if (control !== undefined) return control;
    if (/[A-Za-z0-9_]/.test(letter)) throw this.invalid(`\\${letter} is not an escape`);
    return syntax.test(letter) ? `\\${letter}` : letter;
  }

  /** A class in brackets; classes of what is not in a class become alternatives, a subtraction a look ahead. */
  private characters(): string {
    const negated = this.pattern[this.at] === '^';
    if (negated) this.at += 1;
    let inside = '';
    const complements: string[] = [];
    let subtracted = '';
    for (let first = true; ; first = false) {
      const letter = this.pattern[this.at];
      if (letter === undefined) throw this.invalid('a class [ is not closed');
      this.at += 1;
      if (letter === ']' && !first) break;
      if (letter === '\\') {
        const { text, complement } = this.inClass();
        inside += text;
        if (complement !== undefined) complements.push(complement);
      } else if (letter === '-' && this.pattern[this.at] === '[' && !first) {
        this.at += 1;
        subtracted = `(?!${this.characters()})`;
      } else inside += /[[\]^\\]/.test(letter) ? `\\${letter}` : letter;
    }
    const alternatives = [
      ...(inside === '' ? [] : [`[${inside}]`]),
      ...complements.map((one) => `[^${one}]`),
    ];
    const any = alternatives.length === 1 ? alternatives[0] : `(?:${alternatives.join('|')})`;
    if (!negated) return `${subtracted}${any}`.replace(/^(\(\?!.*)$/s, '(?:$1)');
    if (complements.length === 0) return subtracted === '' ? `[^${inside}]` : `(?:${subtracted}[^${inside}])`;
    return `(?:${subtracted}(?!${any})[\\s\\S])`;
  }

  private inClass(): { text: string; complement?: string } {
    const rest = this.pattern.slice(this.at);
    const letter = rest[0] ?? '';
    const long = /^(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c[A-Za-z]|[pP]\{[^}]*\}|[0-7]{1,3})/.exec(rest)?.[0];
    this.at += (long ?? letter).length;
    if (long !== undefined) return { text: this.longEscape(/^[1-7]/.test(long) ? `0${long}` : long) };
    const known = CLASSES[letter];
    if (known !== undefined) return { text: known };
    const complement = CLASSES[letter.toLowerCase()];
    if (complement !== undefined) return { text: '', complement };
    if (letter === 'b') return { text: '\\x08' };
    return { text: this.single(letter, /[\^\\\]\-[]/) };
  }

  private referenceTo(name: string): string {
    const order = numbered(this.captures);
    const index = /^\d+$/.test(name) ? order[Number(name) - 1] : this.captures.indexOf(name);
    if (index === undefined || index < 0)
      throw this.invalid(`it refers to the group ${name}, which is not there`);
    const own = this.captures[index];
    return own === undefined ? `(?:\\${index + 1})` : `\\k<${own}>`;
  }

  private unsupported(what: string): ExpressionError {
    return new ExpressionError(
      `the regular expression "${this.pattern}" has ${what}; .NET supports it, but it cannot be reproduced here`,
    );
  }

  private invalid(what: string): ExpressionError {
    return new ExpressionError(`the regular expression "${this.pattern}" is not valid: ${what}`);
  }
}
