import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { buildReport } from '../../reporters/build.ts';
import { compare } from '../../reporters/decide/compare.ts';
import { type ComparedRun, comparisonHtml } from '../../reporters/html/comparison.ts';
import { definition, exchange, finding, HOSTILE, outcome, parts, row } from './synthetic.ts';

const CHECK = 'hard-delete.absent';
const id = (run: string) => `0b9f7e1${run}-aaaa-4bbb-8ccc-0123456789ab`;

/** A run that deletes a user and looks whether it is gone. */
function makeRun(run: string, state: Outcome['status'], status: number, body: string): ComparedRun {
  const exchanges: Exchange[] = [
    exchange(1, CHECK, { ordinal: 1, method: 'DELETE', path: `/Users/${id(run)}` }),
    exchange(2, CHECK, {
      ordinal: 2,
      path: `/Users/${id(run)}`,
      response: { status, headers: {}, body },
    }),
  ];
  const findings =
    state === 'fail' ? [finding('r', { key: 'still-there', observed: `${status}`, exchanges: [2] })] : [];
  const report = buildReport(
    parts({
      rows: [row('r')],
      definitions: [definition(CHECK, ['r'])],
      outcomes: [
        outcome(CHECK, state, {
          findings,
          exchanges: [1, 2],
          observations: [{ key: 'put.omitted', value: run }],
        }),
      ],
      exchanges,
    }),
  );
  return { report, exchanges };
}

const kept = (run: string) =>
  JSON.stringify({
    id: id(run),
    userName: `conf-r${run}un-k3j2@example.test`,
    meta: { created: `2026-03-0${run}T10:00:00Z`, location: `https://${run}.example.test/Users/${id(run)}` },
  });
const page = (a: ComparedRun, b: ComparedRun) =>
  comparisonHtml(compare({ report: a.report, exchanges: [] }, { report: b.report, exchanges: [] }), a, b);
const text = (markup: string) => markup.replace(/<[^>]+>/g, '');

describe('the page of a comparison', () => {
  it('says what got worse by its cause, with what was answered before and after', () => {
    const shown = page(makeRun('1', 'pass', 404, '{"status":"404"}'), makeRun('2', 'fail', 200, kept('2')));
    expect(shown).toContain('<section id="worse"><h2>Got worse');
    expect(shown).not.toContain('id="better"');
    expect(text(shown)).toMatch(/Effect on people.*To do/s);
    const [before = '', after = ''] =
      /<div class="pair">(.*?)<\/div><\/div>/s.exec(shown)?.[1]?.split('<h5>After') ?? [];
    expect(text(before)).toContain('404');
    expect(text(after)).toContain('200');
    expect(text(shown)).toContain('Attributes that a PUT omits: 1 → 2');
  });

  it('names the product of each side', () => {
    const [a, b] = [makeRun('1', 'pass', 404, ''), makeRun('2', 'pass', 404, '')];
    b.report.target.product = 'Drive 2.1';
    expect(text(page(a, b))).toContain('Drive 2.1https://files.example.test/ftp/scim');
  });

  it('says what got better by the cause that is gone', () => {
    const shown = page(makeRun('1', 'fail', 200, kept('1')), makeRun('2', 'pass', 404, '{}'));
    expect(shown).toContain('<section id="better"><h2>Got better');
    expect(shown).not.toContain('id="worse"');
  });

  it('shows nothing that chance decided: ids, markers, times and hosts of two runs are alike', () => {
    const shown = page(makeRun('1', 'fail', 200, kept('1')), makeRun('2', 'fail', 200, kept('2')));
    const pair = /<div class="pair">(.*?)<\/div><\/div>/s.exec(shown)?.[1] ?? '';
    expect(pair).toContain('{drawn}');
    expect(pair).toContain('{time}');
    expect(pair).not.toContain('<mark>');
  });

  it('finds the request that asks the same, wherever it stands in its check', () => {
    const a = makeRun('1', 'pass', 404, '{"status":"404"}');
    const more = exchange(9, CHECK, { ordinal: 3, path: `/Users/${id('1')}?attributes=id` });
    const moved = {
      ...a,
      exchanges: [...a.exchanges.map((one) => ({ ...one, ordinal: one.ordinal + 1 })), more],
    };
    expect(text(page(moved, makeRun('2', 'fail', 200, kept('2'))))).toContain('#2, request');
  });

  it('runs nothing that an endpoint answered', () => {
    const shown = page(makeRun('1', 'pass', 404, HOSTILE), makeRun('2', 'fail', 200, HOSTILE));
    expect(shown).not.toContain(HOSTILE);
    expect(shown).not.toMatch(/<img|<script>alert/);
    expect(shown).toContain("default-src 'none'");
  });
});
