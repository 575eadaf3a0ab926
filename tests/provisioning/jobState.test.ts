import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SettingsError } from '../../config/settings/settings.ts';
import { readState, writeState } from '../../runner/jobState.ts';

const folder = mkdtempSync(join(tmpdir(), 'job-state-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'provisioning.json');

test('the state of a job is read as it was written, and there is none before the job began', () => {
  expect(readState(folder)).toEqual({});
  const state = { cycle: 2, synthetic: { users: 3, groups: 1, cycles: 2 }, files: { '--scope': 'a' } };
  writeState(folder, state);
  expect(readState(folder)).toEqual(state);
  expect(readdirSync(folder)).toEqual(['provisioning.json']);
});

test.each([
  ...['', '{', 'null', '[]', '5', '"x"', '{"cycle":"x"}', '{"cycle":-1}', '{"kept":1}', '{"files":null}'],
  ...['{"files":{"--scope":5}}', '{"synthetic":7}', '{"synthetic":{"users":"a"}}', '['.repeat(50_000)],
])('a file that is not as a job writes it is refused in words: %.30s', (text) => {
  writeFileSync(file, text);
  expect(() => readState(folder)).toThrow(SettingsError);
  expect(() => readState(folder)).toThrow(file);
});
