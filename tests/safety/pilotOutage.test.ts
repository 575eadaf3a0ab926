import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StepsReport } from '../../reporters/html/steps.ts';
import { atEndOfTest } from '../atEnd.ts';
import { drawn } from '../drawn.ts';
import { watchedRun } from './command.ts';
import { twisted } from './twisted.ts';

/** The status of everything from a request on: of first contact with users, of the one with groups, of the walk after both. */
const CASES: [number, number][] = [401, 404].flatMap((status) =>
  [28, 40, 44, 60].map((from): [number, number] => [status, from]),
);

test.each(drawn('outages of pilots', CASES, 2))(
  'a pilot that meets nothing but %d from request %d on names what it leaves, and reaches nobody',
  { timeout: 60_000 },
  async (status, from) => {
    const at = await twisted((answer) => answer, {
      population: 3,
      instead: ({ number }) => (number >= from ? status : undefined),
    });
    atEndOfTest(at.close);
    const others = new Set(at.tenant.resources().map(({ id }) => id));
    const { out, stdout } = await watchedRun(at.url, at.token, ['--pilot']);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as StepsReport;
    const left = at.tenant.resources().filter(({ id }) => !others.has(id));
    const named = (report.leftovers ?? []).map(({ path }) => path);

    expect(report.ready).toBe(false);
    expect(report.sentence).not.toMatch(/altered|removed more/);
    expect(left.length).toBeGreaterThan(0);
    // What a first DELETE was answered 404 for, and a GET as well, is taken for gone: one at most.
    const unnamed = left.filter(
      ({ id, type }) => !named.some((path) => path.startsWith(`/${type}s`) && path.includes(id)),
    );
    expect(unnamed.length).toBeLessThanOrEqual(status === 404 ? 1 : 0);
    for (const path of named) expect(stdout).toContain(`Left: ${path}`);
  },
);
