import { check } from '../../kit/check/check.ts';

const NOTHING = 'no create was refused, or no list showed what the run had created';

/** What the run found at its end under the names of creates that had been refused. */
export const refusedCreates = [
  check(
    'practice.refused-creates-leave-nothing',
    ['practice:P20'],
    'no create that was refused left a user or group behind',
    { phase: 'last' },
    async ({ given, must, notApplicable }) => {
      const made = given.madeThoughRefused;
      if (made === undefined) return notApplicable(NOTHING, 'nothing-to-observe');
      await given.firstContact();

      const [first] = made;
      const found = [...new Set(made.map(({ endpoint, status }) => `${endpoint}, answered ${status}`))];
      must.hold(first === undefined, {
        key: 'left',
        expected: 'nothing under the names of refused creates',
        observed: found.join('; '),
        ...(first && { exchange: first.exchange }),
      });
    },
  ),
];
