import { isObject, member } from '../schemas/attributes.ts';
import type { Act } from './traffic/act.ts';
import type { Failure, View } from './view.ts';

/** Failures that no diagnosis explains, put together by what they have in common. */
export interface Group {
  id: string;
  says: string;
  /** Rows that fail in it; its harm and its fix are theirs. */
  rows: string[];
  failures: Failure[];
  exchanges: number[];
}

/**
 * Groups failures by the refusal that they met: operation, status and detail; blocked checks otherwise by the step that
 * blocked them. Any other failure belongs to no group.
 */
export function byAnswer(failures: readonly Failure[], view: View): Group[] {
  const groups = new Map<string, Group>();
  for (const failure of failures) {
    const id = refusalIn(failure, view) ?? failure.signature;
    if (id === undefined) continue;
    const group = groups.get(id) ?? {
      id,
      says: `${id}.`,
      rows: [],
      failures: [],
      exchanges: failure.exchanges,
    };
    groups.set(id, group);
    group.failures.push(failure);
    for (const row of rowsBroken(failure, view)) if (!group.rows.includes(row)) group.rows.push(row);
  }
  return [...groups.values()];
}

/** Groups failures by the requirement that they break; blocked checks by the requirement that they leave unproven. */
export function byRow(failures: readonly Failure[], view: View): Group[] {
  const groups = new Map<string, Group>();
  for (const failure of failures) {
    const id = failure.row ?? rowsBroken(failure, view)[0] ?? failure.check;
    const says = view.requirements.rowById(id)?.statement ?? `The check ${failure.check} was not passed.`;
    const group = groups.get(id) ?? {
      id,
      says,
      rows: [id],
      failures: [],
      exchanges: failure.exchanges.slice(0, 3),
    };
    groups.set(id, group);
    group.failures.push(failure);
  }
  return [...groups.values()];
}

function rowsBroken({ row, check }: Failure, view: View): readonly string[] {
  return row === undefined ? view.requirements.rowsFor(check) : [row];
}

/** Keys of findings that say how something failed, and not of what. */
const OF_NOTHING =
  /^(status|refused|not-refused|value|matches|found|listed|gone|body|present|failures|answers|match)$/;

/** What failures of one cause have in common: the refusal that they meet, or the attribute and the operation that show it. */
export function findLikeness(failure: Failure, view: View): string | undefined {
  const name = failure.key?.split('/').at(-1) ?? '';
  const last = failure.exchanges.flatMap((number) => view.act(number) ?? []).at(-1);
  const shape = name === '' || OF_NOTHING.test(name) || !last ? undefined : `${name} in ${last.operation}`;
  return refusalIn(failure, view) ?? shape;
}

/** The refusal that a failure ends with: operation, status and detail; undefined where nothing was refused. */
export function refusalIn({ exchanges }: Failure, view: View): string | undefined {
  return exchanges
    .flatMap((number) => view.act(number) ?? [])
    .flatMap((act) => describeRefusal(act) ?? [])
    .at(-1);
}

/** The detail of the refusal that a failure ends with, without what differs from one request to the next. */
export function detailIn({ exchanges }: Failure, view: View): string | undefined {
  return exchanges
    .flatMap((number) => view.act(number) ?? [])
    .flatMap((act) => (act.refused ? (readDetail(act) ?? []) : []))
    .at(-1);
}

/** Operation, status and detail of an exchange that was refused or not answered; undefined for any other. */
export function describeRefusal(act: Act): string | undefined {
  return act.refused || act.exchange.failure !== undefined ? describe(act) : undefined;
}

function describe(act: Act): string {
  const said = `${describeAnswer(act)} to ${act.operation}`;
  const detail = readDetail(act);
  return detail === undefined ? said : `${said}: ${detail}`;
}

function describeAnswer(act: Act): string {
  return act.status === undefined ? (act.exchange.failure?.code ?? 'No answer') : String(act.status);
}

const LONGEST_DETAIL = 120;

/** The detail of an error without what differs from one request to the next; undefined where there is none. */
function readDetail(act: Act): string | undefined {
  const detail = isObject(act.body) ? member(act.body, 'detail') : undefined;
  if (typeof detail !== 'string' || detail === '') return undefined;
  return detail
    .replace(/conf-[\w.@+-]+/g, '…')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '…')
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\d+/g, '…')
    .slice(0, LONGEST_DETAIL);
}
