import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { type InProcess, runInProcess } from '../kit/inProcess.ts';
import { startBetterAuth } from './betterAuthServer.ts';
import { entriesInWords } from './entries.ts';
import type { ThirdParty } from './scimmyServer.ts';

// A second published server, by other hands and from another reading of the texts: what the suite says of it is pinned,
// and each finding is argued from the requirement in betterAuth.arguments.json.

let endpoint: ThirdParty;
let run: InProcess;
let outcomes: Map<string, Outcome>;
beforeAll(async () => {
  endpoint = await startBetterAuth();
  run = await runInProcess(endpoint, { concurrency: 4 });
  outcomes = run.outcomes;
}, 240_000);
afterAll(() => endpoint.close());

const findings = () =>
  [...outcomes.values()].flatMap(({ id, findings: found }) => found.map((one) => ({ id, ...one })));

test('of better-auth 1.7 the suite reports exactly what is pinned', async () => {
  const failed = findings().map(({ id, key, row }) => `${id}: ${key} (${row})`);
  const blocked = [...outcomes.values()]
    .filter(({ status }) => status === 'blocked')
    .map(({ id, blockedBy }) => `blocked ${id}: ${blockedBy?.request} ${blockedBy?.status}`);
  await expect(`${[...failed, ...blocked].sort().join('\n')}\n`).toMatchFileSnapshot(
    'betterAuth.findings.txt',
  );
});

test('what is wrong is said in a few lines', async () => {
  await expect(entriesInWords(run)).toMatchFileSnapshot('betterAuth.entries.txt');
});

test('nothing is reported that is not argued from its requirement', () => {
  const argued = JSON.parse(
    readFileSync(new URL('betterAuth.arguments.json', import.meta.url), 'utf8'),
  ) as object;
  const rows = [...new Set(findings().map(({ row }) => row))];
  expect(rows.filter((row) => !(row in argued)).sort()).toEqual([]);
  expect(Object.keys(argued).filter((row) => !rows.includes(row))).toEqual([]);
});

test('the suite has no error of its own, and leaves nothing behind', () => {
  expect([...outcomes.values()].filter(({ status }) => status === 'error').map(({ id }) => id)).toEqual([]);
  expect(run.leftovers).toEqual([]);
});
