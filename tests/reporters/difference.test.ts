import { expect, test } from 'vitest';
import { difference } from '../../reporters/html/difference.ts';

const marked = (text: string) => [...text.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) => word);

test('the words in which two texts differ are marked', () => {
  const sides = difference('userName is "ann"', 'userName is "bob"');
  expect([marked(sides.expected.text), marked(sides.observed.text)]).toEqual([['ann'], ['bob']]);
});

test('texts that have little in common are read as they are', () => {
  const sides = difference('one primary value, of type other', '[{"value":"a@example.test","type":"work"}]');
  expect([marked(sides.expected.text), marked(sides.observed.text)]).toEqual([[], []]);
});

test('what is another in each run is greyed', () => {
  expect(difference('conf-k3v9-ab12 is kept', 'nothing').expected.text).toContain(
    '<span class="quiet">conf-k3v9-ab12</span>',
  );
});
