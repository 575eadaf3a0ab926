import { isObject } from '../../schemas/attributes.ts';
import type { Json } from './members.ts';

/** A source in the words of an expression, or why there is none. */
export type ReadSource = { text: string } | { leftOut: string };

export const SOURCE = ['expression', 'name', 'parameters', 'type'];

/** A new kind of mapping of 2026: a workflow outside the job gives the value. */
const WORKFLOW = /lcw|lifecycle|workflow|extensib/i;

/**
 * A source in words: an attribute's name, a constant in quotes, or an expression as it stands. A mapping of type None
 * has a source that gives nothing, so that its default value alone is sent.
 */
export function readSource(source: unknown): ReadSource {
  if (source === undefined || source === null) return { text: '""' };
  if (!isObject(source)) return { leftOut: 'is not an object' };
  const type = String(source.type ?? '').toLowerCase();
  const [expression, name] = [textAt(source, 'expression'), textAt(source, 'name')];
  if (WORKFLOW.test(type))
    return { leftOut: 'its value comes from a lifecycle workflow (LCW), which is not rehearsed' };
  switch (type) {
    case 'none':
      return { text: '""' };
    case 'constant':
      return { text: constant(expression, name) };
    case 'attribute':
      if (expression !== '') return { text: expression };
      return name === '' ? { text: '""' } : { text: name.startsWith('[') ? name : `[${name}]` };
    case 'function': {
      const text = expression === '' ? called(source) : expression;
      return text === undefined ? { leftOut: 'it names no function' } : { text };
    }
    default:
      return { leftOut: `a source of type ${JSON.stringify(source.type)} is not known` };
  }
}

function textAt(source: Json, name: string): string {
  const value = source[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** A constant: its expression where that is in quotes, else as it stands. */
function constant(expression: string, name: string): string {
  if (/^"(?:[^"\\]|\\[\s\S])*"$/.test(expression)) return expression;
  const plain = expression === '' ? name.replace(/^"(.*)"$/s, '$1') : expression;
  return `"${plain.replace(/[\\"]/g, '\\$&')}"`;
}

/** The call that the tree of parameters describes, where the expression itself is left out. */
function called(source: Json): string | undefined {
  const name = textAt(source, 'name');
  if (name === '') return undefined;
  const parameters = Array.isArray(source.parameters) ? source.parameters : [];
  const args = parameters.map((one) => {
    const read = readSource(isObject(one) ? one.value : undefined);
    return 'text' in read ? read.text : '';
  });
  return `${name}(${args.join(', ')})`;
}
