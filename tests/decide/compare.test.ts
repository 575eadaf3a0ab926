import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { buildReport } from '../../reporters/build.ts';
import { compare, notComparable } from '../../reporters/decide/compare.ts';
import { listShape, normaliser } from '../../reporters/decide/normalise.ts';
import type { Report } from '../../reporters/model.ts';
import { definition, exchange, finding, outcome, parts, row } from '../reporters/synthetic.ts';

const rows = [row('r:a')];
const side = (report: Report, exchanges: Parameters<typeof compare>[0]['exchanges'] = []) => ({
  report,
  exchanges,
});

function makeReport(outcomes: Outcome[], over: Parameters<typeof parts>[0] = {}): Report {
  const definitions = outcomes.map(({ id }) => definition(id, ['r:a']));
  return buildReport(parts({ rows, definitions, outcomes, ...over }));
}
const fails = (...keys: string[]) =>
  outcome('users.a', 'fail', { findings: keys.map((key) => finding('r:a', { key })) });

describe('what became of a check', () => {
  test.each<[string, Outcome, Outcome, string[], boolean]>([
    ['passed, fails', outcome('users.a', 'pass'), fails('k'), ['regressed k'], true],
    ['failed, passes', fails('k'), outcome('users.a', 'pass'), ['fixed k'], false],
    ['failed, fails alike', fails('k'), fails('k'), ['still-failing k'], false],
    ['failed, fails in one way more', fails('k'), fails('k', 'l'), ['regressed l'], true],
    ['failed, fails in one way less', fails('k', 'l'), fails('k'), ['still-failing k', 'fixed l'], false],
    [
      'passed, is blocked',
      outcome('users.a', 'pass'),
      outcome('users.a', 'blocked'),
      ['no-longer-verified '],
      true,
    ],
    [
      'passed, was not run',
      outcome('users.a', 'pass'),
      outcome('users.a', 'not-run', { reason: 'deadline' }),
      ['no-longer-verified '],
      true,
    ],
    ['passed, passes', outcome('users.a', 'pass'), outcome('users.a', 'pass'), [], false],
  ])('%s', (_name, before, after, expected, regression) => {
    const comparison = compare(side(makeReport([before])), side(makeReport([after])));
    expect(comparison.checks.map(({ kind, keys }) => `${kind} ${keys}`)).toEqual(expected);
    expect(comparison.regression).toBe(regression);
  });

  test('came or went with the catalogue: no regression', () => {
    const one = makeReport([outcome('users.a', 'pass')]);
    const two = makeReport([outcome('users.b', 'pass')]);
    const { checks, regression } = compare(side(one), side(two));
    expect(checks.map(({ kind, check }) => `${kind} ${check}`)).toEqual(['new users.b', 'gone users.a']);
    expect(regression).toBe(false);
  });
});

test('observations that changed are named', () => {
  const observing = (value: string) =>
    makeReport([outcome('users.a', 'pass', { observations: [{ key: 'put.omitted', value }] })]);
  expect(compare(side(observing('cleared')), side(observing('kept'))).observations).toEqual([
    { check: 'users.a', key: 'put.omitted', before: 'cleared', after: 'kept' },
  ]);
});

describe('behaviour that changed while the verdict stayed', () => {
  const report = makeReport([outcome('users.a', 'pass')]);
  const journal = [{ event: 'created' as const, number: 1, path: '/Users/77' }];
  const normal = (over: Parameters<typeof exchange>[2]) => [
    normaliser(journal)(exchange(1, 'users.a', over)),
  ];
  const answer = (status: number, headers: Record<string, string>, body = '{"id":"77"}') =>
    normal({ response: { status, headers, body } });
  const what = (a: ReturnType<typeof answer>, b: ReturnType<typeof answer>) =>
    compare(side(report, a), side(report, b)).behaviour.map(
      (change) => `${change.what}: ${change.before} > ${change.after}`,
    );

  test('status, header and shape of the body are seen', () => {
    expect(what(answer(200, {}), answer(204, {}))).toEqual(['status: 200 > 204']);
    expect(what(answer(200, {}), answer(200, { etag: 'W/"3"' }))).toEqual(['etag: absent > W/"{version}"']);
    expect(what(answer(200, {}), answer(200, {}, '{"id":"77","active":true}'))).toEqual([
      'body: - > active: boolean',
    ]);
  });

  test('values that differ from run to run are not', () => {
    const one = answer(200, { etag: 'W/"1"', location: 'https://a.test/scim/Users/77' }, '{"id":"77"}');
    const two = answer(200, { etag: 'W/"9"', location: 'https://b.test/scim/Users/77' }, '{"id":"12"}');
    expect(what(one, two)).toEqual([]);
  });

  test('nor is what one list happens to hold, while what no list shows any more is', () => {
    const lists = (...users: object[]) =>
      users.map((user, index) =>
        normaliser(journal)(
          exchange(index + 1, 'users.a', {
            ordinal: index + 1,
            path: '/Users?filter=title%20pr',
            template: '/Users?filter',
            response: { status: 200, headers: {}, body: JSON.stringify({ Resources: [user] }) },
          }),
        ),
      );
    const nick = { id: '1', nickName: 'a' };
    expect(what(lists({ id: '2' }, nick), lists(nick, { id: '2' }))).toEqual([]);
    expect(what(lists(nick, nick), lists({ id: '2' }, nick))).toEqual([]);
    expect(what(lists(nick), lists({ id: '2' }))).toEqual(['body: Resources[].nickName: string > -']);
  });
});

