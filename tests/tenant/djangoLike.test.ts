import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { startTenant } from '../../tenant/index.ts';
import { runInProcess } from '../kit/inProcess.ts';

// The nearest public relative of the endpoint under certification: one wrong line in /ResourceTypes must not hide all
// that is to be said of it.

describe('of an endpoint like django-scim2 the suite reports', { timeout: 60_000 }, () => {
  let outcomes: Map<string, Outcome>;
  beforeAll(async () => {
    const tenant = await startTenant({ face: 'django-like' });
    try {
      outcomes = (await runInProcess(tenant, { concurrency: 8 })).outcomes;
    } finally {
      await tenant.close();
    }
  }, 120_000);

  const listKeys = (id: string) => (outcomes.get(id)?.findings ?? []).map(({ key }) => key);

  test('most of what it does: one check in ten is blocked at most, and none is in error', () => {
    const all = [...outcomes.values()];
    const blocked = all
      .filter(({ status }) => status === 'blocked')
      .map(({ id, blockedBy }) => `${id}: ${blockedBy?.step}`);
    expect(blocked.length * 10, blocked.join('\n')).toBeLessThanOrEqual(all.length);
    expect(all.filter(({ status }) => status === 'error').map(({ id, error }) => `${id}: ${error}`)).toEqual(
      [],
    );
  });

  test('endpoints of resource types that lead nowhere, once', () => {
    expect(listKeys('discovery.endpoints-answer')).toEqual(['User/endpoint', 'Group/endpoint']);
    expect(outcomes.get('discovery.core-types-are-at-their-endpoints')?.status).toBe('pass');
  });

  // Every cause that is known of it, with the check that names it.
  test.each<[string, string, RegExp]>([
    ['booleans refused as text', 'entra.active-as-text-becomes-boolean', /False/],
    ['mail addresses without a type', 'entra.mapped-attributes-are-kept', /emails\[type eq "work"\]/],
    ['groups that no name finds', 'entra.known-attributes-are-queried', /Group\.displayName/],
    ['users that no externalId finds', 'entra.matching-attributes-are-filterable', /User\.externalId/],
    ['users that no mail address finds', 'entra.work-address-is-matched', /matches/],
    ['lookups that go by letter case', 'entra.letter-case-does-not-matter', /matches/],
    ['attributes passed over', 'queries.attributes-narrow-a-resource', /shown/],
    ['excludedAttributes passed over', 'entra.excluded-members-are-left-out', /by-id\/members/],
    ['no add and remove for users', 'entra.operations-in-any-case-work', /ADD\/status/],
    ['no value paths', 'entra.replace-creates-or-refuses', /status/],
    ['no paths into extensions', 'patch.extension-sub-attribute-path', /refused/],
    ['groups that cannot be renamed', 'groups.rename-keeps-members', /path\/refused/],
    ['members that no filter removes', 'groups.remove-the-right-member', /refused/],
    ['a server error for a name of null', 'traffic.no-internal-error', /500/],
    ['all members sent back', 'entra.group-patch-is-brief', /members/],
    ['errors with a number for status', 'traffic.error-status-is-string', /status/],
    ['a first index below one refused', 'queries.start-index-below-one-is-one', /0\/status/],
  ])('%s', (_cause, check, key) => {
    expect(listKeys(check).join('\n')).toMatch(key);
  });
});
