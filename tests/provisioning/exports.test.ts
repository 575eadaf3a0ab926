import { describe, expect, it } from 'vitest';
import { noChange, proveConvergence } from '../../clients/entra/engine/index.ts';
import { exportedSchema } from '../../config/mapping/exported.ts';
import { readMapping } from '../../config/mapping/read.ts';
import { bodies, converge, makeRules, people } from './converge.ts';
import { asPowerShell, jobSchema, line, templatesAnswer } from './exports.ts';

describe('an export in each form in which it is published', () => {
  const schema = jobSchema();
  it.each<[string, unknown, string]>([
    ['the schema of a job', schema, ''],
    ['the job with its schema', { id: 'customappsso.5f1a', schema }, '/schema'],
    ['the answer of /templates', templatesAnswer(schema), '/value/0/schema'],
    ['what PowerShell writes', asPowerShell(schema), ''],
    ['the templates as PowerShell writes them', asPowerShell(templatesAnswer(schema)), '/value/0/schema'],
  ])('%s', (_form, data, place) => {
    expect(exportedSchema(data)?.place).toBe(place);
    const { flows, matching, members, managerPath } = makeRules(data);
    expect([flows.User.length, flows.Group.length]).toEqual([21, 2]);
    expect([matching.User[0]?.path, matching.Group[0]?.path]).toEqual(['userName', 'displayName']);
    expect([members, managerPath?.endsWith(':manager')]).toEqual([true, true]);
  });

  it('of customappsso converges as it is, in either dialect', { timeout: 60_000 }, async () => {
    for (const dialect of ['default', 'flag'] as const) {
      const { run, engine, first, log } = await converge(schema, undefined, dialect);
      expect(first.actions).toMatchObject({ create: 3, update: 2 });
      expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
      expect(log.filter(({ status }) => status === 'failure')).toEqual([]);
      await run.cleanUp();
    }
  });

  it('with groups switched off converges, and says of them that they are not provisioned', async () => {
    const { run, engine, first, log } = await converge(jobSchema({ groupsEnabled: false }));
    expect(first).toMatchObject({ failures: 0, actions: { create: 2 } });
    expect(log.find(({ source }) => source === 'sales')).toMatchObject({
      status: 'skipped',
      says: 'groups are not provisioned: none of their attributes is mapped',
    });
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    await run.cleanUp();
  });

  it('of an on-premises connector has its own URN, and flows of other directions are left out', () => {
    const own = 'urn:ietf:params:scim:schemas:extension:ECMA2Host:2.0:User';
    const onPremises = jobSchema({
      users: [
        line(`${own}:login`, 'userPrincipalName', { matchingPriority: 1 }),
        line(`${own}:name`, 'displayName'),
      ],
    });
    const inbound = jobSchema();
    const [rule] = onPremises.synchronizationRules as Record<string, unknown>[];
    const [other] = inbound.synchronizationRules as Record<string, unknown>[];
    const both = {
      ...onPremises,
      synchronizationRules: [
        rule,
        { ...other, sourceDirectoryName: 'Workday', targetDirectoryName: 'Active Directory' },
      ],
    };
    const { flows, read } = makeRules(both);
    expect(flows.User.map(({ target }) => target.path)).toEqual([`${own}:login`, `${own}:name`]);
    expect(read.leftOut).toEqual([
      '/synchronizationRules/1/targetDirectoryName: the rule flows into Active Directory, not into the application; nothing of it is sent',
    ]);
  });
});

describe('names in another letter case', () => {
  it('are the same attributes', async () => {
    const users = [
      line('UserName', 'userPrincipalName', { matchingPriority: 1 }),
      line('externalid', 'MAILNICKNAME'),
      line('Name.GivenName', 'givenname'),
      line('ACTIVE', { type: 'Function', name: 'Not', expression: 'Not([issoftdeleted])' }),
      line('Emails[Type EQ "work"].Value', 'mail'),
    ];
    const { run, engine, first, exchanges } = await converge(jobSchema({ users }), { users: people });
    expect(first).toMatchObject({ failures: 0, actions: { create: 2 } });
    expect(bodies(exchanges, 'POST')[0]).toMatchObject({
      UserName: expect.stringContaining('@'),
      ACTIVE: true,
    });
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    await run.cleanUp();
  });

  it('and the URN of the core schema before a path is not an extension', async () => {
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const users = [
      line('userName', 'userPrincipalName', { matchingPriority: 1 }),
      line(`${core}:name.givenName`, 'givenName'),
      line(`${core}:name.familyName`, 'surname'),
    ];
    const { run, engine, exchanges } = await converge(jobSchema({ users }), { users: people });
    expect(bodies(exchanges, 'POST')[0].name).toEqual({ givenName: 'Adele', familyName: 'Vance' });
    expect((await proveConvergence(engine)).filter(({ ok }) => !ok)).toEqual([]);
    await run.cleanUp();
  });
});

