import type { TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

/** Tokens that are taken although they are not the tenant's. */
function taking(id: string, says: string, isTaken: (header: string, good: string) => boolean): Defect {
  return {
    id: `auth.${id}`,
    says,
    breaks: ['6750:3.1/invalid-token-401'],
    kills: ['auth.wrong-token-is-refused'],
    before(request, { token }) {
      const good = `Bearer ${token}`;
      if (isTaken(String(request.headers.authorization), good)) request.headers.authorization = good;
      return undefined;
    },
  };
}

/** Credentials that are compared carelessly, and what goes wrong with refusing them. */
export const refusalDefects: Defect[] = [
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
  taking(
    'letter-case-of-tokens-ignored',
    'a token in a different case is accepted',
    (header, good) => header.toLowerCase() === good.toLowerCase(),
  ),
  taking('longer-tokens-accepted', 'what follows the token is ignored', (header, good) =>
    header.startsWith(good),
  ),
  {
    id: 'auth.malformed-header-breaks',
    says: 'an Authorization header that holds no bearer token breaks the server',
    breaks: ['7644:3.12/malformed-auth', '7644:3.12/no-5xx'],
    kills: ['auth.malformed-header-is-refused', 'traffic.no-internal-error'],
    before({ headers: { authorization } }) {
      return authorization === undefined || /^bearer +\S/i.test(authorization) ? undefined : refuse(500);
    },
  },
  {
    id: 'auth.refuses-colon',
    says: 'a token with a colon is refused',
    breaks: ['6750:2.1/header-method', 'smartfile:S04', 'entra:R09'],
    kills: [
      'auth.bearer-header-is-accepted',
      'entra.token-is-all-it-takes',
      'smartfile.colon-token-is-accepted',
      'smartfile.few-attributes-suffice',
    ],
    before: (request) => (/^Bearer .*:/i.test(request.headers.authorization ?? '') ? refuse(401) : undefined),
  },
  {
    id: 'auth.takes-basic-alone',
    says: 'the two halves of the token are taken as name and password of Basic, and Bearer is refused',
    breaks: ['6750:2.1/header-method', 'smartfile:S04', 'entra:R09'],
    kills: [
      'auth.bearer-header-is-accepted',
      'entra.token-is-all-it-takes',
      'smartfile.colon-token-is-accepted',
    ],
    before(request, { token }) {
      const { authorization = '' } = request.headers;
      const isGood = authorization === `Basic ${Buffer.from(token).toString('base64')}`;
      if (isGood) request.headers.authorization = `Bearer ${token}`;
      return isGood || authorization === '' ? undefined : refuse(401, 'name and password are asked for');
    },
    after(_request, { status, headers }) {
      if (status === 401) headers['www-authenticate'] = 'Basic realm="scim"';
    },
  },
  {
    id: 'auth.small-letters-are-refused',
    says: 'the scheme "bearer" in lower case is not recognised',
    breaks: ['9110:11.1/scheme-letter-case'],
    kills: ['auth.scheme-counts-in-any-letter-case'],
    before(request) {
      const { authorization = '' } = request.headers;
      if (authorization.startsWith('bearer ')) request.headers.authorization = authorization.slice(1);
    },
  },
  {
    id: 'auth.small-letters-have-no-rights',
    says: 'a token after "bearer" in lower case is taken for that of a guest, who may do nothing',
    breaks: ['9110:11.1/scheme-letter-case'],
    kills: ['auth.scheme-counts-in-any-letter-case'],
    before: ({ headers }) => (headers.authorization?.startsWith('bearer ') ? refuse(403) : undefined),
  },
  {
    id: 'auth.refusal-is-html',
    says: '401 comes with an HTML page',
    breaks: ['7644:3.12/401-error-body'],
    kills: ['auth.refusal-is-a-scim-error'],
    after: (_request, { status, headers }): TenantResponse | undefined =>
      status === 401
        ? { status, headers: { ...headers, 'content-type': 'text/html' }, raw: '<h1>Unauthorized</h1>' }
        : undefined,
  },
];