test('claims are compared attribute by attribute', () => {
  const attribute = {
    name: 'nickName',
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite' as const,
    returned: 'default' as const,
    uniqueness: 'none' as const,
    canonicalValues: [],
    referenceTypes: [],
    subAttributes: [],
  };
  const claiming = (patch: boolean, attributes: (typeof attribute)[]) =>
    makeReport([outcome('users.a', 'pass')], {
      target: {
        url: 'https://a.test',
        entraFlags: [],
        capabilities: {
          features: { patch, bulk: false, filter: true, changePassword: false, sort: false, etag: false },
          bulk: {},
          filter: {},
          authenticationSchemes: [],
          resourceTypes: [],
          schemas: [{ id: 'urn:x', name: 'X', attributes }],
          assumed: [],
          target: { https: true, loopback: false },
        },
      },
    });
  const { claims } = compare(
    side(claiming(true, [attribute, { ...attribute, name: 'title' }])),
    side(claiming(false, [{ ...attribute, caseExact: true }])),
  );
  expect(claims).toEqual([
    { claim: 'Schemas/urn:x/nickName/caseExact', before: 'false', after: 'true' },
    { claim: 'Schemas/urn:x/title', before: 'published', after: 'absent' },
    { claim: 'patch.supported', before: 'true', after: 'false' },
  ]);
});

test('latency is named only where it doubled over enough samples', () => {
  const timed = (ms: number, samples: number) =>
    makeReport([outcome('users.a', 'pass')], {
      exchanges: Array.from({ length: samples }, (_, number) =>
        exchange(number + 1, 'users.a', { durationMs: ms }),
      ),
    });
  expect(compare(side(timed(10, 30)), side(timed(20, 30))).latency).toHaveLength(1);
  expect(compare(side(timed(10, 30)), side(timed(19, 30))).latency).toEqual([]);
  expect(compare(side(timed(10, 29)), side(timed(40, 30))).latency).toEqual([]);
  expect(compare(side(timed(2, 30)), side(timed(5, 30))).latency).toEqual([]);
});

test('runs of two profiles, of unequal filters, or a newer before an older catalogue are not comparable', () => {
  const report = makeReport([]);
  const newer = makeReport([], { catalogue: { version: '2.0', digest: '' } });
  const narrowed = makeReport([], { scope: { kind: 'filtered', filters: ['--group users'], terms: [] } });
  const onTerms = makeReport([], { scope: { kind: 'full', filters: [], terms: ['--opt-in load'] } });
  expect(notComparable(report, makeReport([]))).toBeUndefined();
  expect(notComparable(report, newer)).toBeUndefined();
  expect(notComparable(newer, report)).toContain('B by the older 1.0.0');
  expect(notComparable(report, narrowed)).toContain('B a partial run (--group users)');
  expect(notComparable(report, onTerms)).toBeUndefined();
});

test('what one side did not run is listed, and no regression', () => {
  const observed = { observations: [{ key: 'put.omitted', value: 'cleared' }] };
  const ran = makeReport([fails('k'), outcome('users.b', 'pass', observed)]);
  const left = makeReport([
    outcome('users.a', 'not-run', { reason: 'opt-in' }),
    outcome('users.b', 'not-run', { reason: 'skipped' }),
  ]);
  const told = (comparison: ReturnType<typeof compare>) =>
    comparison.checks.map(({ kind, check }) => `${kind} ${check}`);
  const widened = compare(side(left), side(ran));
  expect([told(widened), widened.regression]).toEqual([['new users.a', 'new users.b'], false]);
  const narrowed = compare(side(ran), side(left));
  expect([told(narrowed), narrowed.regression]).toEqual([['gone users.a', 'gone users.b'], false]);
  expect([widened.observations, narrowed.observations]).toEqual([[], []]);
});

test('the shape of a body names each path once and survives what is no JSON', () => {
  expect(listShape('{"a":[{"b":1},{"b":null}]}')).toEqual([
    'a: array',
    'a[].b: null',
    'a[].b: number',
    'a[]: object',
  ]);
  expect(listShape('<html>')).toEqual(['text']);
});
