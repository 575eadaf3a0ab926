import { describe } from '../../kit/check/must.ts';
import { rule } from '../../kit/check/rule.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { mediaType } from '../../kit/wire/response.ts';
import { ERROR, isObject, member, show } from '../../schemas/attributes.ts';
import { SCIM_TYPES } from '../../schemas/messages.ts';
import { valuePart } from '../../schemas/parts.ts';
import { ofKnownAddress } from './seen.ts';

/** Gateways answer these in the place of the endpoint: a check of its own looks at 401. */
const OF_GATEWAYS = [401, 407, 413, 414, 429, 431, 502, 503, 504];

const isError = ({ request, response }: Answered): boolean =>
  response.status >= 400 && request.method !== 'HEAD' && !OF_GATEWAYS.includes(response.status);

const isErrorMessage = ({ response }: Answered): boolean => {
  const schemas = member(response.body, 'schemas');
  return Array.isArray(schemas) && schemas.includes(ERROR);
};

export const errors = [
  rule({
    id: 'traffic.error-is-a-scim-message',
    verifies: ['7644:3.12/error-json'],
    title: 'every error has a JSON body that names the Error schema',
    reads: true,
    applies: (answered, context) => isError(answered) && ofKnownAddress(answered, context),
    breaks: (answered) => {
      if (isErrorMessage(answered)) return undefined;
      const { status } = answered.response;
      return {
        key: `status ${status}`,
        expected: `a JSON object with schemas ["${ERROR}"]`,
        observed: describe(answered.response),
      };
    },
  }),
  rule({
    id: 'traffic.error-status-is-string',
    verifies: ['7644:3.12/error-status-string'],
    title: 'the status in an error body is the HTTP status as a string',
    reads: true,
    applies: (answered) => answered.response.status >= 400 && isErrorMessage(answered),
    breaks: ({ response }) => {
      const status = member(response.body, 'status');
      if (status === String(response.status)) return undefined;
      return { key: 'status', expected: `"${response.status}"`, observed: show(status) };
    },
  }),
  rule({
    id: 'traffic.error-keyword-is-known',
    verifies: ['7644:3.12/error-scimtype-values'],
    title: 'scimType of an error is a keyword of RFC 7644 or RFC 9865',
    reads: true,
    applies: (answered) =>
      isErrorMessage(answered) && (member(answered.response.body, 'scimType') ?? null) !== null,
    breaks: ({ response }) => {
      const keyword = member(response.body, 'scimType');
      if (SCIM_TYPES.has(String(keyword))) return undefined;
      const key = typeof keyword === 'string' && /^\w{1,40}$/.test(keyword) ? keyword : 'unknown';
      return { key: `scimType/${key}`, expected: 'one of the defined keywords', observed: show(keyword) };
    },
  }),
  rule({
    id: 'traffic.error-detail-is-text',
    verifies: ['7644:3.12/error-detail'],
    title: 'detail of an error is a string',
    reads: true,
    applies: (answered) =>
      isErrorMessage(answered) && (member(answered.response.body, 'detail') ?? null) !== null,
    breaks: ({ response }) => {
      const detail = member(response.body, 'detail');
      return typeof detail === 'string'
        ? undefined
        : { key: 'detail', expected: 'a string', observed: show(detail) };
    },
  }),
  rule({
    id: 'traffic.error-has-scim-media-type',
    verifies: ['7644:3.8/error-content-type'],
    title: 'errors are of type application/scim+json',
    reads: true,
    applies: (answered, context) =>
      isError(answered) && answered.response.text !== '' && ofKnownAddress(answered, context),
    breaks: ({ response }) => {
      const type = mediaType(response);
      if (type === 'application/scim+json') return undefined;
      return {
        key: 'Content-Type',
        expected: 'application/scim+json',
        observed: valuePart(type ?? '') || 'no Content-Type',
      };
    },
  }),
  rule({
    id: 'traffic.error-is-in-the-http-status',
    verifies: ['7644:3.2/error-http-status'],
    title: 'no response with a 2xx status contains an Error message',
    reads: true,
    applies: ({ response }) => response.ok && isObject(response.json),
    breaks: (answered) => {
      if (!isErrorMessage(answered)) return undefined;
      const { response } = answered;
      return {
        key: `${response.method} ${response.status}`,
        expected: 'a status of 4xx or 5xx',
        observed: describe(response),
      };
    },
  }),
];
