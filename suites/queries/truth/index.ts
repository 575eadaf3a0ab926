import { type CheckTools, check } from '../../../kit/check/check.ts';
import { sharedCast } from '../../fixtures/lists/cast.ts';
import { type Flavour, filters, offers } from './arbitrary.ts';
import { describeShape, write } from './filter.ts';
import { Seeker } from './seek.ts';
import { buildVocabulary } from './vocabulary.ts';

const FILTERS = { certain: 42, graded: 12 };
const MOST_FINDINGS = 5;

async function answersAreTrue(tools: CheckTools, flavour: Flavour): Promise<void> {
  const { given, must, remark, notApplicable, capabilities } = tools;
  const cast = await tools.given.the(sharedCast);
  const vocabulary = buildVocabulary(
    capabilities,
    cast.people.map(({ shown }) => shown),
  );
  if (!offers(vocabulary, flavour)) notApplicable('the users show nothing to compare', 'nothing-to-observe');
  const fc = await import('fast-check');
  const chosen = fc.sample(filters(fc, vocabulary, flavour), {
    numRuns: FILTERS[flavour],
    seed: given.seed(),
  });

  const seeker = new Seeker(tools, cast);
  const differences = await seeker.differences(chosen, MOST_FINDINGS);
  const shapes = new Map(differences.map((difference) => [describeShape(difference.filter), difference]));
  if (seeker.refused > 0) remark('note', 'refused', 'the endpoint refuses some of the filters with 400');
  if (seeker.refused === chosen.length) notApplicable('every filter is refused', 'nothing-to-observe');
  await must.each(
    [...shapes],
    ([shape]) => shape,
    ([, { filter, observed, exchange }], line) =>
      line.hold(false, {
        key: 'matches',
        expected: `${write(filter)} selects what matches`,
        observed,
        exchange,
      }),
  );
  must.equal(shapes.size, 0, { key: 'differences' });
}

export const truth = [
  check(
    'queries.random-filters-select-what-they-say',
    ['7644:3.4.2.2/filter-only-matching'],
    'random filters over all published types select exactly the matching users',
    { needs: ['users', 'filter'] },
    (tools) => answersAreTrue(tools, 'certain'),
  ),
  check(
    'queries.random-orderings-select-what-they-say',
    ['7644:3.4.2.2/op-order-string'],
    'random filters that compare text and decimals by order select the matching users',
    { needs: ['users'] },
    (tools) => answersAreTrue(tools, 'graded'),
  ),
];
