/** One challenge of a WWW-Authenticate header: its scheme, and its parameters in their order. */
export interface Challenge {
  scheme: string;
  parameters: { name: string; value: string }[];
}

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const PARAMETER = new RegExp(`^(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))$`);

/**
 * The challenges in a WWW-Authenticate header, several headers joined by commas included (RFC 9110 section 11.6.1).
 * Scheme and parameter names come in lower case.
 */
export function challengesIn(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = [];
  for (const item of splitOutsideQuotes(header ?? '')) {
    const parameter = parameterIn(item);
    if (parameter !== undefined) {
      challenges.at(-1)?.parameters.push(parameter);
      continue;
    }
    const space = item.search(/\s/);
    const scheme = space < 0 ? item : item.slice(0, space);
    const first = space < 0 ? undefined : parameterIn(item.slice(space).trim());
    challenges.push({ scheme: scheme.toLowerCase(), parameters: first === undefined ? [] : [first] });
  }
  return challenges;
}

function parameterIn(item: string): { name: string; value: string } | undefined {
  const found = PARAMETER.exec(item);
  return found?.[1] === undefined
    ? undefined
    : { name: found[1].toLowerCase(), value: found[2] ?? found[3] ?? '' };
}

function splitOutsideQuotes(header: string): string[] {
  const items = header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return items.map((item) => item.trim()).filter((item) => item !== '');
}