describe('sources', () => {
  const readSource = (source: unknown, more: Record<string, unknown> = {}) =>
    readMapping(jobSchema({ users: [line('nickName', source, more)], groups: [] }), 's.json').mapping[0];

  it.each<[string, unknown, string]>([
    ['an attribute', { type: 'Attribute', name: 'mail', expression: '[mail]' }, '[mail]'],
    ['an attribute by its name', { type: 'Attribute', name: 'mail', expression: '' }, '[mail]'],
    ['a constant in quotes', { type: 'Constant', name: 'Employee', expression: '"Employee"' }, '"Employee"'],
    ['a constant as it stands', { type: 'Constant', name: 'Employee' }, '"Employee"'],
    ['a constant with quotes within', { type: 'Constant', name: 'a "b" \\' }, '"a \\"b\\" \\\\"'],
    ['a constant with a number', { type: 'Constant', expression: '7' }, '"7"'],
    ['none', { type: 'None' }, '""'],
    ['null', null, '""'],
    ['an empty attribute', { type: 'Attribute', name: '', expression: '' }, '""'],
    [
      'a function by its parameters',
      {
        type: 'Function',
        name: 'Append',
        parameters: [
          { key: 'source', value: { type: 'Attribute', name: 'mail' } },
          { key: 'suffix', value: { type: 'Constant', name: '.x' } },
        ],
      },
      'Append([mail], ".x")',
    ],
  ])('%s', (_says, source, text) => {
    expect(readSource(source)?.source).toBe(text);
  });

  it('have default values, and may flow only during creation', () => {
    expect(readSource({ type: 'None' }, { defaultValue: 'contractor' })).toMatchObject({
      default: 'contractor',
    });
    expect(readSource('mail', { defaultValue: true })).toMatchObject({ default: 'True' });
    expect(readSource('mail', { flowType: 'ObjectAddOnly' })).toMatchObject({ when: 'create-only' });
  });

  it('that are not understood are named with their path, and what happens without them', () => {
    const users = [
      line('userName', 'userPrincipalName', { matchingPriority: 1 }),
      line('title', { type: 'LcwExtensibility', name: 'x' }),
      line('nickName', { type: 'Telepathy' }),
      line('', 'mail'),
      line('displayName', 'displayName', { flowBehavior: 'FlowAlways', flowType: 'AttributeAddOnly' }),
      line('locale', 'usageLocation', { flowType: 'Sometimes' }),
    ];
    const read = readMapping(jobSchema({ users, groups: [] }), 's.json');
    const at = '/synchronizationRules/0/objectMappings/0/attributeMappings';
    expect(read.leftOut).toEqual([
      `${at}/1/source: its value comes from a lifecycle workflow (LCW), which is not rehearsed; title is not sent, and nothing is matched by it`,
      `${at}/2/source: a source of type "Telepathy" is not known; nickName is not sent, and nothing is matched by it`,
      `${at}/3/targetAttributeName: there is no target; the line sends nothing`,
    ]);
    expect(read.notes).toEqual([
      expect.stringContaining(`${at}/4/flowType: AttributeAddOnly: `),
      `${at}/4/flowBehavior: FlowAlways is read as FlowWhenChanged: displayName is written where it differs`,
      `${at}/5/flowType: "Sometimes" is not known; read as Always`,
    ]);
  });

  it('take from directories what a target is: truth values, letter case, references', () => {
    const attributes = [
      { name: 'isManager', type: 'Boolean', caseExact: false },
      { name: 'displayName', type: 'String', caseExact: false },
      { name: 'assistant', type: 'Reference', referencedObjects: [{ referencedObjectName: 'User' }] },
    ];
    const name = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const directories = [{ name: 'customappsso', objects: [{ name, attributes }] }];
    const users = [
      line('userName', 'userPrincipalName', { matchingPriority: 1 }),
      line('isManager', { type: 'Constant', expression: '"True"' }),
      line('displayName', 'displayName'),
      line('assistant', 'assistant'),
    ];
    const { flows, read } = makeRules(jobSchema({ users, groups: [], directories }));
    expect(flows.User.map(({ truth, caseExact }) => [truth, caseExact])).toEqual([
      [undefined, undefined],
      [true, false],
      [undefined, false],
    ]);
    expect(read.leftOut[0]).toMatch(
      /assistant refers to other objects; of references managers and members are sent/,
    );
  });
});

describe('default values', () => {
  it('are sent on creation where the source has no value, never on an update, and nothing is matched by them', async () => {
    const users = [
      line('userName', 'userPrincipalName', { matchingPriority: 2 }),
      line('externalId', 'employeeId', { matchingPriority: 1, defaultValue: 'nobody' }),
      line('title', 'jobTitle', { defaultValue: 'Staff' }),
      line('nickName', { type: 'None' }, { defaultValue: 'new' }),
    ];
    const one = { users: people.slice(1).map(({ manager: _, ...rest }) => rest) };
    const { run, engine, directory, exchanges } = await converge(jobSchema({ users, groups: [] }), one);
    expect(bodies(exchanges, 'POST')[0]).toMatchObject({
      externalId: 'nobody',
      title: 'Staff',
      nickName: 'new',
    });
    const lookups = exchanges.filter(({ path }) => path.includes('externalId+eq'));
    expect(lookups.every(({ path }) => !path.includes('nobody'))).toBe(true);
    const set = [{ objectId: 'alex', attributes: { jobTitle: 'Lead' } }];
    await engine.cycle('incremental', directory.apply({ ...noChange(), set }));
    expect(bodies(exchanges, 'PATCH').flatMap(({ Operations }) => Operations)).toEqual([
      { op: 'Replace', path: 'title', value: 'Lead' },
    ]);
    await run.cleanUp();
  });
});
