import { createContext, Script } from 'node:vm';
import { numbered } from './regexGroups.ts';
import { translate } from './regexSyntax.ts';
import { EvaluationError, ExpressionError } from './value.ts';

/** A regular expression of .NET, each match bounded in time. */
export interface DotnetRegex {
  /** Names and numbers of its groups. */
  groups: string[];
  test(text: string): boolean;
  /** Replaces each match; `$1`, `${name}`, `$&` and the like are expanded as .NET does. */
  replace(text: string, replacement: string): string;
  /** Replaces only what a group matched. */
  replaceGroup(text: string, group: string, replacement: string): string;
  /** What the first match, or a group of it, holds; undefined where nothing matches. */
  extract(text: string, group: string | undefined): string | undefined;
}

/** What one evaluation may take; nested quantifiers can need longer than anybody waits. */
const TIMEOUT_MS = 500;

interface Match {
  at: number;
  text: string;
  groups: (string | undefined)[];
  spans: ([number, number] | undefined)[];
}

/**
 * Compiles a regular expression as .NET writes it.
 * @throws ExpressionError naming what is not valid, or cannot be said in JavaScript
 */
export function compileRegex(pattern: string): DotnetRegex {
  const { source, flags, captures } = translate(pattern);
  let regex: RegExp;
  try {
    regex = new RegExp(source, flags);
  } catch {
    throw new ExpressionError(`the regular expression "${pattern}" is not valid`);
  }
  const order = numbered(captures);
  const groupIndex = (group: string): number | undefined => {
    if (group === '0') return -1;
    const index = /^\d+$/.test(group) ? order[Number(group) - 1] : captures.indexOf(group);
    return index === undefined || index < 0 ? undefined : index;
  };
  const matches = (text: string, all: boolean) => findMatches(regex, pattern, text, all);
  return {
    groups: [...order.map((_, at) => String(at + 1)), ...captures.filter((name) => name !== undefined)],
    test: (text) => matches(text, false).length > 0,
    replace: (text, replacement) => {
      let [result, from] = ['', 0];
      for (const match of matches(text, true)) {
        result += text.slice(from, match.at) + expand(replacement, match, text, groupIndex);
        from = match.at + match.text.length;
      }
      return result + text.slice(from);
    },
    replaceGroup: (text, group, replacement) => {
      const index = groupIndex(group);
      if (index === undefined)
        throw new EvaluationError(`the regular expression "${pattern}" has no group "${group}"`);
      let [result, from] = ['', 0];
      for (const match of matches(text, true)) {
        const span = index < 0 ? [match.at, match.at + match.text.length] : match.spans[index];
        const [start, end] = span ?? [undefined, undefined];
        if (start === undefined || end === undefined || start < from) continue;
        result += text.slice(from, start) + replacement;
        from = end;
      }
      return result + text.slice(from);
    },
    extract: (text, group) => {
      const [match] = matches(text, false);
      if (match === undefined) return undefined;
      const index = group === undefined ? -1 : groupIndex(group);
      return index === undefined ? undefined : index < 0 ? match.text : match.groups[index];
    },
  };
}

const context = createContext(Object.create(null) as Record<string, unknown>);
const SEARCH = new Script(`(() => {
  const found = [];
  regex.lastIndex = 0;
  for (let one = regex.exec(text); one !== null; one = regex.exec(text)) {
    found.push(one);
    if (!all) break;
    if (one[0] === '') regex.lastIndex += text.codePointAt(regex.lastIndex) > 0xffff ? 2 : 1;
  }
  return found;
})()`);

/** A regular expression cannot be interrupted but by the watchdog of a context. */
function findMatches(regex: RegExp, pattern: string, text: string, all: boolean): Match[] {
  Object.assign(context, { regex, text, all });
  let found: RegExpExecArray[];
  try {
    found = SEARCH.runInContext(context, { timeout: TIMEOUT_MS }) as RegExpExecArray[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new EvaluationError(
      `the regular expression "${pattern}" takes more than ${TIMEOUT_MS} ms for one value; it backtracks, look for a repetition within a repetition`,
    );
  }
  return found.map((one) => ({
    at: one.index,
    text: one[0],
    groups: one.slice(1),
    spans: (one.indices ?? []).slice(1),
  }));
}

const SUBSTITUTION = /\$(?:(\d+)|\{(\w+)\}|([$&`'+_]))/g;

function expand(
  replacement: string,
  match: Match,
  text: string,
  groupIndex: (group: string) => number | undefined,
): string {
  return replacement.replace(SUBSTITUTION, (whole, number?: string, name?: string, sign?: string) => {
    switch (sign) {
      case '$':
        return '$';
      case '&':
        return match.text;
      case '`':
        return text.slice(0, match.at);
      case "'":
        return text.slice(match.at + match.text.length);
      case '+':
        return match.groups.at(-1) ?? '';
      case '_':
        return text;
    }
    // What names no group stands for itself.
    const index = groupIndex(number ?? name ?? '');
    if (index === undefined) return whole;
    return index < 0 ? match.text : (match.groups[index] ?? '');
  });
}
