import { check } from '../../../kit/check/check.ts';
import { describe, readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { counted, unrefused } from '../../../kit/check/words.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import { member } from '../../../schemas/attributes.ts';
import { brokenAnswer, brokenFilterList } from '../../fixtures/lists/broken.ts';
import { firstTexts, narrowed, seeFiltersWork, sharedCast } from '../../fixtures/lists/cast.ts';

const NEEDS = ['users'];

const isInvalidFilter = (answer: ScimResponse): boolean =>
  answer.status === 400 && member(answer.body, 'scimType') === 'invalidFilter';

export const refusals = [
  check(
    'queries.filter-unknown-operator',
    ['7644:3.4.2.2/unknown-operator'],
    'an unknown operator is refused with 400 invalidFilter',
    { needs: NEEDS },
    async (tools) => {
      const { scim, given, must } = tools;
      await seeFiltersWork(tools);
      const value = quote(given.unique());

      await must.each(
        [
          `userName ctsop ${value}`,
          `userName eqq ${value}`,
          'userName ctspr',
          `id pr and userName ctsop ${value}`,
        ],
        (filter) => filter.replaceAll(value, 'x').replaceAll(' ', '-'),
        async (filter, line) => line.beRefused(await scim.find(given.users, filter), 400, 'invalidFilter'),
      );
    },
  ),
  check(
    'queries.filter-bad-syntax',
    ['7644:3.4.2.2/syntax-error'],
    'a filter outside the grammar is refused and never ignored',
    { needs: NEEDS },
    async (tools) => {
      const { given, must, remark } = tools;
      await seeFiltersWork(tools);
      await must.each(
        await given.the(brokenFilterList),
        ({ key }) => key,
        async (broken, line) => {
          const { key, filter, tolerated } = broken;
          const answer = await given.the(brokenAnswer(broken));
          const listed = readList(answer).resources.length > 0;
          line.hold(answer.status < 500 && (!listed || tolerated === true), {
            key: unrefused(answer.status),
            expected: `400 invalidFilter for ${filter === '' ? 'an empty filter' : filter}`,
            observed: listed ? 'a list of users' : describe(answer),
          });
          if (!isInvalidFilter(answer))
            remark('warning', `${key}/answer`, `answered ${answer.status}, not 400 invalidFilter`);
        },
      );
    },
  ),
  check(
    'queries.filter-unsupported-pair',
    ['7644:3.12/unsupported-combination'],
    'an operator that does not fit an attribute is refused or evaluated, never ignored',
    { needs: NEEDS },
    async (tools) => {
      const { scim, given, must } = tools;
      await seeFiltersWork(tools);
      const value = quote(given.unique());

      await must.each(
        [`active co ${value}`, `meta.created sw ${value}`, `meta.lastModified ew ${value}`],
        (filter) => filter.replace(` ${value}`, '').replace(' ', '-'),
        async (filter, line) => {
          const answer = await scim.find(given.users, filter, { count: 2 });
          line.haveStatus(answer, [200, 400, 403, 501]);
          line.hold(readList(answer).resources.length === 0, {
            key: 'matches',
            expected: 'no resource, since none contains that string',
            observed: `status ${answer.status} with ${counted(readList(answer).resources.length)}`,
          });
        },
      );
    },
  ),
  check(
    'queries.filter-unknown-attribute',
    ['7644:3.4.2.2/unknown-attribute'],
    'a filter on an unknown attribute lists nothing',
    { needs: NEEDS },
    async (tools) => {
      const { scim, given, must, remark } = tools;
      await seeFiltersWork(tools);
      await must.each(
        [
          'ctsNoSuch eq "x"',
          'ctsNoSuch pr',
          'name.ctsNoSuch eq "x"',
          'urn:example:cts:2.0:User:noSuch eq "x"',
        ],
        (filter) => filter.replace(' "x"', '').replace(' ', '-'),
        async (filter, line) => {
          const answer = await scim.find(given.users, filter, { count: 2 });
          if (answer.status === 200) return line.listExactly(answer, []);
          line.haveStatus(answer, 400);
          if (!isInvalidFilter(answer)) remark('note', 'scimType', 'refused without scimType invalidFilter');
        },
      );
    },
  ),
  check(
    'queries.filter-null',
    ['7644:3.4.2.2/null-literal'],
    'null as the value of a comparison is evaluated or refused with 400',
    { needs: NEEDS },
    async (tools) => {
      const { scim, given, must, observe } = tools;
      const cast = await tools.given.the(sharedCast);
      const [text] = firstTexts(cast);

      const answer = await scim.find(given.users, narrowed(cast, `${text} eq null`));
      must.haveStatus(answer, [200, 400]);
      const found = readList(answer).resources.map((resource) => member(resource, 'id'));
      const empty = cast.people.filter(({ sent }) => member(sent, text) === undefined).map(({ id }) => id);
      const same = found.length === empty.length && empty.every((id) => found.includes(id));
      observe(
        'filter.eq-null',
        !answer.ok ? 'refused' : same ? 'those without a value' : `${found.length} of the cast`,
      );
    },
  ),
];
