import { check } from '../../../kit/check/check.ts';
import type { Given } from '../../../kit/check/given.ts';
import { rule } from '../../../kit/check/rule.ts';
import { type Attributes, isObject, LIST_RESPONSE, member, show } from '../../../schemas/attributes.ts';
import { documentAnswer } from '../../fixtures/documents.ts';

/** The `pagination` of the ServiceProviderConfig as it is published. */
async function published(given: Given): Promise<Attributes> {
  const config = await given.the(documentAnswer('ServiceProviderConfig'));
  const pagination = member(config.body, 'pagination');
  return isObject(pagination) ? pagination : {};
}

export const cursorPublished = [
  rule({
    id: 'queries.cursor-paging-is-published',
    verifies: ['9865:4/spc-pagination'],
    title: 'an endpoint that returns cursors publishes its pagination',
    reads: true,
    applies: ({ request, response }) => {
      const schemas = member(response.body, 'schemas');
      const data = !/^\/(ServiceProviderConfig|ResourceTypes|Schemas)\b/.test(request.path);
      return data && response.ok && Array.isArray(schemas) && schemas.includes(LIST_RESPONSE);
    },
    breaks: ({ response }, { capabilities }) => {
      const cursor = member(response.body, 'nextCursor');
      if (typeof cursor !== 'string' || capabilities.pagination !== undefined) return undefined;
      return {
        key: 'pagination',
        expected: 'pagination in the ServiceProviderConfig, since a list has a nextCursor',
        observed: 'no pagination',
      };
    },
  }),
  check(
    'queries.pagination-says-its-methods',
    ['9865:4/spc-required-sub'],
    'the published pagination declares cursor and index as booleans',
    { reads: true },
    async ({ given, must }) => {
      const pagination = await published(given);

      await must.each(['cursor', 'index'], String, (name, must) =>
        must.hold(typeof member(pagination, name) === 'boolean', {
          key: 'boolean',
          expected: `pagination.${name} true or false`,
          observed: show(member(pagination, name)),
        }),
      );
    },
  ),
  check(
    'queries.pagination-says-its-limits',
    ['9865:4/spc-optional-sub'],
    'sizes and times in the published pagination are positive integers',
    { reads: true },
    async ({ given, must, remark }) => {
      const pagination = await published(given);
      const method = member(pagination, 'defaultPaginationMethod');
      const sizes = ['defaultPageSize', 'maxPageSize', 'cursorTimeout'];

      must.hold(method === undefined || method === 'cursor' || method === 'index', {
        key: 'defaultPaginationMethod',
        expected: '"cursor" or "index"',
        observed: show(method),
      });
      await must.each(sizes, String, (name, must) => {
        const value = member(pagination, name);
        must.hold(value === undefined || (Number.isInteger(value) && Number(value) > 0), {
          key: 'integer',
          expected: `pagination.${name} a positive integer`,
          observed: show(value),
        });
      });
      if (Number(member(pagination, 'defaultPageSize')) > Number(member(pagination, 'maxPageSize')))
        remark('warning', 'sizes', 'defaultPageSize is greater than maxPageSize');
    },
  ),
];
