import { isObject, member } from '../../schemas/attributes.ts';
import type { Act } from './act.ts';

/** The filter of a query or of a SearchRequest; empty where there is none. */
export function readFilter(act: Act): string {
  if (act.verb !== 'search') return act.query.get('filter') ?? '';
  const filter = isObject(act.sent) ? member(act.sent, 'filter') : undefined;
  return typeof filter === 'string' ? filter : '';
}

/** Whether a query or a SearchRequest has this parameter. */
export function asksFor(act: Act, name: string): boolean {
  return act.query.has(name) || (act.verb === 'search' && member(act.sent, name) !== undefined);
}

/** The operations of a PATCH, each with its op and path as text. */
export function readOperations(act: Act): { op: string; path: string; value: unknown }[] {
  const operations = act.verb === 'patch' ? member(act.sent, 'Operations') : undefined;
  if (!Array.isArray(operations)) return [];
  return operations.map((one) => ({
    op: String(member(one, 'op') ?? ''),
    path: String(member(one, 'path') ?? ''),
    value: member(one, 'value'),
  }));
}

/** What a change makes of `active`, as text in small letters; undefined where it says nothing of it. */
export function readActive(act: Act): string | undefined {
  const said =
    act.verb === 'replace'
      ? [member(act.sent, 'active')]
      : readOperations(act).map(({ path, value }) =>
          /^active$/i.test(path) ? value : member(value, 'active'),
        );
  const last = said.filter((one) => one !== undefined).at(-1);
  return last === undefined ? undefined : String(last).toLowerCase();
}

/** Whether a PATCH speaks of the members of a group, in whichever form. */
export function touchesMembers(act: Act, operation?: string): boolean {
  return readOperations(act).some(
    ({ op, path, value }) =>
      (operation === undefined || op.toLowerCase() === operation) &&
      (/^members/i.test(path) || member(value, 'members') !== undefined),
  );
}

const EQUALITY = /^\s*([\w:.$-]+)\s+eq\s+"([^"\\]*)"\s*$/i;

/** What a list was asked to hold: one comparison by equality, in a GET; undefined for anything else. */
export function readEquality(act: Act): { attribute: string; value: string } | undefined {
  if (act.verb !== 'query') return undefined;
  const [, attribute, value] = EQUALITY.exec(act.query.get('filter') ?? '') ?? [];
  return attribute === undefined || value === undefined ? undefined : { attribute, value };
}
