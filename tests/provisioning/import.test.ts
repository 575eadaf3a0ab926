import { describe, expect, it } from 'vitest';
import { type Files, importDirectory } from '../../clients/entra/engine/index.ts';

/** Files of a test, by name. */
const holdFiles = (held: Record<string, unknown>): Files => ({
  text: (file) => String(held[file]),
  json: (file) => held[file],
  beside: (_file, name) => name,
});
const read = (file: string, held: Record<string, unknown>) => importDirectory(file, holdFiles(held));

const HEADING =
  'userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,directorySynced,invitationState,identityIssuer,createdDateTime';
const row = (name: string, more: string[] = []) =>
  [`${name}@corp.example.test`, name, 'Vance', '', name, `id-${name}`, 'Member', '', 'Sales', 'True', ...more]
    .concat(Array.from({ length: 19 - more.length }, () => ''))
    .join(',');

describe('a CSV file as "Download users" gives it', () => {
  it('is a directory of users, by the names that mappings read', () => {
    const more = ['NO', '"1, Long ""Old"" Road"', '', 'Norway', 'HQ', 'Oslo', '0150', '', '+47 9'];
    const { assignments, ...rest } = read('u.csv', {
      'u.csv': `${HEADING}\r\n${row('adele', more)}\r\n${row('alex')}\r\n`,
    });
    const objects = [...rest.objects];
    expect(assignments).toBeUndefined();
    expect(objects.map(({ objectId }) => objectId)).toEqual(['id-adele', 'id-alex']);
    expect(objects[0]?.attributes).toMatchObject({
      userPrincipalName: 'adele@corp.example.test',
      accountEnabled: true,
      streetAddress: '1, Long "Old" Road',
      mobile: '+47 9',
      physicalDeliveryOfficeName: 'HQ',
    });
    expect(objects[1]?.attributes).not.toHaveProperty('mail');
  });

  it('may have semicolons, objectId, line breaks within quotes, and no line end', () => {
    const text = 'objectId;userPrincipalName;displayName\n1;a@x;"two\nlines"\n2;b@x;B';
    const { objects } = read('u.csv', { 'u.csv': text });
    expect([...objects].map(({ attributes }) => attributes.displayName)).toEqual(['two\nlines', 'B']);
  });

  it.each([
    ['', 'line 1 is missing'],
    ['displayName,id\nx,1', 'line 1 has no column userPrincipalName'],
    ['userPrincipalName,mail\nx,1', 'line 1 has no column id or objectId'],
    ['userPrincipalName,id,ID\nx,1,2', 'line 1 has the column id twice'],
    ['userPrincipalName,id\n"x\ny",1\nz', 'line 4 has 1 columns, the header has 2'],
    ['userPrincipalName,id\n"x"y,1', 'line 2 has a misplaced quotation mark'],
    ['userPrincipalName,id\na@x,1\nb@x,1', '/users/1/objectId "1" occurs twice'],
  ])('that is wrong is refused with its line: %j', (text, says) => {
    expect(() => read('u.csv', { 'u.csv': text })).toThrow(`u.csv: ${says}`);
  });
});

describe('answers of Microsoft Graph', () => {
  const users = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
    value: [
      {
        id: 'u1',
        userPrincipalName: 'adele@corp.example.test',
        mobilePhone: '+47 9',
        businessPhones: ['+47 1'],
        jobTitle: null,
        onPremisesExtensionAttributes: { extensionAttribute1: 'x', extensionAttribute2: null },
        employeeOrgData: { division: 'North', costCenter: '7' },
        passwordProfile: { forceChangePasswordNextSignIn: true },
        manager: { '@odata.type': '#microsoft.graph.user', id: 'u2' },
      },
      { id: 'u2', userPrincipalName: 'alex@corp.example.test', accountEnabled: false },
    ],
  };
  const members = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects',
    value: [
      { '@odata.type': '#microsoft.graph.user', id: 'u1' },
      { '@odata.type': '#microsoft.graph.device', id: 'd1' },
      { '@odata.type': '#microsoft.graph.group', id: 'g2' },
    ],
  };

  it('to /users are a directory', () => {
    const [adele, alex] = read('u.json', { 'u.json': users }).objects;
    expect(adele).toMatchObject({
      objectId: 'u1',
      manager: 'u2',
      attributes: { mobile: '+47 9', telephoneNumber: '+47 1', extensionAttribute1: 'x', division: 'North' },
    });
    expect(adele?.attributes).not.toHaveProperty('jobTitle');
    expect(alex?.attributes.accountEnabled).toBe(false);
  });

  it('are named in a file of one’s own, with the members of groups', () => {
    const held = {
      'd.json': {
        users: 'u.json',
        groups: [
          { objectId: 'g1', displayName: 'G1', members: 'm.json' },
          { objectId: 'g2', displayName: 'G2', members },
        ],
        assignments: ['g1'],
      },
      'u.json': [users],
      'm.json': members,
    };
    const { objects, assignments } = read('d.json', held);
    expect([...objects].filter(({ kind }) => kind === 'Group').map((one) => one.members)).toEqual([
      ['u1', 'g2'],
      ['u1', 'g2'],
    ]);
    expect([...(assignments ?? [])]).toEqual([['g1', []]]);
  });

  it('to /groups may have expanded members', () => {
    const groups = { value: [{ id: 'g2', displayName: 'G2', members: [{ id: 'u1' }] }] };
    const { objects } = read('d.json', { 'd.json': { users, groups } });
    expect([...objects].at(-1)).toMatchObject({ kind: 'Group', objectId: 'g2', members: ['u1'] });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'u.json',
      { 'u.json': { ...users, '@odata.nextLink': 'https://x' } },
      'u.json: /@odata.nextLink says that there are more pages',
    ],
    ['u.json', { 'u.json': { value: [{ userPrincipalName: 'x' }] } }, 'u.json: /value/0 has no id'],
    ['u.json', { 'u.json': [users, { value: [5] }] }, 'u.json: /1/value/0 has no id'],
    [
      'd.json',
      { 'd.json': { users: 'x.json' }, 'x.json': [] },
      'x.json: / is not a Microsoft Graph response',
    ],
    [
      'd.json',
      { 'd.json': { users, groups: [{ objectId: 'g', members: 'x.json' }] }, 'x.json': {} },
      'x.json: / is not a Microsoft Graph response',
    ],
    [
      'd.json',
      { 'd.json': { users, groups: [{ objectId: 'g', members: { value: [{ id: 'zz' }] } }] } },
      'd.json: /groups/0/members/0 names "zz"',
    ],
  ])('that cannot be used are refused with their place: %s %#', (file, held, says) => {
    expect(() => read(file, held)).toThrow(says);
  });
});
