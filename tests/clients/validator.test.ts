import { expect, it } from 'vitest';
import { fill, validatorTests, valueAt } from '../../clients/validator/index.ts';
import { type FaceName, startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

it('has the 24 mandatory tests, the verbose add and the 7 previews, each under an id of its own', () => {
  expect(validatorTests.filter(({ preview }) => !preview)).toHaveLength(25);
  expect(validatorTests.filter(({ preview }) => preview)).toHaveLength(7);
  expect(new Set(validatorTests.map(({ id }) => id)).size).toBe(validatorTests.length);
});

it('sends 36 operations in a verbose add', () => {
  const verbose = validatorTests.find(({ id }) => id === 'add-attributes-verbose');
  expect(verbose?.steps.at(-1)?.body).toHaveProperty('Operations.length', 36);
});

it('fills placeholders in and reads paths', () => {
  expect(fill({ path: '/Users/{user}', list: ['{no}'] }, { user: 'a"b' })).toEqual({
    path: '/Users/a"b',
    list: ['{no}'],
  });
  expect(valueAt({ 'urn:x:User': { manager: [{ value: 1 }] } }, '"urn:x:User".manager[0].value')).toBe(1);
});

it.each(['full', 'minimal', 'hard-delete-only'] as FaceName[])(
  'says of face %s',
  { timeout: 30_000 },
  async (face) => {
    const tenant = await startTenant({ face });
    try {
      const wishes = { profileName: 'smartfile', selected: (id: string) => id.startsWith('entra.validator') };
      const { outcomes, leftovers } = await runInProcess(tenant, wishes);
      const said = [...outcomes.values()].flatMap(({ observations }) => observations);
      expect(Object.fromEntries(said.map(({ key, value }) => [key, value]))).toMatchSnapshot();
      expect(leftovers).toEqual([]);
    } finally {
      await tenant.close();
    }
  },
);

it('says what the validator overlooks', { timeout: 30_000 }, async () => {
  const tenant = await startTenant({
    defects: ['error.status-as-number', 'create.without-location', 'patch.empty-200'],
  });
  try {
    const { outcomes } = await runInProcess(tenant, {
      selected: (id) => id === 'entra.validator-mandatory-tests',
    });
    const outcome = outcomes.get('entra.validator-mandatory-tests');
    expect(outcome).toMatchObject({ status: 'pass' });
    const said = outcome?.observations ?? [];
    const of = (key: string) => said.find((one) => one.key === `validator.${key}`)?.value;
    expect(of('create-user')).toBe('passes; overlooks a 201 without Location');
    expect(of('duplicate-user')).toBe('passes; overlooks status of an error as a number');
    expect(of('update-user-name')).toBe('passes; overlooks a 200 to a PATCH without a body');
  } finally {
    await tenant.close();
  }
});
