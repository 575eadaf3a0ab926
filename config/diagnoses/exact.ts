import { readPackageJson } from '../../schemas/packageRoot.ts';
import { diagnosisOfRow } from './diagnoses.ts';
import { findMostExact } from './patterns.ts';

/** What failures of certain rows say of an endpoint, more exactly than the diagnosis that these rows belong to. */
export interface ExactWords {
  /** Patterns of rows and keys, as diagnoses have them. */
  rows: string[];
  says: string;
}

/** Files of `config/diagnoses/exact/`. */
const files = ['discovery', 'messages', 'accounts', 'changes', 'groups', 'queries', 'clients'];

let all: ExactWords[] | undefined;
const byDiagnosis = new Map<string, ExactWords[]>();
const found = new Map<string, string | undefined>();

/** All exact words of the package. The same array each time: do not change it. */
export function loadExactWords(): readonly ExactWords[] {
  all ??= files.flatMap((name) => readPackageJson<ExactWords[]>(`config/diagnoses/exact/${name}.json`));
  return all;
}

/** What a failure of this row says by itself; undefined where the words of its diagnosis say all there is to say. */
export function exactlySaid(row: string, key: string | undefined): string | undefined {
  const failure = `${row}#${key ?? ''}`;
  if (!found.has(failure)) {
    const words = wordsWithin(diagnosisOfRow(row, key)?.id ?? '');
    found.set(failure, findMostExact(words, row, key)?.says);
  }
  return found.get(failure);
}

/** What a diagnosis says where one kind of its failures stands alone. */
export function exactWordsFor(diagnosis: string): string[] {
  return [...new Set(wordsWithin(diagnosis).map(({ says }) => says))];
}

/** Exact words with their patterns that belong to a diagnosis. */
function wordsWithin(diagnosis: string): readonly ExactWords[] {
  if (byDiagnosis.size === 0)
    for (const { rows, says } of loadExactWords())
      for (const pattern of rows) {
        const id = diagnosisMeantBy(pattern) ?? '';
        byDiagnosis.set(id, [...(byDiagnosis.get(id) ?? []), { rows: [pattern], says }]);
      }
  return byDiagnosis.get(diagnosis) ?? [];
}

/** The diagnosis that a pattern of rows and keys belongs to. */
export function diagnosisMeantBy(pattern: string): string | undefined {
  const [row = '', key] = pattern.split('#');
  return diagnosisOfRow(row, key?.replace('*', ''))?.id;
}
