/** What an attribute or an expression can be; undefined is null. */
export type Value = string | boolean | string[] | undefined;

interface Documented {
  /** Arguments that have to be there. */
  least: number;
  call(args: Value[], lookup: (name: string) => Value): Value;
}

const isNull = (value: Value): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const text = (value: Value): string => {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return Array.isArray(value) ? value.join(',') : value;
};

const isTrue = (value: Value): boolean => /^(true|1)$/i.test(text(value));

/** The functions of attribute mappings, as Microsoft's reference for expressions documents them. */
export const functions: Record<string, Documented> = {
  Append: {
    least: 2,
    call: ([source, suffix]) => (isNull(source) ? undefined : text(source) + text(suffix)),
  },
  Coalesce: { least: 1, call: (args) => args.find((one) => !isNull(one)) },
  IIF: { least: 3, call: ([condition, yes, no]) => (isTrue(condition) ? yes : no) },
  Join: {
    least: 2,
    call: ([separator, ...sources]) =>
      sources
        .flatMap((one) => (Array.isArray(one) ? one : [text(one)]))
        .filter((one) => one !== '')
        .join(text(separator)),
  },
  // Positions are counted from 1.
  Mid: {
    least: 3,
    call: ([source, start, length]) => {
      const from = Math.max(0, Number(text(start)) - 1);
      return isNull(source) ? undefined : text(source).slice(from, from + Number(text(length)));
    },
  },
  Not: { least: 1, call: ([source]) => !isTrue(source) },
  Replace: { least: 2, call: replace },
  SingleAppRoleAssignment: {
    least: 1,
    call: ([source]) => (Array.isArray(source) ? source[0] : isNull(source) ? undefined : source),
  },
  Switch: {
    least: 2,
    call: ([source, otherwise, ...pairs]) => {
      const sought = text(source);
      for (let at = 0; at + 1 < pairs.length; at += 2) if (text(pairs[at]) === sought) return pairs[at + 1];
      return otherwise;
    },
  },
  ToLower: { least: 1, call: ([source]) => (isNull(source) ? undefined : text(source).toLowerCase()) },
};

/** Which of its seven arguments are given decides what Replace does. */
function replace(args: Value[], lookup: (name: string) => Value): Value {
  const [source, old, pattern, group, replacement, attribute, template] = args;
  const instead = isNull(attribute) ? text(replacement) : text(lookup(text(attribute)));
  if (!isNull(old) && !isNull(template)) return text(template).replaceAll(text(old), text(source));
  if (isNull(source))
    return isNull(replacement) || !isNull(old) || !isNull(pattern) ? undefined : replacement;
  if (!isNull(old)) return text(source).replaceAll(text(old), instead);
  if (isNull(pattern)) return source;
  const expression = new RegExp(text(pattern), 'gu');
  if (isNull(group)) return text(source).replace(expression, () => instead);
  const name = text(group);
  return text(source).replace(expression, (whole, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined> | undefined;
    const found = typeof groups === 'object' ? groups[name] : undefined;
    return found === undefined ? whole : whole.replace(found, () => instead);
  });
}
