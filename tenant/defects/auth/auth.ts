import type { TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

/** A defect that alters the challenge of every answer 401; without a challenge the answer stays as it is. */
function challenging(
  said: Pick<Defect, 'id' | 'says' | 'breaks' | 'kills'>,
  alter: (challenge: string) => string,
): Defect {
  return {
    ...said,
    after(_request, { headers }) {
      const challenge = headers['www-authenticate'];
      if (challenge !== undefined) headers['www-authenticate'] = alter(challenge);
    },
  };
}

/** What goes wrong with credentials. */
export const authDefects: Defect[] = [
  challenging(
    {
      id: 'auth.bare-challenge',
      says: 'the challenge is the word Bearer alone',
      breaks: ['6750:3/bearer-scheme', '6750:3/error-param'],
      kills: ['auth.bearer-challenge-has-a-parameter', 'auth.wrong-token-is-named-invalid'],
    },
    () => 'Bearer',
  ),
  challenging(
    {
      id: 'auth.challenge-of-another-scheme',
      says: 'the challenge asks for a scheme that the configuration does not list',
      breaks: ['7644:2/challenge-schemes', '6750:3/bearer-scheme'],
      kills: ['auth.challenge-names-published-schemes', 'auth.bearer-challenge-has-a-parameter'],
    },
    () => 'Basic realm="scim"',
  ),
  challenging(
    {
      id: 'auth.error-for-nobody',
      says: 'the challenge blames a token where none was sent',
      breaks: ['6750:3.1/no-error-without-token'],
      kills: ['auth.no-error-without-a-token'],
    },
    () => 'Bearer realm="scim", error="invalid_token"',
  ),
  challenging(
    {
      id: 'auth.error-not-named',
      says: 'the challenge does not say that the token is wrong',
      breaks: ['6750:3/error-param'],
      kills: ['auth.wrong-token-is-named-invalid'],
    },
    () => 'Bearer realm="scim"',
  ),
  challenging(
    {
      id: 'auth.realm-twice',
      says: 'the challenge holds realm twice',
      breaks: ['6750:3/params-once'],
      kills: ['auth.challenge-parameters-come-once'],
    },
    (challenge) => `${challenge}, realm="another"`,
  ),
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
    id: 'auth.groups-are-open',
    says: 'groups are served to everybody',
    breaks: ['practice:P33'],
    kills: ['auth.every-endpoint-asks-for-credentials'],
    before({ path, headers }, { token }) {
      if (path.startsWith('/Groups')) headers.authorization = `Bearer ${token}`;
    },
  },
];
