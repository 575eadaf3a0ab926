import { describe, expect, it } from 'vitest';
import { findUnmapped, listMapped } from '../../clients/entra/unmapped.ts';
import { loadProfile } from '../../config/profiles.ts';
import { type PilotResult, pilot } from '../../runner/pilot/pilot.ts';
import { preflight } from '../../runner/preflight.ts';
import { ENTERPRISE, GROUP, USER } from '../../schemas/attributes.ts';
import { errorResponse } from '../../tenant/errors.ts';
import type { Tenant, Variation } from '../../tenant/index.ts';
import { ScimProblem } from '../../tenant/model.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runFor, tenantFor } from './job.ts';
import { provisionAll } from './whole.ts';

/** What the schema publishes of an attribute of users, or without it. */
const published = (name: string, change: object | undefined): Variation => ({
  id: `x.${name}`,
  says: `${name} is published otherwise`,
  basis: ['7643:7'],
  schemas: (all) =>
    all.map((one) => ({
      ...one,
      attributes: one.attributes.flatMap((usual) =>
        usual.name !== name ? [usual] : change === undefined ? [] : [{ ...usual, ...change }],
      ),
    })),
});

const walk = (tenant: Tenant): Promise<PilotResult> => pilot(runFor(tenant).run);

describe('groups that are not deleted as long as they have members', { timeout: 60_000 }, () => {
  it('are emptied by job and pilot, which say so, and nothing of others is touched', async () => {
    const tenant = await tenantFor({ variations: ['deletes.full-groups-refused'], population: 5 });
    const bystanders = await bystandersOn(tenant);
    const leaving = {
      users: [
        { objectId: 'adele', userPrincipalName: 'adele@corp.example.test', givenName: 'Adele', surname: 'V' },
      ],
      groups: [{ objectId: 'g', displayName: 'Sales', members: ['adele'] }],
      changes: [{ delete: ['g'] }],
    };
    const { state, claims, leftovers, remarks } = await provisionAll(tenant, leaving);
    expect([state, claims.flatMap((one) => one.against), leftovers]).toEqual(['converged', [], []]);
    expect(remarks).toContainEqual(
      expect.stringMatching(/^groups: deleted only after their members were removed/),
    );
    const { ready, steps } = await walk(tenant);
    expect(ready).toBe(true);
    expect(steps.map(({ says }) => says).join()).toMatch(/deleted only after/);
    expect(bystanders.harm()).toEqual([]);
  });

  it('are emptied by clean-up, whatever is known of them', async () => {
    const tenant = await tenantFor({ variations: ['deletes.full-groups-refused'] });
    const { run, exchanges } = runFor(tenant);
    const scim = run.client({ check: 'a test', ordinal: 0 });
    const user = await scim.post('/Users', { schemas: [USER], userName: `${run.marker}u` });
    const members = [{ value: String(user.body.id) }];
    for (const name of ['g', 'h'])
      await scim.post('/Groups', { schemas: [GROUP], displayName: `${run.marker}${name}`, members });
    expect(await run.cleanUp(undefined, { sweep: true })).toEqual([]);
    expect([...run.emptying.groups].length).toBe(2);
    expect(exchanges.filter(({ method }) => method === 'PATCH').length).toBe(2);
  });
});

describe('lists that show for a while who was deleted', { timeout: 60_000 }, () => {
  it.each(['synthetic', 'own'] as const)('cost a job with %s names nothing', async (names) => {
    const tenant = await tenantFor({ variations: ['lists.departed-late'] });
    const { state, claims, leftovers } = await provisionAll(tenant, names, { patienceMs: 4_000 });
    expect([state, claims.flatMap((one) => one.against), leftovers]).toEqual(['converged', [], []]);
  });
});

