import { describe, expect, test } from 'vitest';
import { describe as describeAnswer } from '../../kit/check/must.ts';
import { ClaimFailed } from '../../kit/errors.ts';
import { unfenced } from '../../schemas/parts.ts';
import { answer, findingOf, newMust } from './claims.ts';

describe('a change', () => {
  const sent = { userName: 'ada', title: 'x', emails: [{ type: 'work', value: 'a@b.test' }] };
  const change = (after: object) => ({
    sent,
    before: { id: '1', ...sent },
    after: { id: '1', ...sent, ...after },
  });
  const title = [{ op: 'replace', path: 'title', value: 'y' }];

  test('of what was named alone holds, whatever the endpoint makes itself', () => {
    expect(
      findingOf((must) => must.changeOnly(change({ title: 'y', meta: { version: '2' } }), title)),
    ).toBeUndefined();
  });

  test.each([
    ['lost', { title: 'y', emails: [] }, 'changed as well: emails'],
    ['changed', { title: 'y', userName: 'eve' }, 'changed as well: userName'],
  ])('fails where another value is %s', (_says, after, observed) => {
    expect(findingOf((must) => must.changeOnly(change(after), title))).toMatchObject({
      key: 'others-stay',
      expected: 'nothing changed but title',
      observed,
    });
  });
});

describe('a condition in own words', () => {
  const words = { key: 'k', expected: 'e', observed: 'o' };

  test('is counted, and fails with its words and its exchange', () => {
    expect(findingOf((must) => must.hold(true, words))).toBeUndefined();
    expect(findingOf((must) => must.hold(false, words))).toEqual({ ...words, row: 'r:a', exchanges: [5] });
    expect(findingOf((must) => must.hold(false, { ...words, exchange: 9 }))?.exchanges).toEqual([9]);
  });

  test('that names a row of another check is an error of the suite', () => {
    expect(() => newMust().must.hold(false, words, { row: 'r:c' })).toThrow('does not verify');
    expect(() => newMust().must.hold(true, words, { row: 'r:c' })).not.toThrow();
  });
});

describe('a table', () => {
  test('is gone through to its end; each finding bears the key of its line, and the first ends the check', async () => {
    const { must, sink } = newMust();
    const seen: number[] = [];
    const failing = must.each([1, 2, 3], String, (line, own) => {
      seen.push(line);
      own.equal(line % 2, 0, { key: 'odd' });
    });
    await expect(failing).rejects.toMatchObject({ finding: { key: '1/odd' } });
    expect(seen).toEqual([1, 2, 3]);
    expect(sink.findings.map(({ key }) => key)).toEqual(['1/odd', '3/odd']);
  });

  test('within a table keeps both keys, and is not counted twice', async () => {
    const { must, sink } = newMust();
    const failing = must.each(['a'], String, (_, outer) =>
      outer.each(['b'], String, (__, inner) => inner.equal(1, 2, { key: 'k' })),
    );
    await expect(failing).rejects.toThrow(ClaimFailed);
    expect(sink.findings.map(({ key }) => key)).toEqual(['a/b/k']);
  });

  test('of which every line holds ends without a word, and passes on what is no claim', async () => {
    const { must, sink } = newMust();
    await must.each([2, 4], String, (line, own) => own.equal(line % 2, 0));
    expect([sink.claims, sink.findings]).toEqual([2, []]);
    await expect(
      must.each([1], String, () => {
        throw new TypeError('broken');
      }),
    ).rejects.toThrow(TypeError);
  });
});

test('an answer in a few words has scimType and detail, cut to what a line holds', () => {
  expect(unfenced(describeAnswer(answer(400, { scimType: 'noTarget', detail: 'no such' })))).toBe(
    'status 400 (noTarget: no such)',
  );
  expect(describeAnswer(answer(400, { detail: 7 }))).toBe('status 400');
  expect(unfenced(describeAnswer(answer(400, { detail: 'x'.repeat(500) })))).toHaveLength(
    'status 400 ()'.length + 160,
  );
});
