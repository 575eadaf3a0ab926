import { describe, expect, it } from 'vitest';
import { evaluateGate, evaluateRow, gateNames, isGateName } from '../../config/gates.ts';
import { loadProfile } from '../../config/profiles.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { type Attribute, type Capabilities, unknownCapabilities } from '../../schemas/capabilities.ts';

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const attribute = (name: string, more: Partial<Attribute> = {}): Attribute => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  canonicalValues: [],
  referenceTypes: [],
  subAttributes: [],
  ...more,
});

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
const stateOf = (name: string, capabilities = talking, profile = rfc) =>
  evaluateGate(name, capabilities, profile).state;

describe('gates', () => {
  it.each([
    ['patch', 'open'],
    ['no-patch', 'closed'],
    ['bulk', 'closed'],
    ['no-bulk', 'open'],
    ['any-unsupported', 'open'],
    ['users', 'open'],
    ['groups', 'closed'],
    ['users-or-groups', 'open'],
    ['extension', 'open'],
    ['optional-extension', 'open'],
    ['required-extension', 'closed'],
    ['enterprise-extension', 'open'],
    ['write-only-attribute', 'open'],
    ['never-returned-attribute', 'open'],
    ['unique-attribute', 'open'],
    ['primary-attribute', 'open'],
    ['integer-attribute', 'closed'],
    // The Group schema is published but no resource type uses it.
    ['immutable-attribute', 'closed'],
    ['attribute:User.emails', 'open'],
    ['attribute:User.EMAILS.primary', 'open'],
    ['attribute:User.emails.display', 'closed'],
    ['attribute:enterprise.manager', 'open'],
    ['index-pagination', 'closed'],
    ['cursor-only', 'open'],
    ['cursor-and-index', 'closed'],
    ['max-page-size', 'open'],
    ['cursor-timeout', 'closed'],
    ['bearer', 'open'],
    ['https', 'open'],
    ['remote', 'open'],
  ])('%s is %s by what the endpoint says', (name, state) => {
    expect(stateOf(name)).toBe(state);
  });

  it('says in words what the endpoint says', () => {
    const verdict = evaluateGate('bulk', talking, rfc);
    expect(verdict).toEqual({
      gate: 'bulk',
      state: 'closed',
      basis: 'declared',
      why: 'the endpoint says that bulk.supported is false',
    });
  });

  it('is unknown where the endpoint is silent and the profile assumes nothing', () => {
    for (const name of ['patch', 'no-sort', 'users', 'attribute:User.emails', 'unique-attribute']) {
      expect(stateOf(name, silent, rfc), name).toBe('unknown');
    }
  });

  it('falls back to the assumption of the profile and says so', () => {
    const verdict = evaluateGate('patch', silent, smartfile);
    expect(verdict).toMatchObject({ state: 'open', basis: 'assumed' });
    expect(verdict.why).toBe('profile smartfile assumes that patch.supported is true');
    const filled = { ...talking, assumed: ['resourceTypes'] };
    expect(evaluateGate('groups', filled, smartfile)).toMatchObject({ state: 'closed', basis: 'assumed' });
  });

  it('closes users or groups that the profile does not provision', () => {
    const usersOnly = { ...smartfile, resources: 'users' as const };
    expect(stateOf('groups', silent, usersOnly)).toBe('closed');
    expect(stateOf('provisions-groups', silent, usersOnly)).toBe('closed');
    expect(stateOf('provisions-users', silent, usersOnly)).toBe('open');
  });

  it('answers mapping, matching and deletion from the profile alone', () => {
    expect(stateOf('mapped:enterprise.manager', silent, entra)).toBe('open');
    expect(stateOf('mapped:enterprise.manager', talking, smartfile)).toBe('closed');
    expect(stateOf('mapped:User.emails', silent, smartfile)).toBe('open');
    expect(stateOf('matching:User.emails', silent, smartfile)).toBe('open');
    expect(stateOf('matching:User.title', silent, smartfile)).toBe('closed');
    expect(stateOf('hard-delete-only', silent, smartfile)).toBe('open');
    expect(stateOf('soft-delete', silent, smartfile)).toBe('closed');
    expect(stateOf('soft-delete', silent, rfc)).toBe('unknown');
  });

  it('names row and gate where a gate does not exist', () => {
    const row = { id: '7644:3.6/x', gates: ['patching'] };
    expect(() => evaluateRow(row, talking, rfc)).toThrow(/7644:3\.6\/x names the gate "patching"/);
  });

  it('decides a row by its worst gate', () => {
    const row = (gates: string[]) => evaluateRow({ id: 'x', gates }, { ...talking, schemas: undefined }, rfc);
    expect(row(['patch', 'unique-attribute', 'bulk'])).toMatchObject({ gate: 'bulk', state: 'closed' });
    expect(row(['patch', 'unique-attribute'])).toMatchObject({ gate: 'unique-attribute', state: 'unknown' });
    expect(row(['patch'])).toMatchObject({ state: 'open', basis: 'declared' });
    expect(row([]).state).toBe('open');
  });

  it('evaluates every gate of the catalogue on a silent and on a talking endpoint', () => {
    expect(gateNames.every(isGateName)).toBe(true);
    for (const row of loadRows()) {
      for (const capabilities of [silent, talking]) {
        expect(evaluateRow(row, capabilities, smartfile).why.length).toBeGreaterThan(10);
      }
    }
  });
});
