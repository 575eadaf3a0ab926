import { isObject, type ScimObject } from '../../model.ts';
import type { Variation } from '../variation.ts';

const FREE = new Set([
  'invalidSyntax',
  'invalidValue',
  'invalidPath',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
]);

/** Error messages that say less, or more (RFC 7644 section 3.12). */
export const errorVariations: Variation[] = [
  errors('without-detail', 'errors have no detail', ['7644:3.12/error-detail'], (body) => delete body.detail),
  errors('empty-detail', 'errors have an empty detail', ['7644:3.12/error-detail'], (body) =>
    Object.assign(body, { detail: '' }),
  ),
  errors(
    'long-detail',
    'errors explain themselves at length, in German',
    ['7644:3.12/error-detail'],
    (body) => {
      body.detail = `Das geht so nicht: ${String(body.detail ?? '')} – ${'bitte prüfen Sie Ihre Anfrage. '.repeat(30)}`;
    },
  ),
  errors('more-members', 'errors have extra members', ['7644:3.12/error-detail'], (body) => {
    body.schemas = [...(body.schemas as string[]), 'urn:example:params:scim:api:messages:2.0:Support'];
    body['urn:example:params:scim:api:messages:2.0:Support'] = {
      ticket: 'b7c1',
      helpUrl: 'https://docs.example.test',
    };
  }),
  {
    id: 'errors.few-scim-types',
    says: 'errors have a scimType only where the RFC requires one',
    basis: ['7644:3.12', '9865:2.1'],
    rows: [
      '7644:3.12/create-malformed-json',
      '7644:3.12/create-wrong-type',
      '7644:3.12/search-malformed',
      '7644:3.12/patch-invalid-path',
      '7644:3.12/patch-invalid-filter',
      '7644:3.12/patch-unknown-attr',
      '9865:2.1/invalid-cursor',
      '9865:2.1/changed-query',
      '9865:2.1/expired-cursor',
      '9865:2.1/invalid-count',
    ],
    choice: 'scimType',
    after: (_request, { body }) => {
      if (isObject(body) && FREE.has(String(body.scimType))) delete body.scimType;
    },
  },
];

function errors(id: string, says: string, rows: string[], change: (body: ScimObject) => void): Variation {
  return {
    id: `errors.${id}`,
    says,
    basis: ['7644:3.12'],
    rows,
    choice: 'detail',
    after: (_request, { status, body }) => {
      if (status >= 400 && isObject(body)) change(body);
    },
  };
}
