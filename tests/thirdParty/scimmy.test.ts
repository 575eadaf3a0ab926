import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { type InProcess, runInProcess } from '../kit/inProcess.ts';
import { entriesInWords } from './entries.ts';
import { startScimmy, type ThirdParty } from './scimmyServer.ts';

// A published library as an endpoint that nobody here wrote: what the suite says of it is pinned, and each finding is
// argued from the requirement in scimmy.arguments.json.

let endpoint: ThirdParty;
let run: InProcess;
let outcomes: Map<string, Outcome>;
beforeAll(async () => {
  endpoint = await startScimmy();
  run = await runInProcess(endpoint, { concurrency: 4 });
  outcomes = run.outcomes;
}, 120_000);
afterAll(() => endpoint.close());

const findings = () =>
  [...outcomes.values()].flatMap(({ id, findings: found }) => found.map((one) => ({ id, ...one })));

describe('of scimmy 1.3 the suite reports', () => {
  test.each<[string, string, RegExp]>([
    ['no Location on 201', 'users.create-names-location', /Location/],
    ['no WWW-Authenticate on 401', 'auth.refusal-carries-a-challenge', /./],
    ['an empty userName accepted', 'users.create-needs-user-name', /./],
    ['filters that compare by letter case', 'queries.filter-ignores-case', /./],
    ['urn-prefixed attributes that find nothing', 'queries.filter-qualified-attribute', /./],
    [
      'a filter on a sub-attribute that fails once a user lacks the attribute',
      'queries.filter-sub-attribute',
      /./,
    ],
    ['a startIndex past the end that returns everything', 'queries.page-past-the-end-is-empty', /./],
    ['a replaced name that loses its other sub-attributes', 'patch.replace-keeps-other-sub-attributes', /./],
    ['an existing value added twice', 'patch.add-of-the-same-changes-nothing', /./],
    ['a second primary beside the first', 'attributes.new-primary-lowers-the-old', /./],
  ])('%s', (_name, check, observed) => {
    const found = findings().filter(({ id }) => id === check);
    expect(found.map((one) => `${one.key}: ${one.observed}`).join('\n')).toMatch(observed);
  });

  test('"False" for active refused, which the RFC allows and keeps leavers enabled where Entra sends it', () => {
    const { findings: found } = outcomes.get('entra.active-as-text-becomes-boolean') as Outcome;
    expect(found.map(({ key, row }) => `${row} ${key}`)).toContain('entra:Q02 False/refused');
  });

  test('exactly what is pinned', async () => {
    const lines = findings().map(({ id, key, row }) => `${id}: ${key} (${row})`);
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('scimmy.findings.txt');
  });

  test('what is wrong in a few lines', async () => {
    await expect(entriesInWords(run)).toMatchFileSnapshot('scimmy.entries.txt');
  });

  test('nothing that is not argued from its requirement', () => {
    const argued = JSON.parse(
      readFileSync(new URL('scimmy.arguments.json', import.meta.url), 'utf8'),
    ) as object;
    expect([...new Set(findings().map(({ row }) => row))].filter((row) => !(row in argued)).sort()).toEqual(
      [],
    );
  });

  test('no error of its own, and leaves nothing behind', () => {
    expect([...outcomes.values()].filter(({ status }) => status === 'error').map(({ id }) => id)).toEqual([]);
  });
});
