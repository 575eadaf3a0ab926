import { expect, test } from 'vitest';
import type { Report } from '../../reporters/model.ts';
import { drawn } from '../drawn.ts';
import { command, newFolder } from './command.ts';

const product = ['--product', 'P', '--product-version', '1', '--vendor', 'V', '--contact', 'c@example.test'];
const one = ['--check', 'hard-delete.absent-by-id', '--quiet'];
const commands: Record<string, string[]> = {
  run: ['run', '--embedded', ...one],
  gate: ['gate', '--embedded', ...one],
  certify: ['certify', '--embedded', '--quiet', '--deadline', '6s', ...product],
};

test.each(drawn('commands that print', Object.entries(commands), 1))(
  '%s prints what --json and --trace ask for',
  { timeout: 90_000 },
  async (name, argv) => {
    const both = await command([...argv, '--json', '--trace'], { cwd: newFolder() });
    const document = JSON.parse(both.stdout) as Partial<Report>;
    expect(name === 'gate' || document.checks?.length).toBeTruthy();
    expect(both.stderr).toMatch(/^── .*\n> [A-Z]+ \//m);
    const traced = await command([...argv, '--trace'], { cwd: newFolder() });
    expect(traced.stdout).toMatch(/^── .*\n> [A-Z]+ \//m);
  },
);
