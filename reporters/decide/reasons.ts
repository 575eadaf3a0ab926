import type { Report } from '../model.ts';

/** What is wrong with the endpoint and decided a gate: an entry of the report's first list. */
export interface GateCause {
  id: string;
  says: string;
  /** Its number in the report's list, from 1, as in `report.html#cause-1`. */
  at: number;
}

/** What a line of a decision is about, and the id of the cause that it follows from. */
interface Line {
  check: string;
  key?: string;
  cause?: string;
}

/** Why a gate decided as it did: one thing that is wrong with all that follows from it, or one line by itself. */
export interface Reason<T extends Line> {
  cause?: GateCause;
  items: T[];
}

/** The top-level entries of a report that explain lines of a decision, and those lines with the id of theirs. */
export function findCauses<T extends Line>(
  report: Report,
  items: readonly T[],
): { causes: GateCause[]; items: T[] } {
  const causes = report.entries
    .filter(({ within }) => within === undefined)
    .map(({ id, says }, index) => ({ id, says, at: index + 1 }));
  const top = new Map<string, string>();
  for (const { id, within, explains } of report.entries)
    for (const { check, key } of explains) top.set(`${check} ${key ?? ''}`, within ?? id);
  const explained = items.map((item) => {
    const cause = top.get(`${item.check} ${item.key ?? ''}`);
    return cause === undefined ? item : { ...item, cause };
  });
  const named = new Set(explained.map(({ cause }) => cause));
  return { causes: causes.filter(({ id }) => named.has(id)), items: explained };
}

/** The lines of a decision as reasons: by what is wrong where that decided two lines or more, in the report's order. */
export function groupReasons<T extends Line>(items: readonly T[], causes: readonly GateCause[]): Reason<T>[] {
  const groups = causes
    .map((cause) => ({ cause, items: items.filter((item) => item.cause === cause.id) }))
    .filter((group) => group.items.length > 1);
  const grouped = new Set(groups.map(({ cause }) => cause.id));
  const alone = items.filter(({ cause }) => cause === undefined || !grouped.has(cause));
  return [...groups, ...alone.map((item) => ({ items: [item] }))];
}
