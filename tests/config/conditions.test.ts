import { describe, expect, it } from 'vitest';
import { conditionInWords, conditionNamed, conditionNames } from '../../config/conditions/conditions.ts';
import { evaluateCondition, obstacle } from '../../config/conditions/evaluate.ts';
import { loadProfile } from '../../config/profiles.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { attribute } from '../../schemas/assumed.ts';
import { type Capabilities, unknownCapabilities } from '../../schemas/capabilities.ts';

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const silent = unknownCapabilities({ https: false, loopback: true });

const talking: Capabilities = {
  ...silent,
  features: { patch: true, bulk: false, filter: true, changePassword: false, sort: false, etag: true },
  pagination: { index: false, cursor: true, maxPageSize: 50 },
  authenticationSchemes: ['oauthbearertoken'],
  resourceTypes: [
    {
      name: 'User',
      endpoint: '/Users',
      schema: userUrn,
      extensions: [{ schema: enterpriseUrn, required: false }],
    },
  ],
  schemas: [
    {
      id: userUrn,
      name: 'User',
      attributes: [
        attribute('userName', { uniqueness: 'server' }),
        attribute('password', { mutability: 'writeOnly', returned: 'never' }),
        attribute('emails', {
          type: 'complex',
          multiValued: true,
          subAttributes: [attribute('value'), attribute('primary', { type: 'boolean' })],
        }),
      ],
    },
    { id: groupUrn, name: 'Group', attributes: [attribute('members', { mutability: 'immutable' })] },
    { id: enterpriseUrn, name: 'Enterprise', attributes: [attribute('manager', { type: 'complex' })] },
  ],
  target: { https: true, loopback: false },
};

const rfc = loadProfile('rfc');
const smartfile = loadProfile('smartfile');
const entra = loadProfile('entra');
const evaluateState = (name: string, capabilities = talking, profile = rfc) =>
  evaluateCondition(name, capabilities, profile).state;

describe('conditions', () => {
  it.each([
    ['patch', 'met'],
    ['no-patch', 'unmet'],
    ['bulk', 'unmet'],
    ['no-bulk', 'met'],
    ['any-unsupported', 'met'],
    ['users', 'met'],
    ['groups', 'unmet'],
    ['users-or-groups', 'met'],
    ['extension', 'met'],
    ['optional-extension', 'met'],
    ['required-extension', 'unmet'],
    ['enterprise-extension', 'met'],
    ['write-only-attribute', 'met'],
    ['never-returned-attribute', 'met'],
    ['unique-attribute', 'met'],
    ['primary-attribute', 'met'],
    ['integer-attribute', 'unmet'],
    // The Group schema is published but no resource type uses it.
    ['immutable-attribute', 'unmet'],
    ['attribute:User.emails', 'met'],
    ['attribute:User.EMAILS.primary', 'met'],
    ['attribute:User.emails.display', 'unmet'],
    ['attribute:enterprise.manager', 'met'],
    ['index-pagination', 'unmet'],
    ['cursor-only', 'met'],
    ['cursor-and-index', 'unmet'],
    ['max-page-size', 'met'],
    ['cursor-timeout', 'unmet'],
    ['bearer', 'met'],
    ['https', 'met'],
    ['remote', 'met'],
  ])('%s is %s by what the endpoint says', (name, state) => {
    expect(evaluateState(name)).toBe(state);
  });

  it('says in words what the endpoint says', () => {
    const verdict = evaluateCondition('bulk', talking, rfc);
    expect(verdict).toEqual({
      condition: 'bulk',
      state: 'unmet',
      basis: 'declared',
      why: 'the endpoint says that bulk.supported is false',
    });
  });

  it('is unknown where the endpoint is silent and the profile assumes nothing', () => {
    for (const name of ['patch', 'no-sort', 'users', 'attribute:User.emails', 'unique-attribute']) {
      expect(evaluateState(name, silent, rfc), name).toBe('unknown');
    }
  });

  it('falls back to the assumption of the profile and says so', () => {
    const verdict = evaluateCondition('patch', silent, smartfile);
    expect(verdict).toMatchObject({ state: 'met', basis: 'assumed' });
    expect(verdict.why).toBe('profile smartfile assumes that patch.supported is true');
    const filled = { ...talking, assumed: ['resourceTypes'] };
    expect(evaluateCondition('groups', filled, smartfile)).toMatchObject({
      state: 'unmet',
      basis: 'assumed',
    });
  });

  it('does not hold for users or groups that the profile does not provision', () => {
    const usersOnly = { ...smartfile, resources: 'users' as const };
    expect(evaluateState('groups', silent, usersOnly)).toBe('unmet');
    expect(evaluateState('provisions-groups', silent, usersOnly)).toBe('unmet');
    expect(evaluateState('provisions-users', silent, usersOnly)).toBe('met');
  });

  it('answers mapping, matching and deletion from the profile alone', () => {
    expect(evaluateState('mapped:enterprise.manager', silent, entra)).toBe('met');
    expect(evaluateState('mapped:enterprise.manager', talking, smartfile)).toBe('unmet');
    expect(evaluateState('mapped:User.emails', silent, smartfile)).toBe('met');
    expect(evaluateState('matching:User.emails', silent, smartfile)).toBe('met');
    expect(evaluateState('matching:User.title', silent, smartfile)).toBe('unmet');
    expect(evaluateState('hard-delete-only', silent, smartfile)).toBe('met');
    expect(evaluateState('soft-delete', silent, smartfile)).toBe('unmet');
    expect(evaluateState('soft-delete', silent, rfc)).toBe('unknown');
  });

  it('names owner and condition where a condition does not exist', () => {
    expect(() => evaluateCondition('patching', talking, rfc, '7644:3.6/x')).toThrow(
      /7644:3\.6\/x names the condition "patching"/,
    );
  });

  it('is kept from running by what does not hold before what nobody knows', () => {
    const first = (names: string[]) =>
      obstacle(names.map((name) => evaluateCondition(name, { ...talking, schemas: undefined }, rfc)));
    expect(first(['patch', 'unique-attribute', 'bulk'])).toMatchObject({ condition: 'bulk', state: 'unmet' });
    expect(first(['patch', 'unique-attribute'])).toMatchObject({ condition: 'unique-attribute' });
    expect(first(['patch'])).toBeUndefined();
    expect(first([])).toBeUndefined();
  });

  it('evaluates every condition of the catalogue on a silent and on a talking endpoint', () => {
    expect(conditionNames.every((name) => conditionNamed(name)?.name === name)).toBe(true);
    for (const { id, conditions } of loadRows())
      for (const name of conditions)
        for (const capabilities of [silent, talking])
          expect(evaluateCondition(name, capabilities, smartfile, id).why.length).toBeGreaterThan(10);
  });

  it('can say every condition in words', () => {
    for (const name of conditionNames) {
      expect(conditionInWords(name), name).not.toBe(name);
      expect(conditionInWords(name)).toMatch(/^\S.* \S.*[^.]$/);
    }
  });
});
