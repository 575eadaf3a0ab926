import { createHash, timingSafeEqual } from 'node:crypto';
import { ScimProblem, type TenantRequest } from '../model.ts';

const REALM = 'Bearer realm="scim"';

/**
 * Admits a request that carries the tenant's bearer token (RFC 6750 section 2.1).
 * @throws ScimProblem 401 with a challenge: without error code where no token came, else `invalid_token`
 */
export function authenticate(request: TenantRequest, token: string): void {
  const header = request.headers.authorization;
  const [scheme = '', ...rest] = (header ?? '').trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'bearer') {
    throw new ScimProblem(401, 'this tenant asks for a bearer token', undefined, {
      'www-authenticate': REALM,
    });
  }
  if (rest.length === 1 && equal(rest[0] as string, token)) return;
  throw new ScimProblem(401, 'the bearer token is not one of this tenant', undefined, {
    'www-authenticate': `${REALM}, error="invalid_token", error_description="unknown token"`,
  });
}

/** Equality in a time that does not tell where two texts differ. */
function equal(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
