import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity, Source } from '../../config/row.ts';
import type { NotRunReason, Outcome } from '../../kit/outcome.ts';
import { buildReport } from '../../reporters/build.ts';
import { buildFunnel, requirementSteps } from '../../reporters/funnel.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { markdown } from '../../reporters/markdown.ts';
import type { Report } from '../../reporters/model.ts';
import { summary } from '../../reporters/terminal.ts';
import { rowParts } from '../../reporters/words.ts';
import { definition, finding, outcome, parts, row } from './synthetic.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const numbersIn = (text: string) => [...text.matchAll(/\d+/g)].map(([number]) => Number(number));

/** A run in which every row has a source, a severity and a fate of its own. */
const reports: fc.Arbitrary<Report> = fc
  .array(
    fc.record({
      source: fc.constantFrom<Source>('rfc', 'entra', 'practice'),
      severity: fc.constantFrom<Severity>('violation', 'warning', 'note'),
      fate: fc.constantFrom(
        'pass',
        'fail',
        'blocked',
        'error',
        'not-applicable',
        'filtered',
        'opt-in',
        'interrupted',
        'nobody asks',
        'nobody can ask',
      ),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((fates) => {
    const rows = fates.map(({ source, severity, fate }, at) =>
      row(`r${at}`, { source, severity, ...(fate === 'nobody can ask' && { notTested: 'out of reach' }) }),
    );
    const asked = fates.flatMap(({ fate }, at) => (fate.startsWith('nobody') ? [] : [{ fate, at }]));
    const ran = asked.filter(({ fate }) => !['filtered', 'opt-in', 'interrupted'].includes(fate));
    return buildReport(
      parts({
        rows,
        definitions: asked.map(({ at }) => definition(`a.c${at}`, [`r${at}`])),
        outcomes: ran.map(({ fate, at }) =>
          outcome(`a.c${at}`, fate as Outcome['status'], {
            ...(fate === 'fail' && { findings: [finding(`r${at}`)] }),
            ...(fate === 'not-applicable' && { reason: 'declared' as const }),
          }),
        ),
        notRun: new Map(
          asked
            .filter(({ fate }) => ['filtered', 'opt-in', 'interrupted'].includes(fate))
            .map(({ fate, at }) => [`a.c${at}`, { reason: fate as NotRunReason }]),
        ),
      }),
    );
  });

describe('the numbers of a report add up', () => {
  it('from what is known to what decides', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const funnel = buildFunnel(report);
        const { binding, checks } = funnel;
        expect(funnel.known).toBe(report.rows.length);
        expect(funnel.askable).toBe(
          funnel.known - funnel.shownOnly - funnel.notTestable - funnel.notVerified,
        );
        expect(funnel.inScope).toBe(funnel.askable - sum(Object.values(funnel.left)));
        expect(funnel.judged).toBe(funnel.inScope - funnel.unjudged);
        expect(binding.inScope).toBe(
          binding.failed + binding.unjudged + binding.passed + binding.notApplicable,
        );
        expect(checks.known).toBe(checks.left + checks.selected);
        expect(checks.selected).toBe(sum(Object.values(checks.states)));
        expect(checks.selected).toBe(report.scope.selected);
      }),
    );
  });

  it('as the sources do: each names all of its requirements, and their binding ones are the binding ones', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const named = report.verdicts.map((one) => sum(numbersIn(rowParts(one, report.rows).join(', '))));
        expect(sum(named)).toBe(report.rows.length);
        const page = reportHtml(report);
        const deciding = report.verdicts.filter(({ decides }) => decides).length;
        const binding = [...page.matchAll(/(\d+) binding requirements?, [^;<]*(; shown only)?/g)];
        expect(binding).toHaveLength(report.verdicts.length);
        expect(
          sum(binding.filter(([, , shown]) => shown === undefined).map(([, number]) => Number(number))),
        ).toBe(buildFunnel(report).binding.inScope);
        expect(deciding).toBe(binding.filter(([, , shown]) => shown === undefined).length);
      }),
      { numRuns: 20 },
    );
  });

  it('wherever they stand: terminal, Markdown and page say the same', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const funnel = buildFunnel(report);
        const steps = requirementSteps(funnel).map(({ number }) => number);
        const { states, known, selected } = funnel.checks;
        const text = summary(report, { colour: false, width: 200, height: 60 });
        const page = reportHtml(report);
        for (const line of [text, markdown(report)].map(
          (whole) => /Requirements: .*?binding/.exec(whole)?.[0],
        ))
          expect(numbersIn(line ?? '')).toEqual(steps);
        expect([...page.matchAll(/<li><b>(\d+)<\/b>/g)].map(([, number]) => Number(number))).toEqual(steps);
        for (const line of [/Checks: .*/.exec(text)?.[0], /Checks: .*?\.\n/.exec(markdown(report))?.[0]]) {
          expect(numbersIn(line ?? '')).toEqual([selected, known, ...Object.values(byWord(states))]);
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** In the order in which they are said, zeros left out. */
function byWord(states: Record<Outcome['status'], number>): number[] {
  const { fail, blocked, error, pass } = states;
  return [fail, blocked, error, pass, states['not-applicable'], states['not-run']].filter((one) => one > 0);
}
