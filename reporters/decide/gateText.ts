import { folded } from '../../config/settings/fold.ts';
import { MENTION, oneLine } from '../sanitize.ts';
import { capital, count } from '../words.ts';
import type { GateDecision, GateItem, GateKind } from './gate.ts';
import { groupReasons, type Reason } from './reasons.ts';
import { changesInWords } from './versions.ts';

const MOST = 5;
/** Reasons that are shown beside what is wrong with the endpoint; with it ten lines are not exceeded. */
const MOST_BESIDE = 3;

/** Lines that say how a partial run went: the last part of that sentence is what must not be overlooked. */
const PARTIAL_LINES = 3;

/** Rows of the summary of a CI job, which may hold a megabyte. */
const MOST_ROWS = 500;

/** What happened, in two or three words. */
export const GATE_WORDS: Record<GateKind, string> = {
  'new-failure': 'got worse',
  'new-check': 'new check',
  known: 'known',
  waived: 'waived',
  fixed: 'repaired',
  'waiver-expired': 'waiver expired',
  'waiver-unknown-check': 'waiver for nothing',
  'waiver-stale': 'waiver stale',
  'waiver-differs': 'waiver does not fit',
  'waiver-unfilled': 'waiver not filled in',
  'waiver-outdated': 'waiver outdated',
  undecided: 'not judged',
};

/** What a gate says of one line; without a baseline nothing can have got worse. */
export function gateWords(kind: GateKind, { hasBaseline }: Pick<GateDecision, 'hasBaseline'>): string {
  return kind === 'new-failure' && !hasBaseline ? 'failed' : GATE_WORDS[kind];
}

/** What a gate that lets a release pass says. */
export function openWords({ hasBaseline, listed }: GateDecision): string {
  if (hasBaseline) return 'nothing got worse';
  return listed.some(({ kind }) => kind === 'waived')
    ? 'nothing that decides failed, apart from what is waived'
    : 'nothing that decides failed';
}

/** What happened to a diagnosis since the baseline. */
const DIAGNOSIS_WORDS = { appeared: 'Wrong since the baseline', gone: 'No longer wrong' };

/** A gate's decision in ten lines at most, for a person at a terminal. */
export function gateText(decision: GateDecision, width: number): string {
  const { red, undecided, causes, listed, changes, partial, diagnoses } = decision;
  const most = diagnoses.length > 0 ? MOST_BESIDE : MOST;
  const reasons = groupReasons([...red, ...undecided], causes);
  const named = new Set(reasons.slice(0, most).map(({ cause }) => cause?.id));
  const open = undecided.filter(({ check }) => check !== '');
  const head = {
    green: `GATE OPEN: ${openWords(decision)}`,
    red: `GATE CLOSED: ${count(groupReasons(red, causes).length, 'reason')}`,
    undecided:
      open.length > 0
        ? `GATE UNDECIDED: ${count(open.length, 'check')} could not be judged`
        : 'GATE UNDECIDED',
  }[decision.result];
  return [
    head,
    ...(partial === undefined
      ? []
      : folded(capital(partial), width, PARTIAL_LINES).map((line) => oneLine(line, width))),
    ...(['appeared', 'gone'] as const).flatMap((kind) => {
      const says = diagnoses.filter((one) => one.kind === kind && !named.has(one.id)).map((one) => one.says);
      return says.length === 0 ? [] : [oneLine(`${DIAGNOSIS_WORDS[kind]}: ${says.join(' ')}`, width)];
    }),
    ...reasons.slice(0, most).map((reason) => `  ${oneLine(writeReason(reason, decision), width - 2)}`),
    ...(reasons.length > most ? [`  and ${reasons.length - most} more`] : []),
    ...(listed.length > 0 ? [oneLine(`Also noted: ${tally(listed)}`, width)] : []),
    ...(changes.length > 0
      ? [oneLine(`Changes of the suite since the baseline: ${changesInWords(changes)} (gate.md)`, width)]
      : []),
  ].join('\n');
}

/** The same as Markdown, for the summary of a CI job. */
export function gateMarkdown(decision: GateDecision): string {
  const title = { green: 'open', red: 'closed', undecided: 'undecided' }[decision.result];
  const decided = [...decision.red, ...decision.undecided];
  const items = [...decided, ...decision.listed];
  const causes = groupReasons(decided, decision.causes).flatMap(({ cause, items }) =>
    cause === undefined ? [] : [`- ${reasonWords(items, decision)}: ${cell(cause.says)}`],
  );
  const rows = items
    .slice(0, MOST_ROWS)
    .map(
      ({ kind, check, key, text }) =>
        `| ${gateWords(kind, decision)} | ${cell(check)} | ${cell(key ?? '')} | ${cell(text)} |`,
    );
  if (items.length > MOST_ROWS) rows.push('', `and ${items.length - MOST_ROWS} more`);
  const table =
    rows.length === 0
      ? ['Nothing failed.']
      : ['| what | check | finding | why |', '|---|---|---|---|', ...rows];
  const changed = decision.changes.map(
    ({ what, name, text }) => `| ${what} | ${cell(name)} | ${cell(text)} |`,
  );
  return [
    `## SCIM gate: ${title}`,
    '',
    ...(decision.partial === undefined ? [] : [`${cell(capital(decision.partial))}.`, '']),
    ...decision.diagnoses.map(({ kind, says }) => `- ${DIAGNOSIS_WORDS[kind]}: ${cell(says)}`),
    ...causes,
    ...(decision.diagnoses.length + causes.length > 0 ? [''] : []),
    ...table,
    ...(changed.length === 0
      ? []
      : [
          '',
          '### Changes of the suite since the baseline',
          '',
          '| what | name | |',
          '|---|---|---|',
          ...changed,
        ]),
    '',
  ].join('\n');
}

function writeReason({ cause, items }: Reason<GateItem>, decision: GateDecision): string {
  const [first] = items;
  if (first === undefined) return '';
  if (cause === undefined) return writeLine(first, decision);
  return `${reasonWords(items, decision)}: ${cause.says}`;
}

/** What happened to the lines of a reason and how often, such as `failed 97 times, not judged 3 times`. */
export function reasonWords(items: readonly GateItem[], decision: GateDecision): string {
  const words = items.map(({ kind }) => gateWords(kind, decision));
  return [...new Set(words)]
    .map((word) => `${word} ${count(words.filter((one) => one === word).length, 'time')}`)
    .join(', ');
}

function writeLine({ kind, check, key, text }: GateItem, decision: GateDecision): string {
  return `${gateWords(kind, decision)}: ${[check, key].filter(Boolean).join(' ')}${check === '' ? '' : ': '}${text}`;
}

function tally(items: readonly GateItem[]): string {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return kinds
    .map((kind) => `${items.filter((item) => item.kind === kind).length} ${GATE_WORDS[kind]}`)
    .join(', ');
}

function cell(text: string): string {
  return oneLine(text, 200)
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(MENTION, '@<!-- -->');
}
