import type { Defect } from '../defect.ts';

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

/** Tokens that are compared carelessly. */
export const tokenDefects: Defect[] = [
  taking(
    'letter-case-of-tokens-ignored',
    'a token in other letters is accepted',
    (header, good) => header.toLowerCase() === good.toLowerCase(),
  ),
  taking('longer-tokens-accepted', 'what follows the token is passed over', (header, good) =>
    header.startsWith(good),
  ),
];
