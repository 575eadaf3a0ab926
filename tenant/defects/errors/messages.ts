import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

/** What goes wrong with errors, authentication and HTTP. */
export const messageDefects: Defect[] = [
  {
    id: 'error.status-as-number',
    says: 'status in errors is a number',
    breaks: ['7644:3.12/error-status-string', 'entra:Q29'],
    kills: ['traffic.error-status-is-string', 'entra.errors-are-scim-errors'],
    after(_request, { status, body }) {
      if (status >= 400 && isObject(body)) body.status = status;
    },
  },
  {
    id: 'error.html',
    says: 'errors are HTML pages',
    breaks: ['7644:3.12/error-json', '7644:3.8/error-content-type', 'entra:Q29', 'entra:Q42'],
    kills: [
      'traffic.error-is-a-scim-message',
      'traffic.error-has-scim-media-type',
      'entra.errors-are-scim-errors',
      'entra.unsupported-methods-are-scim-errors',
    ],
    after: (_request, { status, headers }) =>
      status >= 400
        ? {
            status,
            headers: { ...headers, 'content-type': 'text/html' },
            raw: '<html><body>Oops</body></html>',
          }
        : undefined,
  },
  {
    id: 'error.problem-json',
    says: 'errors are problem documents',
    breaks: ['7644:3.12/error-json', '7644:3.8/error-content-type'],
    kills: ['traffic.error-is-a-scim-message', 'traffic.error-has-scim-media-type'],
    after: (_request, { status, headers }) =>
      status >= 400
        ? {
            status,
            headers: { ...headers, 'content-type': 'application/problem+json' },
            body: { type: 'about:blank', title: 'Oops', status },
          }
        : undefined,
  },
  {
    id: 'error.bad-json-breaks',
    says: 'a body that is not JSON breaks the server',
    breaks: ['7644:3.12/create-malformed-json', '7644:3.12/no-5xx'],
    kills: ['users.create-refuses-broken-json', 'errors.broken-json-is-no-server-error'],
    before: (request) => (request.problem?.scimType === 'invalidSyntax' ? refuse(500) : undefined),
  },
  {
    id: 'error.missing-name-breaks',
    says: 'a user without userName breaks the server',
    breaks: ['7643:4.1.1/username-required', '7644:3.12/no-5xx'],
    kills: ['users.create-needs-user-name', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) && request.path === '/Users' && isObject(request.body) && !request.body.userName
        ? refuse(500)
        : undefined,
  },
  {
    id: 'auth.no-challenge',
    says: '401 has no WWW-Authenticate',
    breaks: ['9110:15.5.2/401-challenge', '6750:3/bearer-scheme'],
    kills: ['auth.refusal-carries-a-challenge', 'auth.bearer-challenge-has-a-parameter'],
    after(_request, response) {
      delete response.headers['www-authenticate'];
    },
  },
  {
    id: 'auth.any-token',
    says: 'any bearer token is accepted',
    breaks: ['6750:3.1/invalid-token-401', 'entra:Q41', 'smartfile:S06'],
    kills: [
      'auth.wrong-token-is-refused',
      'entra.wrong-tokens-are-answered-401',
      'smartfile.half-tokens-are-refused',
    ],
    before(request, { token }) {
      if (request.headers.authorization !== undefined) request.headers.authorization = `Bearer ${token}`;
    },
  },
  {
    id: 'auth.none-needed',
    says: 'requests without credentials are served',
    breaks: ['7644:2/auth-required', 'practice:P33'],
    kills: [
      'auth.no-credentials-are-refused',
      'auth.every-endpoint-asks-for-credentials',
      'queries.cursor-is-no-credential',
    ],
    before(request, { token }) {
      request.headers.authorization ??= `Bearer ${token}`;
    },
  },
  {
    id: 'auth.redirects-to-login',
    says: 'requests without valid credentials are sent to a login page',
    breaks: ['7644:2/auth-required', '6750:3.1/invalid-token-401', 'smartfile:S05', 'entra:Q41'],
    kills: [
      'auth.no-credentials-are-refused',
      'auth.wrong-token-is-refused',
      'entra.wrong-tokens-are-answered-401',
      'smartfile.refusals-are-told-apart',
    ],
    after: (_request, { status }) =>
      status === 401 ? { status: 302, headers: { location: '/ftp/login' } } : undefined,
  },
  {
    id: 'auth.refuses-colon',
    says: 'a token with a colon is refused',
    breaks: ['6750:2.1/header-method', 'smartfile:S04', 'entra:R09'],
    kills: [
      'auth.bearer-header-is-accepted',
      'entra.token-is-all-it-takes',
      'smartfile.colon-token-is-accepted',
    ],
    before: (request) => (/^Bearer .*:/i.test(request.headers.authorization ?? '') ? refuse(401) : undefined),
  },
  {
    id: 'http.plain-json',
    says: 'answers are application/json',
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
    id: 'http.unknown-parameter-refused',
    says: 'unknown query parameters are answered 400',
    breaks: ['7644:3.4.2/unknown-param-ignored', 'entra:Q46'],
    kills: ['entra.flag-in-a-query-is-ignored', 'queries.unknown-parameter-is-ignored'],
    before(request) {
      const known = /^(filter|sortBy|sortOrder|startIndex|count|cursor|attributes|excludedAttributes)$/;
      return [...request.query.keys()].every((name) => known.test(name)) ? undefined : refuse(400);
    },
  },
];
