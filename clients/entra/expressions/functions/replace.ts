import type { Call, Documented } from '../call.ts';
import { compileRegex, type DotnetRegex } from '../dotnetRegex.ts';
import { asText, EvaluationError, ExpressionError, isEmpty, isNull, type Value } from '../value.ts';

const [SOURCE, OLD, PATTERN, GROUP, REPLACEMENT, ATTRIBUTE, TEMPLATE] = [0, 1, 2, 3, 4, 5, 6];

/** Which of its seven arguments are given decides what Replace does; it is case-sensitive. */
export const replaceFunction: Documented = {
  name: 'Replace',
  least: 2,
  most: 7,
  evaluate: replace,
  inspect: (args, { remark }) => {
    const [old, pattern, group] = [args[OLD], args[PATTERN], args[GROUP]];
    if (pattern?.kind === 'constant') {
      const compiled = compileRegex(String(pattern.value ?? ''));
      if (group?.kind === 'constant' && !compiled.groups.includes(String(group.value)))
        throw new ExpressionError(`Replace: the regular expression has no group named "${group.value}"`);
    }
    if (old === undefined && pattern === undefined)
      remark(
        'Replace with neither oldValue nor regexPattern is not in the reference: its source flows, or the replacement where there is none',
      );
  },
};

function replace(call: Call): Value {
  const source = call.at(SOURCE);
  const text = asText(source);
  const given = (index: number) => call.node(index) !== undefined;
  if (given(PATTERN)) return byPattern(call, source, text);
  if (given(OLD)) {
    const old = call.text(OLD);
    if (given(TEMPLATE)) {
      if (isNull(source)) return undefined;
      return old === '' ? call.text(TEMPLATE) : call.text(TEMPLATE).replaceAll(old, () => text);
    }
    if (isNull(source)) return undefined;
    const instead = given(ATTRIBUTE) ? asText(attributeAt(call)) : call.text(REPLACEMENT);
    return old === '' ? text : text.replaceAll(old, () => instead);
  }
  return isEmpty(source) ? call.at(REPLACEMENT) : source;
}

function byPattern(call: Call, source: Value, text: string): Value {
  const regex = compilePattern(call);
  const group = call.node(GROUP) === undefined ? undefined : call.text(GROUP);
  if (call.node(ATTRIBUTE) !== undefined) {
    if (!isEmpty(source)) return source;
    const other = attributeAt(call);
    if (isEmpty(other)) return undefined;
    return regex.extract(asText(other), group);
  }
  if (isNull(source)) return undefined;
  const instead = call.text(REPLACEMENT);
  return group === undefined ? regex.replace(text, instead) : regex.replaceGroup(text, group, instead);
}

/** An attribute's value: written as `[mobile]`, or by its name as a constant. */
function attributeAt(call: Call): Value {
  const node = call.node(ATTRIBUTE);
  if (node?.kind !== 'constant') return call.at(ATTRIBUTE);
  return call.source.attribute(String(node.value ?? ''));
}

const compiled = new Map<string, DotnetRegex>();
const KEPT = 500;

function compilePattern(call: Call): DotnetRegex {
  const pattern = call.text(PATTERN);
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  try {
    const regex = compileRegex(pattern);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(pattern, regex);
    return regex;
  } catch (error) {
    if (error instanceof ExpressionError) throw new EvaluationError(error.message);
    throw error;
  }
}
