import { describe } from '../../kit/check/must.ts';
import { rule } from '../../kit/check/rule.ts';
import { isObject, show } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { ofKnownAddress } from './seen.ts';

/** Header that a browser would need, and the row that asks for it. */
const SAFETY: [string, RegExp][] = [
  ['strict-transport-security', /max-age=\d/i],
  ['x-content-type-options', /nosniff/i],
];

export const http = [
  rule({
    id: 'traffic.json-is-utf-8',
    verifies: ['7644:3.8/utf8'],
    title: 'every JSON body is UTF-8, and its Content-Type says nothing else',
    reads: true,
    applies: ({ response }) => response.text !== '' && /json/i.test(response.headers['content-type'] ?? ''),
    breaks: ({ response }) => {
      const charset = /charset="?([\w-]+)/i.exec(response.headers['content-type'] ?? '')?.[1];
      if (!response.utf8)
        return { key: 'bytes', expected: 'bytes that are UTF-8', observed: 'bytes that are not' };
      if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return undefined;
      return { key: 'charset', expected: 'charset utf-8 or none', observed: `charset ${valuePart(charset)}` };
    },
  }),
  rule({
    id: 'traffic.success-is-one-json-object',
    verifies: ['7644:3.8/valid-json'],
    title: 'the body of a successful response is one JSON object',
    reads: true,
    applies: (answered, context) =>
      answered.response.ok &&
      answered.request.method !== 'HEAD' &&
      (answered.response.text !== '' ||
        (answered.request.method === 'GET' && answered.response.status === 200)) &&
      ofKnownAddress(answered, context),
    breaks: ({ response }) =>
      isObject(response.json)
        ? undefined
        : {
            key: `${response.method} ${response.status}`,
            expected: 'a JSON object',
            observed: response.json === undefined ? describe(response) : show(response.json),
          },
  }),
  rule({
    id: 'traffic.no-content-is-empty',
    verifies: ['9110:15.3.5/204-no-body'],
    title: 'a 204 declares no content',
    reads: true,
    applies: ({ response }) => response.status === 204,
    breaks: ({ response: { headers, method, text } }) => {
      const length = headers['content-length'] ?? '0';
      const observed = text !== '' ? 'a body' : `Content-Length ${length}`;
      const empty = text === '' && length === '0' && headers['transfer-encoding'] === undefined;
      return empty ? undefined : { key: `${method} 204`, expected: 'no content', observed };
    },
  }),
  rule({
    id: 'traffic.method-not-allowed-names-others',
    verifies: ['9110:15.5.6/405-allow'],
    title: 'a 405 lists the allowed methods in Allow',
    reads: true,
    applies: ({ response }) => response.status === 405,
    breaks: ({ response }) =>
      response.headers.allow === undefined
        ? { key: 'Allow', expected: 'an Allow header', observed: 'none' }
        : undefined,
  }),
  rule({
    id: 'traffic.answers-guard-browsers',
    verifies: ['practice:P32'],
    title: 'responses over HTTPS carry Strict-Transport-Security and nosniff',
    reads: true,
    applies: ({ response }, { capabilities }) => capabilities.target.https && response.ok,
    breaks: ({ response }) =>
      SAFETY.filter(([name, wanted]) => !wanted.test(response.headers[name] ?? '')).map(([name]) => ({
        key: name,
        expected: `the header ${name}`,
        observed: valuePart(response.headers[name] ?? '') || 'none',
      })),
  }),
];
