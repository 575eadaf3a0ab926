import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

/** What goes wrong with how credentials are asked for and refused. */
export const authRefusalDefects: Defect[] = [
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
    id: 'auth.small-letters-are-refused',
    says: 'the scheme "bearer" in small letters is not known',
    breaks: ['9110:11.1/scheme-letter-case'],
    kills: ['auth.scheme-counts-in-any-letter-case'],
    before(request) {
      const { authorization = '' } = request.headers;
      if (authorization.startsWith('bearer ')) request.headers.authorization = authorization.slice(1);
    },
  },
];
