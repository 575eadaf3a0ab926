import type { Report } from '../model.ts';

/** A diagnosis that one run has and the other has not, at the top level of either. */
export interface DiagnosisChange {
  kind: 'appeared' | 'gone';
  id: string;
  says: string;
}

/** What is wrong with an endpoint now and was not before, then what was and is no longer. */
export function diagnosisChanges(before: Report, after: Report): DiagnosisChange[] {
  return [...inOneOnly(after, before, 'appeared'), ...inOneOnly(before, after, 'gone')];
}

function inOneOnly(one: Report, other: Report, kind: DiagnosisChange['kind']): DiagnosisChange[] {
  const there = new Set(other.entries.map(({ id }) => id));
  return one.entries
    .filter(({ within, id }) => within === undefined && !there.has(id))
    .map(({ id, says }) => ({ kind, id, says }));
}
