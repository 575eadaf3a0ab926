import type { Defect } from '../defect.ts';

/** Tokens that are compared in part. */
export const tokenDefects: Defect[] = [
  {
    id: 'smartfile.two-halves-are-checked-alone',
    says: 'the second half of the token suffices',
    breaks: ['smartfile:S06'],
    kills: ['smartfile.half-tokens-are-refused'],
    before(request, { token }) {
      const given = request.headers.authorization?.replace(/^Bearer /i, '');
      if (given !== undefined && given === token.slice(token.indexOf(':') + 1))
        request.headers.authorization = `Bearer ${token}`;
    },
  },
];
