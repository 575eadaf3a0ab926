import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Defect } from '../../tenant/defects/defect.ts';
import { defects } from '../../tenant/index.ts';

const folder = new URL('../../tenant/defects/', import.meta.url);
const files = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /^[\w-]+\/.*\.ts$/.test(file));

const isDefect = (value: unknown): value is Defect =>
  typeof value === 'object' && value !== null && 'kills' in value && 'breaks' in value;

/**
 * How many ids do not begin with their group: those older than the rule, and of them also the ones whose defect was laid
 * with the checks that it kills. Ids are kept, since records and people know them.
 */
const OLDER = 452;

/** The group in whose folder each defect lies. */
const places = new Map<string, string>();
for (const file of files) {
  const exported = Object.values(await import(new URL(file, folder).href)).flat();
  for (const one of exported.filter(isDefect)) places.set(one.id, file.split('/')[0] ?? '');
}

describe('defects', () => {
  test('are all found in the folder of a group', () => {
    expect(defects.filter(({ id }) => !places.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('lie under the group of a check that they kill', () => {
    const astray = defects.filter(({ id, kills }) => {
      const group = places.get(id);
      return !kills.some((check) => check.startsWith(`${group}.`));
    });
    expect(astray.map(({ id }) => `${places.get(id)}: ${id}`)).toEqual([]);
  });

  test('have an id that begins with their group, where it was not given before that was so', () => {
    const others = defects.filter(({ id }) => !id.startsWith(`${places.get(id)}.`));
    expect(others.length, others.map(({ id }) => `${places.get(id)}: ${id}`).join('\n')).toBeLessThanOrEqual(
      OLDER,
    );
  });
});
