import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

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
  {
    id: 'smartfile.writes-cut-the-token',
    says: 'the service for writes reads a token up to its colon and refuses it, reads are served',
    breaks: ['smartfile:S04'],
    kills: ['smartfile.colon-token-is-accepted'],
    before: ({ method, headers }) =>
      method !== 'GET' && /^Bearer .*:/i.test(headers.authorization ?? '') ? refuse(401) : undefined,
  },
];
