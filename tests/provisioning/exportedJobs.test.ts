import { describe, expect, it } from 'vitest';
import {
  exportedActions,
  exportedScope,
  noChange,
  proveConvergence,
} from '../../clients/entra/engine/index.ts';
import { exportedSchema } from '../../config/mapping/exported.ts';
import { readMapping } from '../../config/mapping/read.ts';
import { bodies, converge, people } from './converge.ts';
import { defaultUserLines, jobSchema, line } from './exports.ts';

describe('roles', () => {
  const withRoles = (expression: string, target: string) =>
    jobSchema({
      users: [
        line('userName', 'userPrincipalName', { matchingPriority: 1 }),
        line(target, { type: 'Function', name: expression.replace(/\(.*/, ''), expression }),
      ],
      groups: [],
    });
  const assigned = (...roles: string[]) => ({
    users: people.slice(0, 1),
    assignments: roles.map((role) => ({ objectId: 'adele', role })),
  });
  const assign = [{ objectId: 'adele', role: 'Reader' }];

  it('are one primary role by SingleAppRoleAssignment', async () => {
    const target = 'roles[primary eq "True"].value';
    const job = await converge(
      withRoles('SingleAppRoleAssignment([appRoleAssignments])', target),
      assigned('Admin'),
    );
    expect(bodies(job.exchanges, 'POST')[0].roles).toEqual([
      { primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' },
    ]);
    expect((await proveConvergence(job.engine)).filter(({ ok }) => !ok)).toEqual([]);
    await job.run.cleanUp();
  });

  it.each<[string, 'default' | 'flag', unknown]>([
    [
      'AppRoleAssignmentsComplex',
      'default',
      {
        op: 'Add',
        path: 'roles',
        value: [
          { value: '{"value":"Admin","displayName":"Admin"}' },
          { value: '{"value":"Reader","displayName":"Reader"}' },
        ],
      },
    ],
    [
      'AppRoleAssignmentsComplex',
      'flag',
      {
        op: 'add',
        path: 'roles',
        value: ['Admin', 'Reader'].map((role) => ({
          primary: false,
          type: 'WindowsAzureActiveDirectoryRole',
          value: role,
          display: role,
        })),
      },
    ],
    ['AssertiveAppRoleAssignmentsComplex', 'flag', expect.objectContaining({ op: 'replace', path: 'roles' })],
    [
      'AssertiveAppRoleAssignmentsComplex',
      'default',
      expect.objectContaining({ op: 'Replace', path: 'roles' }),
    ],
  ])('are all of them by %s, in dialect %s', async (name, dialect, operation) => {
    const job = await converge(
      withRoles(`${name}([appRoleAssignments])`, 'roles'),
      assigned('Admin'),
      dialect,
    );
    expect(bodies(job.exchanges, 'POST')[0].roles).toEqual([
      { primary: false, type: 'WindowsAzureActiveDirectoryRole', value: 'Admin', display: 'Admin' },
    ]);
    await job.engine.cycle('incremental', job.directory.apply({ ...noChange(), assign }));
    expect(bodies(job.exchanges, 'PATCH')[0].Operations).toEqual([operation]);
    await job.run.cleanUp();
  });
});

describe('the actions of a job', () => {
  it.each([
    ['Add', { create: true, update: false, delete: false }],
    ['Add, Update', { create: true, update: true, delete: false }],
    ['Add, Update, Delete', { create: true, update: true, delete: true }],
    ['', { create: true, update: true, delete: true }],
  ])('%s', (flowTypes, expected) => {
    const exported = exportedSchema(jobSchema({ flowTypes }));
    expect(exported && exportedActions(exported, 's.json').User).toEqual(expected);
  });

  it('keep a leaver where Delete is not ticked', async () => {
    const { run, engine, directory, log, tenant } = await converge(jobSchema({ flowTypes: 'Add, Update' }));
    const gone = {
      add: [],
      set: [],
      members: [],
      assign: [],
      unassign: [],
      delete: ['alex'],
      restore: [],
      purge: [],
    };
    await engine.cycle('incremental', directory.apply(gone));
    expect(log.at(-1)?.says).toBe('not sent: delete is not among the flowTypes of the job');
    expect(tenant.resources().map(({ name }) => name)).toContain('alex@corp.example.test');
    await run.cleanUp();
  });
});

describe('what is misspelt is an error', () => {
  const rule = (jobSchema().synchronizationRules as Record<string, unknown>[])[0] as Record<string, unknown>;
  const withLine = (more: Record<string, unknown>) =>
    jobSchema({ users: [...defaultUserLines().slice(0, 1), { ...line('title', 'jobTitle'), ...more }] });
  const clauses = (clause: unknown) => jobSchema({ scope: { groups: [{ name: 'a', clauses: [clause] }] } });
  const at = '/synchronizationRules/0';
  it.each<[string, unknown]>([
    [
      '/synchronisationRules is not known; was synchronizationRules meant?',
      { ...jobSchema(), synchronizationRules: undefined, synchronisationRules: [] },
    ],
    [
      `${at}/objectMapings is not known; was objectMappings meant?`,
      { synchronizationRules: [{ ...rule, objectMappings: undefined, objectMapings: [] }] },
    ],
    [
      `${at}/objectMappings/0/attributeMappings/1/defaultvalue is not known`,
      withLine({ defaultValue: undefined, defaultvalue: 'x' }),
    ],
    [
      `${at}/objectMappings/0/attributeMappings/1/matchingPrioritiy is not known`,
      withLine({ matchingPriority: undefined, matchingPrioritiy: 1 }),
    ],
    [
      `${at}/objectMappings/0/attributeMappings/1/source/expresion is not known`,
      withLine({ source: { type: 'Attribute', expresion: '[a]' } }),
    ],
    [`${at}/objectMappings/0/scope/group is not known`, jobSchema({ scope: { group: [] } })],
    [
      `${at}/objectMappings/0/scope/groups/0/clause is not known`,
      jobSchema({ scope: { groups: [{ clause: [] }] } }),
    ],
    [
      `${at}/objectMappings/0/scope/groups/0/clauses/0/operatorname is not known`,
      clauses({ sourceOperandName: 'a', operatorname: 'IS NULL' }),
    ],
  ])('%s', (message, data) => {
    const all = () => {
      const cleaned: unknown = JSON.parse(JSON.stringify(data));
      const exported = exportedSchema(cleaned);
      readMapping(cleaned, 's.json');
      if (exported) exportedScope(exported, 's.json');
    };
    expect(all).toThrow(`s.json: ${message}`);
  });

  it('and input filters hold beside the groups of a scope', () => {
    const clause = (value: string) => ({
      clauses: [{ sourceOperandName: 'a', operatorName: 'EQUALS', targetOperand: { values: [value] } }],
    });
    const exported = exportedSchema(
      jobSchema({ scope: { groups: [clause('1'), clause('2')], inputFilterGroups: [clause('3')] } }),
    );
    const filters =
      exported && exportedScope(exported, 's.json').User.map((one) => one.map(({ value }) => value));
    expect(filters).toEqual([
      ['1', '3'],
      ['2', '3'],
    ]);
  });
});
