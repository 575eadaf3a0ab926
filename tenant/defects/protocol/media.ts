import type { Defect } from '../defect.ts';
import { isList, refuse, succeeded } from '../kit.ts';

/** What goes wrong with the types of bodies. */
export const mediaDefects: Defect[] = [
  {
    id: 'http.plain-json',
    says: 'responses are application/json',
    breaks: ['7644:3.8/accept-scim', '7644:3.8/default-type', 'entra:R18'],
    kills: [
      'protocol.scim-json-is-answered',
      'protocol.scim-json-is-the-default',
      'entra.answers-are-scim-json',
    ],
    after(_request, response) {
      if (response.body !== undefined) response.headers['content-type'] ??= 'application/json';
    },
  },
  {
    id: 'protocol.lists-are-plain-json',
    says: 'lists are application/json, single resources application/scim+json',
    breaks: ['7644:3.8/accept-scim', 'entra:R18'],
    kills: ['protocol.scim-json-is-answered', 'entra.answers-are-scim-json'],
    after(request, response) {
      if (isList(request) && succeeded(response)) response.headers['content-type'] = 'application/json';
    },
  },
  {
    id: 'http.refuses-plain-json',
    says: 'a request that accepts application/json alone is answered 406',
    breaks: ['7644:3.8/accept-json'],
    kills: ['protocol.plain-json-is-answered'],
    before: ({ headers }) => (headers.accept === 'application/json' ? refuse(406) : undefined),
  },
  {
    id: 'protocol.plain-json-is-text',
    says: 'a request that accepts application/json alone is answered with text/plain',
    breaks: ['7644:3.8/accept-json'],
    kills: ['protocol.plain-json-is-answered'],
    after(request, response) {
      if (request.headers.accept === 'application/json' && response.body !== undefined)
        response.headers['content-type'] = 'text/plain; charset=utf-8';
    },
  },
  {
    id: 'http.default-is-plain-json',
    says: 'who names no media type gets application/json',
    breaks: ['7644:3.8/default-type'],
    kills: ['protocol.scim-json-is-the-default'],
    after(request, response) {
      if (request.headers.accept === undefined || request.headers.accept === '*/*')
        response.headers['content-type'] = 'application/json';
    },
  },
  {
    id: 'http.refuses-scim-json',
    says: 'bodies of application/scim+json are refused',
    breaks: ['7644:3.8/content-type-in'],
    kills: ['protocol.scim-json-is-read', 'entra.empty-roles-are-accepted', 'entra.two-of-one-type-agree'],
    before: (request) =>
      request.headers['content-type']?.startsWith('application/scim+json') ? refuse(415) : undefined,
  },
  {
    id: 'http.refuses-charset',
    says: 'a charset parameter is refused',
    breaks: ['7644:3.8/content-type-in', 'entra:Q23'],
    kills: ['protocol.scim-json-is-read', 'entra.charset-is-accepted'],
    before: (request) => (request.headers['content-type']?.includes('charset') ? refuse(415) : undefined),
  },
  {
    id: 'protocol.parameter-hides-the-body',
    says: 'a body whose media type has a parameter is not read, as if none had come',
    breaks: ['7644:3.8/content-type-in', 'entra:Q23'],
    kills: ['protocol.scim-json-is-read', 'entra.charset-is-accepted'],
    before(request) {
      if (request.headers['content-type']?.includes(';')) request.body = undefined;
    },
  },
];
