import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadRows } from '../../config/requirements/catalogue.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import { catalogue } from '../../suites/catalogue.ts';
import type { Defect } from '../../tenant/defects/defect.ts';
import { defects } from '../../tenant/index.ts';

/**
 * How many ids do not begin with their group: those older than the rule, and of them also the ones whose defect was laid
 * with the checks that it kills. Ids are kept, since records and people know them.
 */
const OLDER = 452;

const isDefect = (value: unknown): value is Defect =>
  typeof value === 'object' && value !== null && 'kills' in value && 'breaks' in value;

const isEntry = (value: unknown): value is CatalogueEntry =>
  typeof value === 'object' && value !== null && 'kind' in value && 'verifies' in value;

/** The files of the groups in a folder; a list of others comes after what it lists. */
function listFiles(folder: URL): string[] {
  const steps = (file: string) => file.split('/').length * 2 - (file.endsWith('/index.ts') ? 1 : 0);
  return readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^[\w-]+\/.*\.ts$/.test(file))
    .sort((one, other) => steps(other) - steps(one));
}

/** The file in which each of the things that files export is written, without its ending, by id. */
async function findPlaces<T extends { id: string }>(
  folder: URL,
  isOne: (value: unknown) => value is T,
): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const file of listFiles(folder)) {
    const exported = Object.values(await import(new URL(file, folder).href)).flat();
    for (const { id } of exported.filter(isOne))
      if (!places.has(id)) places.set(id, file.replace(/(\/index)?\.ts$/, ''));
  }
  return places;
}

const folder = new URL('../../tenant/defects/', import.meta.url);
const files = listFiles(folder).map((file) => file.replace(/\.ts$/, ''));
const places = await findPlaces(folder, isDefect);
const checks = await findPlaces(new URL('../../suites/', import.meta.url), isEntry);

const groupFor = (id: string): string => places.get(id)?.split('/')[0] ?? '';

/** The first of the checks that a defect kills in its own group: it decides where the defect lies. */
const decides = ({ id, kills }: Defect): string | undefined =>
  kills.find((check) => check.startsWith(`${groupFor(id)}.`)) ?? kills[0];

/** Where the check of a defect lies. */
const findCheck = (defect: Defect): string => checks.get(decides(defect) ?? '') ?? '';

/** Where a defect belongs: the file or folder named like its check's, otherwise the file that several of these share. */
function homeFor(defect: Defect): string {
  const own = findCheck(defect);
  const isThere = files.some((file) => file === own || file.startsWith(`${own}/`));
  return isThere ? own : `${dirname(own)}/${basename(dirname(own))}`;
}

const rows = new Map(loadRows().map((row) => [row.id, row]));
const killers = new Map<string, number>();
for (const check of defects.flatMap(({ kills }) => kills)) killers.set(check, (killers.get(check) ?? 0) + 1);

/** How many defects have to show that a check fails: none where all that it can say is a note. */
function wanted({ verifies }: CatalogueEntry): number {
  const graded = verifies.flatMap((id) => rows.get(id) ?? []).filter(({ severity }) => severity !== 'note');
  return graded.some(({ harm }) => harm !== 'formal') ? 2 : graded.length > 0 ? 1 : 0;
}

describe('checks', () => {
  test('are each failed by a defect, and by a second one where more than the form is at stake', () => {
    const few = catalogue.filter((check) => (killers.get(check.id) ?? 0) < wanted(check));
    expect(few.map(({ id }) => id)).toEqual([]);
  });
});

describe('defects', () => {
  test('are all found in the folder of a group', () => {
    expect(catalogue.filter(({ id }) => !checks.has(id)).map(({ id }) => id)).toEqual([]);
    expect(defects.filter(({ id }) => !places.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('lie under the group of a check that they kill', () => {
    const astray = defects.filter(({ id, kills }) => {
      return !kills.some((check) => check.startsWith(`${groupFor(id)}.`));
    });
    expect(astray.map(({ id }) => `${places.get(id)}: ${id}`)).toEqual([]);
  });

  test('lie under the name of the file of the first of these checks, or of its folder', () => {
    const astray = defects.filter((defect) => {
      const [place = '', home] = [places.get(defect.id), homeFor(defect)];
      return place !== home && !place.startsWith(`${home}/`);
    });
    const lines = astray.map(
      (one) => `${one.id} is in ${places.get(one.id)}, its check in ${findCheck(one)}`,
    );
    expect(lines).toEqual([]);
  });

  test('have an id that begins with their group, where it was not given before that was so', () => {
    const others = defects.filter(({ id }) => !id.startsWith(`${groupFor(id)}.`));
    expect(others.length, others.map(({ id }) => `${places.get(id)}: ${id}`).join('\n')).toBeLessThanOrEqual(
      OLDER,
    );
  });
});
