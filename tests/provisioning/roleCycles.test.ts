import { describe, expect, it } from 'vitest';
import { noChange } from '../../clients/entra/engine/index.ts';
import { bodies, converge, people } from './converge.ts';
import { jobSchema, line } from './exports.ts';

const PRIMARY = 'roles[primary eq "True"].value';

const asText = (role: string) => ({ value: JSON.stringify({ value: role, displayName: role }) });
const asObject = (role: string) => ({
  primary: false,
  type: 'WindowsAzureActiveDirectoryRole',
  value: role,
  display: role,
});

/** What is sent where the roles of a user are others in the next cycle (U-15); nothing where it is undefined. */
const cases: [name: string, dialect: 'default' | 'flag', before: string[], after: string[], sent: unknown][] =
  [
    ['Single', 'default', ['Admin'], ['Reader'], { op: 'Replace', path: PRIMARY, value: 'Reader' }],
    ['Single', 'flag', ['Admin'], ['Reader'], { op: 'replace', path: PRIMARY, value: 'Reader' }],
    ['Complex', 'default', ['Admin'], ['Reader'], { op: 'Add', path: 'roles', value: [asText('Reader')] }],
    ['Complex', 'flag', ['Admin'], ['Reader'], { op: 'add', path: 'roles', value: [asObject('Reader')] }],
    // It never takes one away.
    ['Complex', 'default', ['Admin', 'Reader'], ['Admin'], undefined],
    ['Complex', 'flag', ['Admin', 'Reader'], ['Admin'], undefined],
    [
      'Assertive',
      'default',
      ['Admin'],
      ['Reader'],
      { op: 'Replace', path: 'roles', value: [asText('Reader')] },
    ],
    [
      'Assertive',
      'flag',
      ['Admin'],
      ['Reader'],
      { op: 'replace', path: 'roles', value: [asObject('Reader')] },
    ],
    [
      'Assertive',
      'default',
      ['Admin', 'Reader'],
      ['Admin'],
      { op: 'Replace', path: 'roles', value: [asText('Admin')] },
    ],
    [
      'Assertive',
      'flag',
      ['Admin', 'Reader'],
      ['Admin'],
      { op: 'replace', path: 'roles', value: [asObject('Admin')] },
    ],
  ];

const FUNCTIONS: Record<string, string> = {
  Single: 'SingleAppRoleAssignment',
  Complex: 'AppRoleAssignmentsComplex',
  Assertive: 'AssertiveAppRoleAssignmentsComplex',
};

describe('roles that change between two cycles', () => {
  it.each(cases)('%s, dialect %s: %j become %j', async (kind, dialect, before, after, sent) => {
    const name = FUNCTIONS[kind] ?? '';
    const expression = `${name}([appRoleAssignments])`;
    const schema = jobSchema({
      users: [
        line('userName', 'userPrincipalName', { matchingPriority: 1 }),
        line(kind === 'Single' ? PRIMARY : 'roles', { type: 'Function', name, expression }),
      ],
      groups: [],
    });
    const assigned = before.map((role) => ({ objectId: 'adele', role }));
    const job = await converge(schema, { users: people.slice(0, 1), assignments: assigned }, dialect);
    const patches = () => bodies(job.exchanges, 'PATCH').flatMap(({ Operations }) => Operations);
    expect(patches()).toEqual([]);

    const of = (roles: string[]) => roles.map((role) => ({ objectId: 'adele', role }));
    const heard = job.directory.apply({
      ...noChange(),
      assign: of(after.filter((role) => !before.includes(role))),
      unassign: of(before.filter((role) => !after.includes(role))),
    });
    await job.engine.cycle('incremental', heard);
    expect(patches()).toEqual(sent === undefined ? [] : [sent]);
    // What was sent shows, so that it is sent once.
    await job.engine.cycle('incremental', heard);
    expect(patches()).toHaveLength(sent === undefined ? 0 : 1);
    await job.run.cleanUp();
  });
});
