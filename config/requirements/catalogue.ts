import { createHash } from 'node:crypto';
import { readPackageJson } from '../../schemas/packageRoot.ts';
import { conditionNamed } from '../conditions/conditions.ts';
import { validateData } from '../dataFile.ts';
import type { Harm, Row } from '../row.ts';

/** Files of `config/requirements/` that hold rows, in the order in which reports list them. */
export const rowFiles = [
  'rfc7643',
  'rfc7644',
  'rfc9865',
  'http',
  'entra',
  'smartfile',
  'okta',
  'practice',
] as const;

let rows: Row[] | undefined;
let index: Map<string, Row> | undefined;
let digest: string | undefined;

/**
 * Every requirement row of the package, in report order. The same array each time: do not change it.
 * The files are trusted here, since a test validates them with {@link validateRows}; ids are not.
 * @throws Error if a file is missing, is not JSON, or two rows share an id
 */
export function loadRows(): Row[] {
  if (!rows) {
    const loaded = rowFiles.flatMap((name) => readPackageJson<Row[]>(`config/requirements/${name}.json`));
    index = indexRows(loaded);
    rows = loaded;
  }
  return rows;
}

/** The row of this id, or undefined where the catalogue has none. */
export function rowById(id: string): Row | undefined {
  loadRows();
  return index?.get(id);
}

/** SHA-256 (lower-case hex) of all rows: two reports with one digest judged by the same requirements. */
export function catalogueDigest(): string {
  digest ??= createHash('sha256').update(JSON.stringify(loadRows())).digest('hex');
  return digest;
}

/**
 * Checks rows from a file: shape, unique ids, conditions that exist. For the rows of a user's own suites, where `harm` may
 * be left out and `conditions` may have its old name `gates`, and in tests for ours.
 * @param taken rows whose ids are in use already
 * @throws Error naming the file and, for each defect, the JSON path or the row
 */
export function validateRows(data: unknown, file: string, taken: readonly Row[] = []): Row[] {
  const valid = validateData<(Omit<Row, 'harm'> & { harm?: Harm })[]>(
    'rows.schema.json',
    inPresentWords(data),
    file,
  ).map((row): Row => ({ ...row, harm: row.harm ?? 'formal' }));
  indexRows([...taken, ...valid], file);
  for (const { id, conditions } of valid) {
    for (const name of conditions) {
      if (conditionNamed(name) === undefined)
        throw new Error(
          `${file}: ${id} names the condition "${name}", which config/conditions does not define`,
        );
    }
  }
  return valid;
}

function inPresentWords(data: unknown): unknown {
  if (!Array.isArray(data)) return data;
  return data.map((row: unknown) => {
    if (typeof row !== 'object' || row === null || !('gates' in row) || 'conditions' in row) return row;
    const { gates, ...rest } = row;
    return { ...rest, conditions: gates };
  });
}

function indexRows(all: readonly Row[], file = 'config/requirements'): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of all) {
    if (found.has(row.id)) throw new Error(`${file}: two rows have the id ${row.id}`);
    found.set(row.id, row);
  }
  return found;
}
