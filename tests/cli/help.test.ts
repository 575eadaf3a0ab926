import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type Command, commands } from '../../config/settings/commands.ts';
import { listSettings } from '../../config/settings/table.ts';
import { command, newFolder, stack } from './command.ts';

const cwd = newFolder();

test('the overview names every command, and nothing called is a mistake', async () => {
  const [asked, bare] = await Promise.all([command(['--help'], { cwd }), command([], { cwd })]);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  for (const name of Object.keys(commands)) expect(asked.stdout).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
  expect(bare).toMatchObject({ code: 3, stdout: asked.stdout });
});

test.each([
  ['rum', 'run'],
  ['rnu', 'run'],
  ['pilot', 'run --pilot'],
])('an unknown command is named, with what was meant: %s', async (word, meant) => {
  const { code, stdout, stderr } = await command([word], { cwd });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toBe(
    `scim-conformance cannot start; nothing was sent.\nWhy: There is no command "${word}".\nNext: Did you mean ${meant}?\n`,
  );
});

test('help with a command is the help of that command', async () => {
  const [asked, flagged] = await Promise.all([
    command(['help', 'gate'], { cwd }),
    command(['gate', '--help'], { cwd }),
  ]);
  expect(asked).toMatchObject({ code: 0, stdout: flagged.stdout, stderr: '' });
  expect((await command(['help', 'complete'], { cwd })).stdout).toMatch(/^Usage: scim-conformance complete/);
  expect(await command(['help', 'gaet'], { cwd })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('Did you mean gate?'),
  });
});

test.each(['version', '--version'])('%s is that of the package', async (word) => {
  expect((await command([word], { cwd })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([...Object.keys(commands), 'version', 'complete'])(
  '%s --help has two examples and says what is next',
  async (name) => {
    const { stdout } = await command([name, '--help'], { cwd });
    const [, examples = ''] = /^Examples\n([\s\S]*?)\n\n/m.exec(stdout) ?? [];
    expect(examples.match(/^ {2}\S/gm)?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toMatch(/^Next: /m);
  },
);

test('complete offers flags and the values that the catalogue has, and a script that bash takes', async () => {
  const ask = async (...words: string[]) => (await command(['complete', '--', ...words], { cwd })).stdout;
  expect(await ask('run', '--emb')).toMatch(/^--embedded\tUse the tenant/);
  expect(await ask('run', '--check', 'hard-delete.absent-by-i')).toMatch(/^hard-delete\.absent-by-id\t/);
  const { stdout } = await command(['complete', 'bash'], { cwd });
  expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0);
  expect((await command(['complete', 'ksh'], { cwd })).stderr).toMatch(
    /not know the shell "ksh"\nNext: One of: bash, zsh/,
  );
});

describe.each(Object.keys(commands) as Command[])('%s', (name) => {
  test('--help has each of its flags', async () => {
    const { code, stdout, stderr } = await command([name, '--help'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { flag, alias } of listSettings(name))
      for (const one of [flag, alias]) if (one !== undefined) expect(stdout).toContain(one);
  });

  test('an unknown flag is a mistake, told without a stack', async () => {
    const { code, stdout, stderr } = await command([name, '--colour'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^[\w-]+ cannot start; nothing was sent\.\nWhy: --colour is not a flag\nNext: /);
    expect(stderr).not.toMatch(stack);
  });
});
