import { show } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import type { ScimResponse } from '../wire/response.ts';

/** What was asked, as a person would write it down: method, address without ids, and the parameters as they were meant. */
export function asked({ method, path, template }: ScimResponse): string {
  const address = `${method} ${template.split('?')[0]}`;
  const mark = path.indexOf('?');
  if (mark < 0) return address;
  const parameters = [...new URLSearchParams(path.slice(mark))].map(
    ([name, value]) => `${name}=${valuePart(value)}`,
  );
  return `${address}?${parameters.join('&')}`;
}

/** What a list holds beside what it ought to, as a sentence: how many, which of them were expected, and what is there twice. */
export function listing(found: readonly string[], expected: readonly string[]): string {
  if (found.length === 0) return 'the list is empty';
  const different = new Set(found);
  const hits = expected.filter((id) => different.has(id)).length;
  const others = [...different].filter((id) => !expected.includes(id)).length;
  const parts = [
    ...(expected.length > 0 ? [`${hits} of the ${expected.length} that match`] : []),
    ...(others > 0 ? [`${others} that ${others === 1 ? 'does' : 'do'} not match`] : []),
    ...(found.length > different.size ? [`${found.length - different.size} shown again`] : []),
  ];
  return `${counted(found.length)}: ${parts.join(', ')}`;
}

/** A number of resources in words. */
export function counted(count: number): string {
  return count === 1 ? '1 resource' : `${count} resources`;
}

/** A thing and its value, as a statement: an array by its entries, nothing as absent. */
export function stated(what: string, value: unknown): string {
  if (value === undefined || value === null) return `${what} is absent`;
  if (!Array.isArray(value)) return `${what} is ${show(value)}`;
  return value.length === 0 ? `${what}: none` : `${what}: ${show(value)}`;
}

/** Key of a finding that something is not refused as it should be: what was refused with another status was refused all the same. */
export function unrefused(status: number): string {
  return status >= 400 ? 'status' : 'not-refused';
}
