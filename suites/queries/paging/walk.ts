import { evaluateCondition } from '../../../config/conditions/evaluate.ts';
import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { listing } from '../../../kit/check/words.ts';
import { filteredCrowd, isCrowd } from '../../fixtures/lists/crowd.ts';
import { listIds, walk } from '../../fixtures/lists/pages.ts';

export const pagingWalk = [
  check(
    'queries.walk-by-index-yields-each-once',
    ['7644:3.4.2.4/walk'],
    'paging by startIndex and count returns every match exactly once',
    { needs: ['filter'] },
    async (tools) => {
      const { scim, given, must, remark, capabilities, profile } = tools;
      const { filter, ids } = await filteredCrowd(tools);
      const sorts = evaluateCondition('sort', capabilities, profile).state === 'met';
      const query = { filter, count: 5, ...(sorts ? { sortBy: 'userName' } : {}) };

      const { answers, resources } = await walk(
        ({ startIndex = 1 }) =>
          given.step('read the next page', scim.get(given.users, { query: { ...query, startIndex } })),
        'index',
      );
      const firsts = new Set(answers.map((answer) => listIds(readList(answer).resources)[0]));
      const whole = isCrowd(resources, ids);
      const words = {
        key: 'pages',
        expected: `${ids.length} different users on all pages together`,
        observed: listing(listIds(resources), ids),
      };
      // Pages are not stateful: without an order to ask for, they may overlap unless every page is the first.
      if (whole || sorts || firsts.size < answers.length) must.hold(whole, words);
      else remark('warning', 'overlap', `expected ${words.expected}, observed ${words.observed}`);
      for (const answer of answers)
        must.equal(readList(answer).total, ids.length, {
          key: 'totalResults',
          what: 'totalResults on each page',
        });
    },
  ),
];
