import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { entriesOfRun } from '../kit/entries.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { judge, type ProfileName } from './judge.ts';

/** What an endpoint has a right to and a whole run depends on: redirects, versions, kinds of resources. */
const rights = [
  'addresses.slash-wanted',
  'addresses.moved-below',
  'versions.demanded',
  'groups.not-created',
  'types.groups-alone',
  'types.users-alone',
];

const profiles: ProfileName[] = ['rfc', 'smartfile', 'entra'];
const cases = profiles.flatMap((profile) => rights.map((id) => [profile, id] as const));

test.each(drawn('rights', cases, 4))(
  'in profile %s %s costs nothing that no document forbids',
  { timeout: 120_000 },
  async (profile, id) => {
    expect(await judge([id], profile)).toEqual([]);
  },
);

test('what keeps a create from being composed is said by each check and by the first list', {
  timeout: 120_000,
}, async () => {
  const detail = 'title has the form T-0000';
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '400',
    scimType: 'invalidValue',
    detail,
  };
  const tenant = await startTenant({
    variations: [
      {
        id: 'schema.titles-of-a-form',
        says: 'title has a form that no schema can tell',
        basis: ['7643:7'],
        before: ({ method, path }) =>
          method === 'POST' && path === '/Users' ? { status: 400, headers: {}, body } : undefined,
      },
    ],
  });
  try {
    const made = await runInProcess(tenant, { profileName: 'rfc' });
    const blocked = [...made.outcomes.values()].flatMap(({ blockedBy }) => blockedBy ?? []);
    const refused = blocked.filter(({ request }) => request === 'POST /Users');

    expect(refused.length).toBeGreaterThan(100);
    expect(refused.filter((one) => one.detail !== detail)).toEqual([]);
    expect(entriesOfRun(made).some(({ says }) => says.endsWith('It answers: title has the form T-…'))).toBe(
      true,
    );
  } finally {
    await tenant.close();
  }
});
