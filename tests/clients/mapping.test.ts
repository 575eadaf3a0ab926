import { describe, expect, it } from 'vitest';
import { listTargets, parseTarget, readTarget, type Target, writeTarget } from '../../clients/entra/index.ts';
import { loadProfile } from '../../config/profiles.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('target paths of a mapping', () => {
  it.each([
    ['userName', 'v', { userName: 'v' }],
    ['name.givenName', 'v', { name: { givenName: 'v' } }],
    ['emails[type eq "work"].value', 'v', { emails: [{ type: 'work', value: 'v' }] }],
    ['roles[primary eq "True"].value', 'v', { roles: [{ primary: true, value: 'v' }] }],
    [`${ENTERPRISE}:department`, 'v', { [ENTERPRISE]: { department: 'v' } }],
  ])('%s is written and read back', (path, value, body) => {
    const target = parseTarget(path) as Target;
    const written = {};
    writeTarget(written, target, value);
    expect(written).toEqual(body);
    expect(readTarget(written, target)).toBe(value);
  });

  it('shares the element of a type and lists the URN of an extension', () => {
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] };
    for (const path of [
      'addresses[type eq "work"].country',
      'addresses[type eq "work"].region',
      `${ENTERPRISE}:division`,
    ])
      writeTarget(body, parseTarget(path) as Target, 'x');
    expect(body).toMatchObject({ addresses: [{ type: 'work', country: 'x', region: 'x' }] });
    expect(body.schemas).toContain(ENTERPRISE);
  });

  it('are none for what the client never writes', () => {
    expect(parseTarget('emails[type eq "work" and primary eq true].value')).toBeUndefined();
    expect(parseTarget('a b')).toBeUndefined();
  });

  it.each(['smartfile', 'entra', 'okta'])('of profile %s are all understood', (name) => {
    const { mapping } = loadProfile(name);
    const known = (['User', 'Group'] as const).flatMap((resource) => listTargets(mapping, resource));
    expect(known.map(({ path }) => path).sort()).toEqual(
      [...new Set(mapping.map(({ target }) => target))]
        .sort()
        .flatMap((path) => mapping.filter((one) => one.target === path).map(() => path)),
    );
  });
});
