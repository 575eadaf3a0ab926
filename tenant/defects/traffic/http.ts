import type { TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';

/** What goes wrong with answers as HTTP has them. */
export const httpDefects: Defect[] = [
  {
    id: 'http.answers-latin-1',
    says: 'answers beyond ASCII are in Latin-1',
    breaks: ['7644:3.8/utf8'],
    kills: ['traffic.json-is-utf-8'],
    company: true,
    after(_request, response): TenantResponse | undefined {
      const text = JSON.stringify(response.body);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
      if (text === undefined || /^[\u0000-\u007f]*$/.test(text)) return undefined;
      return { status: response.status, headers: response.headers, raw: Buffer.from(text, 'latin1') };
    },
  },
  {
    id: 'traffic.says-latin-1',
    says: 'answers in UTF-8 are said to be in Latin-1, as the framework has it by default',
    breaks: ['7644:3.8/utf8'],
    kills: ['traffic.json-is-utf-8'],
    after(_request, { body, headers }) {
      if (body !== undefined) headers['content-type'] = 'application/scim+json;charset=ISO-8859-1';
    },
  },
  {
    id: 'http.no-content-has-content',
    says: '204 announces content',
    breaks: ['9110:15.3.5/204-no-body'],
    kills: ['traffic.no-content-is-empty'],
    after(_request, { status, headers }) {
      if (status === 204) headers['content-length'] = '2';
    },
  },
  {
    id: 'http.405-without-allow',
    says: '405 does not say what is allowed',
    breaks: ['9110:15.5.6/405-allow'],
    kills: ['traffic.method-not-allowed-names-others'],
    company: true,
    after(_request, response) {
      delete response.headers.allow;
    },
  },
  {
    id: 'http.no-safety-headers',
    says: 'answers over HTTPS have no headers for browsers',
    breaks: ['practice:P32'],
    kills: ['traffic.answers-guard-browsers'],
    face: 'tls',
    after(_request, { headers }) {
      headers['strict-transport-security'] = '';
      headers['x-content-type-options'] = '';
    },
  },
];
