import { describe, expect, it } from 'vitest';
import { readMapping, withMapping } from '../../config/mapping/read.ts';
import { loadProfile } from '../../config/profiles.ts';

/** Shortened from what Microsoft Graph gives for a provisioning job. */
const exported = {
  id: 'smartFile.1234',
  version: 'Date:2026-01-01',
  synchronizationRules: [
    {
      name: 'USER_TO_SMARTFILE',
      objectMappings: [
        {
          enabled: true,
          sourceObjectName: 'User',
          targetObjectName: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
          attributeMappings: [
            {
              flowType: 'Always',
              matchingPriority: 1,
              targetAttributeName: 'userName',
              source: { type: 'Attribute', name: 'userPrincipalName', expression: '[userPrincipalName]' },
            },
            {
              flowType: 'Always',
              matchingPriority: 0,
              targetAttributeName: 'active',
              source: {
                type: 'Function',
                name: 'Switch',
                expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
              },
            },
            {
              flowType: 'ObjectAddOnly',
              matchingPriority: 0,
              targetAttributeName: 'userType',
              source: { type: 'Constant', name: 'Employee', expression: '"Employee"' },
            },
            { targetAttributeName: 'title', source: { type: 'Telepathy', name: 'x' } },
          ],
        },
        { enabled: false, targetObjectName: 'Group', attributeMappings: [] },
        { enabled: true, targetObjectName: 'Contact', attributeMappings: [] },
      ],
    },
  ],
};

describe('an exported synchronizationSchema', () => {
  it('gives targets of direct, constant and expression mappings, and names what it leaves out', () => {
    expect(readMapping(exported, 'schema.json')).toEqual({
      mapping: [
        { resource: 'User', source: '[userPrincipalName]', target: 'userName' },
        {
          resource: 'User',
          source: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
          target: 'active',
        },
        { resource: 'User', source: '"Employee"', target: 'userType', when: 'create-only' },
      ],
      matching: [{ resource: 'User', path: 'userName', precedence: 1 }],
      leftOut: [
        '/synchronizationRules/0/objectMappings/0/attributeMappings/3/source: a source of type "Telepathy" is not known; title is not sent, and nothing is matched by it',
        '/synchronizationRules/0/objectMappings/1/enabled: the mapping of Group is switched off; groups are not provisioned',
        '/synchronizationRules/0/objectMappings/2/targetObjectName: "Contact" is neither a user nor a group; objects of that kind are not provisioned',
      ],
      notes: [],
    });
  });

  it('narrows a profile to what it maps, and keeps the matching of the rest', () => {
    const profile = withMapping(loadProfile('smartfile'), readMapping(exported, 'schema.json'));
    expect(profile.resources).toBe('users');
    expect(profile.mapping).toHaveLength(3);
    expect(profile.matching.filter(({ resource }) => resource === 'User')).toEqual([
      { resource: 'User', path: 'userName', precedence: 1 },
    ]);
  });
});

describe('a list of its own', () => {
  it('has lines with a source and a target, and marks what matches', () => {
    const lines = [
      { source: 'mail', target: 'emails[type eq "work"].value', matching: 2 },
      { source: 'userPrincipalName', target: 'userName', matching: 1 },
      { resource: 'Group', source: 'displayName', target: 'displayName' },
    ];
    const { mapping, matching } = readMapping({ mapping: lines }, 'mine.json');
    expect(mapping.map(({ resource }) => resource)).toEqual(['User', 'User', 'Group']);
    expect(matching.map(({ path }) => path)).toEqual(['userName', 'emails[type eq "work"].value']);
    expect(readMapping(lines, 'mine.json').mapping).toEqual(mapping);
  });

  it.each([
    [{ mapping: 'x' }, 'mine.json: /mapping is not a list'],
    ['x', 'mine.json: / is not a list'],
    [[{ source: 'a' }], 'mine.json: /0/target must be a non-empty string'],
    [
      [{ source: 'a', target: 'b', resource: 'Robot' }],
      'mine.json: /0/resource must be User or Group, not "Robot"',
    ],
    [[{ source: 'a', target: 'b', matching: 0 }], 'mine.json: /0/matching must be an integer'],
    [[{ source: 'a', target: 'b', to: 1 }], 'mine.json: /0/to is not a known member'],
    [
      { synchronizationRules: [{ objectMappings: 1 }] },
      'mine.json: /synchronizationRules/0/objectMappings is not a list',
    ],
    [[], 'mine.json: / maps no attribute'],
  ])('is refused with file and place: %j', (data, message) => {
    expect(() => readMapping(data, 'mine.json')).toThrow(message);
  });
});
