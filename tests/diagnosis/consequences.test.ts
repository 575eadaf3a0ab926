import { expect, test } from 'vitest';
import { loadConsequences } from '../../config/diagnoses/consequences.ts';
import { diagnosisById } from '../../config/diagnoses/diagnoses.ts';
import { catalogue } from '../../suites/catalogue.ts';

const checks = new Set(catalogue.map(({ id }) => id));

test.each(loadConsequences().map((one) => [one.of, one.when ?? 'always', one] as const))(
  'what follows from %s, by %s, names a diagnosis and checks that there are',
  (of, _, { when, follows }) => {
    const named = [...follows, ...(when === undefined ? [] : [when])].map((pattern) => pattern.split('#'));

    expect(diagnosisById(of)).toBeDefined();
    expect(follows.length).toBeGreaterThan(0);
    expect(named.filter(([check = '']) => check !== 'blocked' && !checks.has(check))).toEqual([]);
    expect(named.filter(([, key]) => key === undefined || key.split('*').length > 2)).toEqual([]);
  },
);