describe('what the schemas close to clients', { timeout: 60_000 }, () => {
  it.each([
    ['schema.display-name-computed', 'displayName', 'readOnly', /^Take displayName out/],
    [
      published('userName', { mutability: 'immutable' }),
      'userName',
      'immutable',
      /^Map userName "only during/,
    ],
    [published('name', undefined), 'name.givenName', 'unpublished', /^Take name.givenName out .* or publish/],
    [published('members', { mutability: 'readOnly' }), 'members', 'readOnly', /^Take members out of/],
    [published('members', undefined), 'members', 'unpublished', /^Take members out of/],
  ] as const)('is told by itself, with the mapping to change: %s', async (how, attribute, as, fix) => {
    const tenant = await tenantFor({ variations: [how] });
    const { state, claims, failures, unwritten = [] } = await provisionAll(tenant, 'synthetic');
    expect([state, claims.flatMap((one) => one.against), failures]).toEqual(['converged', [], []]);
    expect(unwritten.map((one) => [one.attribute, one.published])).toContainEqual([attribute, as]);
    expect(unwritten.find((one) => one.attribute === attribute)?.fix).toMatch(fix);
    expect(claims[0]?.says).toContain(`except for ${attribute}`);
  });

  it.each([
    [{ mutability: 'readOnly' }, 'readOnly'],
    [undefined, 'unpublished'],
  ])('is told of managers, too: %o', async (change, as) => {
    const tenant = await tenantFor({ variations: [published('manager', change)] });
    const staff = {
      users: ['boss', 'adele', 'alex'].map((objectId) => ({
        objectId,
        userPrincipalName: `${objectId}@corp.example.test`,
        displayName: objectId,
        ...(objectId === 'boss' ? {} : { manager: 'boss' }),
      })),
    };
    const target = `${ENTERPRISE}:manager`;
    const mapping = [{ resource: 'User' as const, source: 'manager', target }];
    const { state, claims, failures, unwritten = [] } = await provisionAll(tenant, staff, { mapping });
    expect([state, claims.flatMap((one) => one.against), failures]).toEqual(['converged', [], []]);
    expect(unwritten.map((one) => [one.attribute, one.published])).toEqual([[target, as]]);
    expect(claims[0]?.says).toContain(`except for ${target}`);
  });

  it('is no excuse for refusing what clients may write', async () => {
    const refusing: Variation = {
      id: 'x.family-name-refused',
      says: 'a PATCH with a family name is refused',
      basis: [],
      before: ({ method, body }) =>
        method === 'PATCH' && /familyName/i.test(JSON.stringify(body))
          ? errorResponse(new ScimProblem(400, 'no family name', 'invalidValue'))
          : undefined,
    };
    const variations = ['schema.display-name-computed', refusing];
    const { state, claims } = await provisionAll(await tenantFor({ variations }), 'synthetic');
    expect(state).toBe('not-converged');
    expect(claims[0]?.against.join()).toMatch(/differs in name.familyName/);
  });
});

describe('what the schemas require and no mapping gives', { timeout: 60_000 }, () => {
  const demanding = {
    ...published('employeeNumber', { required: true }),
    options: () => ({ requiresEnterprise: true }),
  };

  it('is what a job names where its creates are refused', async () => {
    const variations = [published('nickName', { required: true })];
    const { state, failures } = await provisionAll(await tenantFor({ variations }), 'synthetic');
    expect(state).toBe('not-converged');
    const [{ diagnosis } = {}] = failures;
    expect(diagnosis?.id).toBe('create.required-not-mapped');
    expect(diagnosis?.says).toMatch(/schemas: nickName of a User$/);
    expect(diagnosis?.fix).toMatch(/^Map nickName, as a constant/);
  });

  it('is found by reading discovery, and templates stand for mappings', async () => {
    const { run } = runFor(await tenantFor({ variations: [demanding] }));
    const profile = loadProfile('smartfile');
    const scim = run.client({ check: 'a test', ordinal: 0 });
    const { capabilities } = await preflight(scim, profile, { https: false, loopback: true });
    const path = `${ENTERPRISE}:employeeNumber`;
    expect(findUnmapped(capabilities, listMapped(profile))).toEqual([{ kind: 'User', path }]);
    const templates = { User: { [ENTERPRISE]: { employeeNumber: '1' } } };
    expect(findUnmapped(capabilities, listMapped(profile), templates)).toEqual([]);
  });
});

it('the pilot removes whom it made again, where userName is shown on request', async () => {
  const tenant = await tenantFor({ variations: [published('userName', { returned: 'request' })] });
  const { run } = runFor(tenant);
  const scim = run.client({ check: 'a test', ordinal: 0 });
  const { capabilities } = await preflight(scim, run.setup.profile, run.capabilities.target);
  const { ready, sentence } = await pilot(runFor(tenant, tenant.token, capabilities).run);
  expect([ready, sentence]).toEqual([true, 'Entra can start provisioning.']);
});
