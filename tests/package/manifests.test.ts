import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type Command, commands } from '../../config/settings/commands.ts';
import { listSettings } from '../../config/settings/table.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';

const root = fileURLToPath(packageRoot);
const text = (name: string) => readFileSync(join(root, name), 'utf8');

interface Step {
  run?: string;
  uses?: string;
  shell?: string;
  env?: Record<string, string>;
}
interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: (Step & { id?: string })[] };
}

const FILES = [
  'action.yml',
  'compose.yaml',
  'examples/gitlab-ci.yml',
  'examples/fleet/github-workflow.yml',
  'examples/fleet/job.yaml',
];

test.each(FILES)('%s is YAML without an error or a doubled key', (name) => {
  for (const document of parseAllDocuments(text(name), { uniqueKeys: true }))
    expect([...document.errors, ...document.warnings]).toEqual([]);
});

/** Flags that a script passes to the command, each with the command that it is passed to. */
function flagsIn(script: string): [Command, string][] {
  return script.split('\n').flatMap((line) => {
    const name = Object.keys(commands).find((one) => new RegExp(`(^|[\\s(])${one} (--|[\\w"$])`).test(line));
    if (name === undefined) return [];
    return [...line.matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]): [Command, string] => [
      name as Command,
      flag,
    ]);
  });
}

describe('the action', () => {
  const action = parse(text('action.yml')) as Action;
  const { steps } = action.runs;

  test('has steps that GitHub takes: each runs in a shell or uses an action', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of steps)
      expect(step.run === undefined ? step.uses !== undefined : step.shell === 'bash').toBe(true);
  });

  test('uses each input, and no other', () => {
    const used = new Set([...text('action.yml').matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test('takes what a user passes as data, never as a part of a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('passes flags that the command has', () => {
    const flags = steps.flatMap(({ run = '' }) => flagsIn(run)).filter(([name]) => name === 'gate');
    expect(flags.length).toBeGreaterThan(4);
    const known = listSettings('gate').map(({ flag }) => flag);
    for (const [, flag] of flags) expect(known).toContain(flag);
  });

  test('installs without development dependencies, what is named or what it makes of the repository', () => {
    const install = steps.find(({ run = '' }) => run.includes('npm install'));
    expect(install?.run).toMatch(/npm install --omit=dev .*"\$SCIM_PACKAGE"/);
    expect(install).toMatchObject({ if: "steps.installed.outputs.cache-hit != 'true'" });
  });

  test('keeps what it installed under a name that changes with it', () => {
    const made = mkdtempSync(join(tmpdir(), 'scim-action-'));
    const script = steps.find(({ id }) => id === 'key')?.run ?? '';
    const keyOf = (files: Record<string, string>, named = '') => {
      for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
      const output = join(made, 'node_modules', 'output');
      mkdirSync(join(made, 'node_modules'), { recursive: true });
      writeFileSync(output, '');
      execFileSync('bash', ['--norc', '-e', '-c', script], {
        env: {
          PATH: process.env.PATH,
          SCIM_PACKAGE: named && join(made, named),
          GITHUB_ACTION_PATH: made,
          GITHUB_OUTPUT: output,
          GITHUB_ENV: join(made, 'node_modules', 'env'),
          RUNNER_TEMP: made,
        },
      });
      return readFileSync(output, 'utf8');
    };
    try {
      const first = keyOf({ 'index.ts': '1' });
      expect(first).toMatch(/^key=[0-9a-f]{64}\n$/);
      expect(keyOf({ 'index.ts': '1' })).toBe(first);
      expect(keyOf({ 'index.ts': '2' })).not.toBe(first);
      const packed = keyOf({ 'a.tgz': '1' }, 'a.tgz');
      expect(keyOf({ 'index.ts': '3' }, 'a.tgz')).toBe(packed);
      expect(keyOf({ 'a.tgz': '2' }, 'a.tgz')).not.toBe(packed);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  });

  test('gives out what its script reads in the report', () => {
    const made = mkdtempSync(join(tmpdir(), 'scim-action-'));
    try {
      const [report, output] = [join(made, 'report.json'), join(made, 'output')];
      const checks = ['pass', 'fail', 'pass', 'blocked'].map((status) => ({ status }));
      writeFileSync(report, JSON.stringify({ verdict: 'not conformant', checks, entries: [] }));
      execFileSync(process.execPath, [join(root, 'examples/annotate.mjs'), report], {
        env: { PATH: process.env.PATH, GITHUB_OUTPUT: output },
      });
      const given = readFileSync(output, 'utf8');
      expect(given).toBe('verdict=not conformant\nfailed=1\npassed=2\nblocked=1\n');
      const read = Object.values(action.outputs).flatMap(
        ({ value }) => /steps\.read\.outputs\.(\w+)/.exec(value)?.[1] ?? [],
      );
      expect(read.sort()).toEqual([...given.matchAll(/^\w+/gm)].map(([name]) => name).sort());
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  });
});

test('the Indexed Job has as many completions as there are tenants, and each tenant a secret', () => {
  const [job] = parseAllDocuments(text('examples/fleet/job.yaml')).map((one) => one.toJS());
  const tenants = JSON.parse(text('examples/fleet/tenants.json')) as { tokenEnv: string }[];
  expect(job).toMatchObject({
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { completionMode: 'Indexed', completions: tenants.length },
  });
  const { spec } = job.spec.template;
  expect(['Never', 'OnFailure']).toContain(spec.restartPolicy);
  const volumes = spec.volumes.map(({ name }: { name: string }) => name);
  for (const container of spec.containers)
    for (const { name } of container.volumeMounts ?? []) expect(volumes).toContain(name);
});

test('the workflow and the compose file name files that are there', () => {
  const workflow = parse(text('examples/fleet/github-workflow.yml'));
  // The tenants stand in one file alone.
  const { tenants, tenant } = workflow.jobs;
  expect(tenants.steps[1].run).toContain('examples/fleet/tenants.json');
  expect(tenant.strategy.matrix.tenant).toMatch(/fromJSON\(needs\.tenants\.outputs\.names\)/);
  const scripts = Object.values(workflow.jobs as Record<string, { steps: Step[] }>).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );
  for (const [name, flag] of scripts.flatMap(flagsIn))
    expect(listSettings(name).map((one) => one.flag)).toContain(flag);
  for (const [file] of scripts.join('\n').matchAll(/\b(bin|examples)\/[\w./-]+\.m?js\b/g))
    expect(existsSync(join(root, file)), file).toBe(true);
  const { services } = parse(text('compose.yaml')) as { services: Record<string, { build?: string }> };
  expect(Object.keys(services).length).toBeGreaterThan(1);
});
