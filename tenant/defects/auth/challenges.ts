import type { Defect } from '../defect.ts';

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

/** What goes wrong with how credentials are asked for. */
export const challengeDefects: Defect[] = [
  {
    id: 'auth.no-challenge',
    says: '401 has no WWW-Authenticate',
    breaks: ['9110:15.5.2/401-challenge', '6750:3/bearer-scheme'],
    kills: ['auth.refusal-carries-a-challenge', 'auth.bearer-challenge-has-a-parameter'],
    after(_request, response) {
      delete response.headers['www-authenticate'];
    },
  },
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
      id: 'auth.bare-challenge',
      says: 'the challenge is the word Bearer only',
      breaks: ['6750:3/bearer-scheme', '6750:3/error-param'],
      kills: ['auth.bearer-challenge-has-a-parameter', 'auth.wrong-token-is-named-invalid'],
    },
    () => 'Bearer',
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
      id: 'auth.error-for-nobody',
      says: 'the challenge blames a token if none was sent',
      breaks: ['6750:3.1/no-error-without-token'],
      kills: ['auth.no-error-without-a-token'],
    },
    () => 'Bearer realm="scim", error="invalid_token"',
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
];
