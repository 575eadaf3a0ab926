import { describe, expect, test } from 'vitest';
import { diagnosisOfRow, loadDiagnoses } from '../../config/diagnoses/diagnoses.ts';
import { diagnosisMeantBy, loadExactWords } from '../../config/diagnoses/exact.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { harms } from '../../config/row.ts';
import { catalogue } from '../../suites/catalogue.ts';

const rows = loadRows().map(({ id }) => id);

describe('the words of the diagnoses', () => {
  test('ids are stable names, each once', () => {
    const ids = loadDiagnoses().map(({ id }) => id);

    expect(ids.filter((id) => !/^[a-z]+\.[a-z0-9-]+$/.test(id))).toEqual([]);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(ids.length).toBeGreaterThanOrEqual(60);
  });

  test.each(loadDiagnoses().map((one) => [one.id, one] as const))(
    '%s says what is wrong, what it means and how to mend it',
    (_, { says, fix, harm }) => {
      expect(says).toMatch(/^[A-Z/&a-z].*\.$/s);
      expect(fix).toMatch(/\.$/);
      expect(harms).toContain(harm);
    },
  );

  test('each pattern names a row', () => {
    const matches = (pattern: string) =>
      rows.some((row) => {
        const [before = '', after] = (pattern.split('#')[0] ?? '').split('*');
        return after === undefined ? row === before : row.startsWith(before);
      });

    expect(loadDiagnoses().flatMap(({ rows: named }) => named.filter((one) => !matches(one)))).toEqual([]);
  });

  test.each(loadExactWords().map((one) => [one.says, one.rows] as const))(
    'exact words name rows that some diagnosis knows: %s',
    (says, patterns) => {
      expect(says).toMatch(/^[A-Z/&a-z"][^{}]*\.$/s);
      expect(patterns.filter((one) => !rows.includes(one.split('#')[0] ?? ''))).toEqual([]);
      expect(patterns.filter((one) => diagnosisMeantBy(one) === undefined)).toEqual([]);
    },
  );

  test('no two exact words are for the same failures', () => {
    const patterns = loadExactWords().flatMap((one) => one.rows);

    expect(patterns.filter((one, at) => patterns.indexOf(one) !== at)).toEqual([]);
  });

  test('a failure of any row that a check verifies is reason for some diagnosis', () => {
    const verified = new Set(catalogue.flatMap(({ verifies }) => verifies));

    expect([...verified].filter((row) => diagnosisOfRow(row) === undefined)).toEqual([]);
  });
});
