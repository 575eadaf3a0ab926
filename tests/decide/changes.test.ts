import { describe, expect, test } from 'vitest';
import { isOlder, loadChanges, presentName } from '../../config/changes.ts';
import { rowById } from '../../config/requirements/catalogue.ts';
import { catalogue, catalogueVersion } from '../../suites/catalogue.ts';
import released from './catalogue-0.1.json' with { type: 'json' };

describe('the changes written down', () => {
  const all = loadChanges();
  const ids = new Set(catalogue.map(({ id }) => id));

  test('name every check of the first version that the catalogue has no more', () => {
    const lost = released.checks.filter((id) => !ids.has(presentName({ check: id }, all).check));
    const removed = new Set(
      all.filter(({ what, key }) => what === 'removed' && !key).map(({ check }) => check),
    );
    expect(lost.filter((id) => !removed.has(id))).toEqual([]);
  });

  test('name checks that there are, each with its reason and a version that has come', () => {
    for (const change of all) {
      const name = change.what === 'renamed' && change.key === undefined ? change.to : change.check;
      if (change.what !== 'removed' || change.key !== undefined) expect(ids, change.check).toContain(name);
      expect(isOlder(catalogueVersion, change.since), change.check).toBe(false);
      expect(change.why.length, change.check).toBeGreaterThan(15);
    }
  });

  // As suites/catalogue.ts says: what is removed or claims more raises the first number, what is new the second.
  test('raise the version since the last release', () => {
    const [before = 0, now = 0] = [released.version, catalogueVersion].map((one) =>
      Number(one.split('.')[0]),
    );
    const since = all.filter((change) => isOlder(released.version, change.since));
    const present = new Set(released.checks.map((id) => presentName({ check: id }, all).check));

    if (since.some(({ what }) => what !== 'renamed')) expect(now).toBeGreaterThan(before);
    if (catalogue.some(({ id }) => !present.has(id)))
      expect(isOlder(released.version, catalogueVersion)).toBe(true);
  });

  test('keep every requirement that a report of the first version lists', () => {
    expect(released.rows.filter((id) => rowById(id) === undefined)).toEqual([]);
  });
});
