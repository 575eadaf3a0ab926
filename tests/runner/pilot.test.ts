import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadProfile } from '../../config/profiles.ts';
import { newRunId } from '../../kit/check/random.ts';
import { memoryEvidence } from '../../kit/evidence/evidence.ts';
import { Run } from '../../kit/run/run.ts';
import { memoryJournal } from '../../kit/safety/journal/journal.ts';
import { type PilotResult, pilot } from '../../runner/pilot/pilot.ts';
import { unknownCapabilities } from '../../schemas/capabilities.ts';
import { type FaceName, startTenant } from '../../tenant/index.ts';
import { command, newFolder } from '../cli/command.ts';

async function fly(
  wishes: { face?: FaceName; defects?: string[]; profile?: string; token?: string } = {},
): Promise<PilotResult & { left: number }> {
  const { face, defects = [], profile = 'smartfile', token } = wishes;
  const tenant = await startTenant({ defects, ...(face ? { face } : {}) });
  const runId = newRunId();
  const run = new Run(
    {
      runId,
      seed: 'a test',
      url: tenant.url,
      token: token ?? tenant.token,
      headers: {},
      userAgent: 'test',
      timeoutMs: 5_000,
      patienceMs: 0,
      concurrency: 4,
      insecure: false,
      readOnly: false,
      optIn: [],
      templates: {},
      domain: 'example.test',
      profile: loadProfile(profile),
      capabilities: unknownCapabilities({ https: false, loopback: true }),
      firstExchange: 1,
    },
    { evidence: memoryEvidence([]), journal: memoryJournal() },
    [],
  );
  try {
    const result = await pilot(run);
    const left = tenant.resources().filter(({ name }) => name.includes(`conf-${runId}`)).length;
    return { ...result, left };
  } finally {
    await run.close();
    await tenant.close();
  }
}

it.each(['full', 'cursor-only', 'no-discovery', 'hard-delete-only'] as FaceName[])(
  'says of face %s that Entra can start, with fewer than 80 requests',
  async (face) => {
    const result = await fly({ face });
    expect(result).toMatchObject({ ready: true, sentence: 'Entra can start provisioning.', left: 0 });
    expect(result.requests).toBeLessThan(80);
    expect(result.durationMs).toBeLessThan(15_000);
    expect(result.steps.every(({ ok }) => ok)).toBe(true);
  },
);

it('flies for profile entra, too', async () => {
  expect(await fly({ profile: 'entra' })).toMatchObject({ ready: true, left: 0 });
});

it.each([
  ['filter.no-match-is-404', /look a user up by userName: status 404/, 'filters.no-match-is-an-error'],
  ['filter.ignored', /look a user up by userName: totalResults is/, 'filters.ignored'],
  [
    'patch.changes-nothing',
    /a PATCH was acknowledged, but a GET does not show the change/,
    'patch.not-stored',
  ],
  ['delete.leaves-a-tombstone', /create the user again: status 409/, 'delete.name-stays-taken'],
  ['delete.does-nothing', /create, change and delete accounts one by one: .* a GET still answers 200/],
  [
    'smartfile.later-members-are-lost',
    /read the group: the answer does not show the member/,
    'groups.membership-lost',
  ],
])('says what stops Entra with %s', async (defect, sentence, diagnosis?: string) => {
  const result = await fly({ defects: [defect] });
  expect(result.ready).toBe(false);
  expect(result.sentence).toMatch(sentence);
  expect(result.hint).not.toBe('');
  if (diagnosis !== undefined) expect(result.diagnosis?.id).toBe(diagnosis);
});

it('says that the credential is wrong', async () => {
  const result = await fly({ token: 'wrong:wrong' });
  expect(result.sentence).toMatch(/Entra cannot start provisioning: look a user up by userName: status 401/);
  expect(result.hint).toMatch(/ProductKey:ProductPassword/);
});

it('names what the endpoint requires and the job does not send, and sends it from a template', {
  timeout: 60_000,
}, async () => {
  const folder = newFolder();
  const argv = ['run', '--pilot', '--embedded', '--variation', 'features.extension-required', '--out', 'out'];
  const without = await command(argv, { cwd: folder });
  expect(without.stdout).toContain('the job does not send');
  expect(without.stdout).toMatch(/require urn:\S+:homeCode,/);
  expect(without.stdout).not.toContain('every create is rejected');
  expect(without.code).toBe(1);

  const [, urn = ''] = /require (urn:\S+):homeCode,/.exec(without.stdout) ?? [];
  const templates = { User: { [urn]: { homeCode: 'H1' } } };
  writeFileSync(join(folder, 'scim-conformance.config.json'), JSON.stringify({ templates }));
  const withIt = await command(argv, { cwd: folder });
  expect(withIt.stdout).toContain('Entra can start provisioning.');
  expect(withIt.code).toBe(0);
});

it.each([
  ['lists.late', 0, 'Entra can start provisioning.\n'],
  ['schema.display-name-required', 0, 'Entra can start provisioning.\n'],
  ['filters.no-brackets', 0, 'Its matching attributes must not include emails[type eq "work"].value'],
  ['schema.members-required', 1, 'Accept groups without members: Entra creates every group empty'],
  ['writes.unknown-schemas-refused', 1, 'create a group: status 400'],
])(
  'says of a tenant with %s what is so, and not that nothing can be created',
  { timeout: 60_000 },
  async (variation, code, says) => {
    const argv = ['run', '--pilot', '--embedded', '--variation', variation, '--out', 'out', '--quiet'];
    const { stdout, code: ended } = await command(argv, { cwd: newFolder() });
    expect(stdout).toContain(says);
    expect(stdout).not.toContain('every create is rejected');
    expect(ended).toBe(code);
  },
);

it('does not say of one refused change that nothing can be changed', async () => {
  const { sentence, hint, diagnosis } = await fly({ defects: ['patch.refuses-capitals'] });

  expect(sentence).toContain('update the user: status 400');
  expect(hint).toContain('this change');
  expect(diagnosis?.id).toBe('patch.client-form-refused');
});
