import { createHash } from 'node:crypto';

/** What tells two credentials apart without saying either: twelve hex digits of a digest; `none` without a token. */
export function credentialDigest(token: string | undefined): string {
  if (token === undefined) return 'none';
  return createHash('sha256').update(`scim-conformance credential\n${token}`).digest('hex').slice(0, 12);
}
