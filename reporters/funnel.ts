import type { Status } from '../kit/outcome.ts';
import type { Report, ReportedRow } from './model.ts';
import { isSelected } from './verdict.ts';
import { countParts } from './words.ts';

/**
 * How many requirements the profile knows, and how many of them are left at each step towards the verdict. Each number
 * is the one before it less what is named between them, so that whoever adds them up arrives where the report does.
 */
export interface Funnel {
  /** Requirements of the sources that the profile decides on or shows. */
  known: number;
  /** Of those, requirements of sources that decide nothing. */
  shownOnly: number;
  /** No check can ask for them. */
  notTestable: number;
  /** No check asks for them yet. */
  notVerified: number;
  /** known - shownOnly - notTestable - notVerified */
  askable: number;
  /** What a choice of the run left out, by reason. */
  left: Record<string, number>;
  /** askable - left */
  inScope: number;
  /** Blocked, in error, cut short. */
  unjudged: number;
  /** inScope - unjudged */
  judged: number;
  /** Of those in scope, the ones that decide: inScope = failed + unjudged + passed + notApplicable. */
  binding: { inScope: number; failed: number; unjudged: number; passed: number; notApplicable: number };
  checks: Checks;
}

/** Checks of the catalogue: known = left + selected; selected is the sum of the states. */
interface Checks {
  known: number;
  left: number;
  selected: number;
  states: Record<Status, number>;
}

const UNJUDGED: ReadonlySet<ReportedRow['state']> = new Set(['blocked', 'error', 'not-run'] as const);

/** The numbers of a report, from its rows and checks alone. */
export function buildFunnel({ rows, checks, profile, scope }: Report): Funnel {
  const deciding = rows.filter(({ source }) => profile.decides.includes(source));
  const asked = deciding.filter((row) => row.checks.length > 0);
  const inScope = asked.filter((row) => row.inScope);
  const binding = inScope.filter(({ severity }) => severity === 'violation');
  const unjudged = inScope.filter(isUnjudged).length;
  return {
    known: rows.length,
    shownOnly: rows.length - deciding.length,
    notTestable: deciding.filter(({ state }) => state === 'not-tested').length,
    notVerified: deciding.filter((row) => row.checks.length === 0 && row.state !== 'not-tested').length,
    askable: asked.length,
    left: scope.left,
    inScope: inScope.length,
    unjudged,
    judged: inScope.length - unjudged,
    binding: {
      inScope: binding.length,
      failed: binding.filter(({ state }) => state === 'fail').length,
      unjudged: binding.filter(isUnjudged).length,
      passed: binding.filter(({ state }) => state === 'pass').length,
      notApplicable: binding.filter(({ state }) => state === 'not-applicable').length,
    },
    checks: countChecks(checks),
  };
}

function isUnjudged({ state }: ReportedRow): boolean {
  return UNJUDGED.has(state);
}

function countChecks(checks: Report['checks']): Checks {
  const states: Checks['states'] = {
    pass: 0,
    fail: 0,
    blocked: 0,
    'not-applicable': 0,
    error: 0,
    'not-run': 0,
  };
  const selected = checks.filter(isSelected);
  for (const { status } of selected) states[status] += 1;
  return {
    known: checks.length,
    left: checks.length - selected.length,
    selected: selected.length,
    states,
  };
}

/** One step of the funnel: a number, what it counts, and what was taken away before it, in words. */
export interface Step {
  number: number;
  word: string;
  less: string[];
  /** What it is a part of, where that is not the number before. */
  of?: string;
}

/** The requirements step by step, from what is known to what decides. */
export function requirementSteps(funnel: Funnel): Step[] {
  const { known, askable, inScope, judged, binding } = funnel;
  const left = Object.entries(funnel.left).map(([reason, number]) => `${number} left out (${reason})`);
  return [
    { number: known, word: 'known', less: [] },
    {
      number: askable,
      word: 'checkable',
      less: [
        ...some(funnel.shownOnly, 'shown only'),
        ...some(funnel.notTestable, 'not testable'),
        ...some(funnel.notVerified, 'not verified yet'),
      ],
    },
    { number: inScope, word: 'in scope', less: left },
    { number: judged, word: 'judged', less: some(funnel.unjudged, 'not judged') },
    { number: binding.inScope, word: 'binding', less: [], of: 'of those in scope' },
  ];
}

/** The steps in one line: `651 known, 625 checkable, 614 in scope, 610 judged; 362 binding`. */
export function requirementsInWords(funnel: Funnel): string {
  const { known, askable, inScope, judged, binding } = funnel;
  return `${known} known, ${askable} checkable, ${inScope} in scope, ${judged} judged; ${binding.inScope} binding`;
}

/** The checks in one line: `696 of 735 selected: 3 failed, 693 passed`. */
export function checksInWords({ checks }: Funnel): string {
  return `${checksTaken(checks)}: ${countParts(checks.states).join(', ') || 'none'}`;
}

/** How many checks took part: `696 of 735 selected`. */
export function checksTaken({ known, selected }: Checks): string {
  return `${selected} of ${known} selected`;
}

function some(number: number, word: string): string[] {
  return number > 0 ? [`${number} ${word}`] : [];
}
