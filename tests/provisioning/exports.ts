/** Exports of provisioning jobs, written for the tests in the forms that Microsoft Graph and the portal give. */

type Json = Record<string, unknown>;

const attribute = (name: string) => ({ expression: `[${name}]`, name, parameters: [], type: 'Attribute' });

/** One line of an export, with the members that every line has. */
export function line(targetAttributeName: string, source: unknown, more: Json = {}): Json {
  return {
    defaultValue: '',
    exportMissingReferences: false,
    flowBehavior: 'FlowWhenChanged',
    flowType: 'Always',
    matchingPriority: 0,
    targetAttributeName,
    source: typeof source === 'string' ? attribute(source) : source,
    ...more,
  };
}

const call = (expression: string) => ({
  expression,
  name: expression.replace(/\(.*/s, ''),
  parameters: [],
  type: 'Function',
});

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The attribute mappings of users that an application of one's own begins with. */
export const defaultUserLines = (): Json[] => [
  line('userName', 'userPrincipalName', { matchingPriority: 1 }),
  line('active', call('Switch([IsSoftDeleted], , "False", "True", "True", "False")')),
  line('displayName', 'displayName'),
  line('title', 'jobTitle'),
  line('emails[type eq "work"].value', 'mail'),
  line('preferredLanguage', 'preferredLanguage'),
  line('name.givenName', 'givenName'),
  line('name.familyName', 'surname'),
  line('name.formatted', call('Join(" ", [givenName], [surname])')),
  line('addresses[type eq "work"].formatted', 'physicalDeliveryOfficeName'),
  line('addresses[type eq "work"].streetAddress', 'streetAddress'),
  line('addresses[type eq "work"].locality', 'city'),
  line('addresses[type eq "work"].region', 'state'),
  line('addresses[type eq "work"].postalCode', 'postalCode'),
  line('addresses[type eq "work"].country', 'country'),
  line('phoneNumbers[type eq "work"].value', 'telephoneNumber'),
  line('phoneNumbers[type eq "mobile"].value', 'mobile'),
  line('phoneNumbers[type eq "fax"].value', 'facsimileTelephoneNumber'),
  line('externalId', 'mailNickname'),
  line(`${ENTERPRISE}:employeeNumber`, 'employeeId'),
  line(`${ENTERPRISE}:department`, 'department'),
  line(`${ENTERPRISE}:manager`, 'manager'),
];

const defaultGroupLines = (): Json[] => [
  line('displayName', 'displayName', { matchingPriority: 1 }),
  line('externalId', 'objectId'),
  line('members', 'members'),
];

/** The schema of a job with these lines; `groups: false` switches groups off, as the portal does. */
export function jobSchema({
  users = defaultUserLines(),
  groups = defaultGroupLines(),
  groupsEnabled = true,
  scope = null as unknown,
  flowTypes = 'Add, Update, Delete',
  directories = [] as unknown[],
} = {}): Json {
  const mapping = (
    targetObjectName: string,
    sourceObjectName: string,
    attributeMappings: Json[],
    more: Json,
  ) => ({
    enabled: true,
    flowTypes,
    metadata: [],
    name: `Synchronize ${sourceObjectName}s to customappsso`,
    sourceObjectName,
    targetObjectName,
    attributeMappings,
    scope: null,
    ...more,
  });
  return {
    id: 'customappsso.5f1a',
    version: 'v1.0',
    synchronizationRules: [
      {
        editable: true,
        id: '6c409270-f78a-4bc6-af23-7cf3ab6482fe',
        name: 'USER_OUTBOUND_USER',
        priority: 1,
        groupFilter: null,
        containerFilter: null,
        metadata: [],
        sourceDirectoryName: 'Azure Active Directory',
        targetDirectoryName: 'customappsso',
        objectMappings: [
          mapping(ENTERPRISE, 'User', users, { scope }),
          mapping('urn:ietf:params:scim:schemas:core:2.0:Group', 'Group', groups, { enabled: groupsEnabled }),
        ],
      },
    ],
    directories,
  };
}

/** The answer to `GET …/synchronization/templates`. */
export const templatesAnswer = (schema: Json): Json => ({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#templates',
  value: [
    { id: 'customappsso', applicationId: '8adf8e6e', default: true, factoryTag: 'customappsso', schema },
  ],
});

/** Members as the PowerShell module of Graph writes them. */
export function asPowerShell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asPowerShell);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      asPowerShell(inner),
    ]),
  );
}
