import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { wantsColour } from '../../reporters/paint.ts';
import { groupProblems } from '../../reporters/problems.ts';
import { summary } from '../../reporters/terminal.ts';
import { brokenRun, definition, exchange, finding, HOSTILE, outcome, parts, row } from './synthetic.ts';

const plain = { colour: false, width: 80 };

/** One of everything: a broken create, a violation, a warning, something of practice. */
function mixedRun() {
  const blockedBy = {
    step: 'create a group',
    request: 'POST /Groups',
    status: 500,
    signature: 'POST /Groups answered 500',
  };
  return parts({
    rows: [
      row('7644:3.6/deleted-get-404', {
        statement: 'A deleted resource is not found at its own address.',
        fix: 'Answer 404 after a delete.',
      }),
      row('7644:3.3/create-201'),
      row('7644:3.4/list'),
      row('entra:R05', {
        source: 'entra',
        severity: 'warning',
        statement: 'A filter without a match answers an empty list.',
      }),
      row('entra:R06', { source: 'entra' }),
      row('practice:race', {
        source: 'practice',
        severity: 'warning',
        statement: 'Two creates at once make one user.',
      }),
      row('7644:3.7/bulk'),
    ],
    definitions: [
      definition('users.created', ['7644:3.3/create-201']),
      definition('groups.listed', ['7644:3.4/list']),
      definition('groups.read', ['entra:R06']),
      definition('matching.no-match', ['entra:R05']),
      definition('hard-delete.absent-by-id', ['7644:3.6/deleted-get-404']),
      definition('hard-delete.absent-in-list', ['7644:3.6/deleted-get-404']),
      definition('users.race', ['practice:race']),
      definition('bulk.create', ['7644:3.7/bulk']),
    ],
    outcomes: [
      outcome('users.created', 'pass'),
      outcome('groups.listed', 'blocked', { blockedBy }),
      outcome('groups.read', 'blocked', { blockedBy }),
      outcome('matching.no-match', 'fail', {
        findings: [finding('entra:R05', { expected: '200 with no resource', observed: '404' })],
      }),
      outcome('hard-delete.absent-by-id', 'fail', { findings: [finding('7644:3.6/deleted-get-404')] }),
      outcome('hard-delete.absent-in-list', 'fail', { findings: [finding('7644:3.6/deleted-get-404')] }),
      outcome('users.race', 'fail', {
        findings: [finding('practice:race', { expected: 'one user', observed: 'two users' })],
      }),
    ],
    notRun: new Map([['bulk.create', { reason: 'filtered' as const }]]),
    scope: { kind: 'filtered', filters: ['--group groups', '--group users'], terms: [] },
    exchanges: [exchange(1, 'users.created')],
    leftovers: [{ path: '/Users/7', marker: 'conf-k3v9-7', why: '500' }],
  });
}

describe('the summary', () => {
  it('says verdict, counts, scope, what is wrong, and where the report is', () => {
    expect(
      summary(buildReport(mixedRun()), { ...plain, where: 'results/latest/report.html' }),
    ).toMatchInlineSnapshot(`
      "NOT CONFORMANT  smartfile 1.0, https://files.example.test/ftp/scim
        1 of 7 selected checks passed, 4 failed, 2 blocked; a binding requirement is
        broken
        rfc        not conformant  1 failed, 1 blocked, 1 passed, 1 left out
        entra      partial         1 failed, 1 blocked
        smartfile  partial         nothing
        practice   partial         shown only; 1 failed
      Requirements: 7 known, 6 checkable, 5 in scope, 3 judged; 4 binding
      Checks: 7 of 8 selected: 4 failed, 2 blocked, 1 passed
      Scope: partial run (--group groups, --group users); 1 requirement left out: 1 f…
      Run: 1 request in 12.4 s

      What is wrong, most serious first
      1. Deleted users stay: DELETE reports success, but the resource is still found
         at its address. Leavers keep access.
         violation; explains 2 of 6 failures
      2. A read or lookup of a group without its members (excludedAttributes=members)
         fails: Entra asks for groups in this way.
         warning; matching.no-match
         and 2 more in the report

      Left behind: 1 resource; run "scim-conformance clean"
      Report: results/latest/report.html
      "
    `);
  });

  it('says what ended a run early, and what to do', () => {
    const ended = {
      why: 'preflight' as const,
      message: 'the endpoint answered 401',
      hint: 'check SCIM_TOKEN',
    };
    const checks = { rows: [row('r1')], definitions: [definition('a.one', ['r1'])] };
    expect(
      summary(buildReport(parts({ ...checks, run: { ...parts().run, ended } })), plain),
    ).toMatchInlineSnapshot(`
      "INCOMPLETE  https://files.example.test/ftp/scim was not checked
      Why: the endpoint answered 401
      Next: check SCIM_TOKEN. Step by step: scim-conformance doctor.
      "
    `);
  });

  it.each([40, 80, 132])('fits 24 lines of %i columns', (width) => {
    for (const run of [brokenRun(), mixedRun(), parts()]) {
      const lines = summary(buildReport(run), { colour: false, width, where: 'r.html' })
        .trimEnd()
        .split('\n');
      expect(lines.length).toBeLessThanOrEqual(24);
      for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(width);
    }
  });

  it('lets no control character of the endpoint through', () => {
    const run = mixedRun();
    run.target = { url: HOSTILE, entraFlags: [] };
    for (const one of run.outcomes) for (const found of one.findings) found.observed = HOSTILE;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(summary(buildReport(run), plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u202e]/);
  });

  it('says the same with colour', () => {
    const report = buildReport(mixedRun());
    const coloured = summary(report, { colour: true, width: 80 });
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(summary(report, plain));
  });
});

describe('what is wrong', () => {
  it('is said in the order of the report, with the weight of what it breaks', () => {
    const problems = groupProblems(buildReport(mixedRun()));

    expect(
      problems.map(({ entry, severity, decides, checks }) => [entry.id, severity, decides, checks.length]),
    ).toMatchInlineSnapshot(`
      [
        [
          "delete.not-done",
          "violation",
          true,
          2,
        ],
        [
          "groups.members-always-returned",
          "warning",
          true,
          1,
        ],
        [
          "POST /Groups answered 500",
          "violation",
          true,
          2,
        ],
        [
          "practice:race",
          "warning",
          false,
          1,
        ],
      ]
    `);
  });
});

describe('colour', () => {
  it('needs a terminal, and yields to NO_COLOR', () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
  });
});
