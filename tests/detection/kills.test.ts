import { expect, test } from 'vitest';
import { type Defect, defects } from '../../tenant/index.ts';
import { areaFor } from './collateral.ts';
import { DRAWN, defectsOfToday, missingFindings, readKills, shownBy } from './kills.ts';

const recorded = { 'users.x': ['status (r1)', 'value (r2)'] };

test.each([
  ['the findings as recorded, and more', { 'users.x': ['status (r1)', 'value (r2)', 'more (r1)'] }, []],
  ['a key renamed', { 'users.x': ['code (r1)', 'value (r2)'] }, ['users.x: status (r1)']],
  ['the other of two rows', { 'users.x': ['status (r1)', 'value (r1)'] }, ['users.x: value (r2)']],
  ['no finding', { 'users.x': [] }, ['users.x: status (r1)', 'users.x: value (r2)']],
  [
    'a check without a record',
    { 'users.y': ['status (r1)'] },
    ['users.y has no record: npm run detect -- --update writes it'],
  ],
])('%s', (_, found, missing) => {
  expect(missingFindings(recorded, found)).toEqual(missing);
});

test('of a rule that saw a part of the traffic one finding is enough, and none is not', () => {
  const rule = (id: string) => id === 'users.x';
  expect(missingFindings(recorded, { 'users.x': ['value (r2)'] }, rule)).toEqual([]);
  expect(missingFindings(recorded, { 'users.x': ['other (r2)'] }, rule)).toHaveLength(2);
});

test('each defect has a record of each of its checks, and there are no others', () => {
  const areas = new Set(defects.map(areaFor));
  const known = new Map([...areas].flatMap((area) => Object.entries(readKills(area))));
  const listed = (kills: readonly string[]) => kills.filter((one) => !DRAWN.test(one)).sort();
  expect(Object.fromEntries([...known].map(([id, kills]) => [id, Object.keys(kills).sort()]))).toEqual(
    Object.fromEntries(defects.map(({ id, kills }) => [id, listed(kills)])),
  );
});

const defect = (id: string, kills: string[], company?: true): Defect => ({
  id,
  says: 'x',
  breaks: [],
  kills,
  ...(company && { company }),
});

test('the defects of a day kill all that all defects kill, with fewer of them', () => {
  const chosen = [...defectsOfToday(defects)];
  const killed = (some: readonly Defect[]) => [...new Set(some.flatMap(({ kills }) => kills))].sort();
  expect(killed(chosen)).toEqual(killed(defects));
  expect(chosen.length).toBeLessThan(defects.length);
});

test('the defects of a day show every row that findings of a check name', () => {
  const records = new Map(defects.map(areaFor).map((area) => [area, readKills(area)]));
  const shows = (one: Defect) => shownBy(one, records.get(areaFor(one))?.[one.id]);
  const shown = (some: readonly Defect[]) => [...new Set(some.flatMap(shows))].sort();
  const chosen = [...defectsOfToday(defects, () => false, shows)];
  expect(shown(chosen)).toEqual(shown(defects));
  expect(shows(defect('a', ['users.x']))).toEqual(['users.x']);
  expect(shownBy(defect('a', ['users.x']), recorded)).toEqual(['users.x', 'users.x r1', 'users.x r2']);
});

test('what takes the whole catalogue is drawn where nothing else kills a check', () => {
  const [quick, slow, alone] = [defect('a', ['x']), defect('b', ['x'], true), defect('c', ['y'], true)];
  expect([...defectsOfToday([slow, alone, quick])].map(({ id }) => id).sort()).toEqual(['a', 'c']);
});
