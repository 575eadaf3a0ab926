import { errorBody, notAllowed } from '../../errors.ts';
import { isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** The alias of the client's own account (RFC 7644 section 3.11). */
export const meVariations: Variation[] = [
  {
    id: 'me.redirects',
    says: '/Me redirects to the account with 308',
    basis: ['7644:3.11', '7644:3.12'],
    rows: ['7644:3.11/me-redirect', '7644:3.12/redirects'],
    choice: 'me',
    before: (request, tenancy) => {
      if (request.path !== '/Me' || !isAuthorized(request, tenancy) || !tenancy.self) return undefined;
      return {
        status: 308,
        headers: { location: tenancy.semantics.address(tenancy.url, '/Users', tenancy.self) },
      };
    },
  },
  {
    id: 'me.read-only',
    says: '/Me can be read and not be written',
    basis: ['7644:3.11'],
    rows: ['7644:3.11/me-patch'],
    choice: 'me',
    before: (request, tenancy) => {
      if (request.path === '/Me' && request.method !== 'GET' && isAuthorized(request, tenancy))
        throw notAllowed(request.method, ['GET', 'HEAD']);
      return undefined;
    },
  },
  {
    id: 'me.not-found',
    says: '/Me is answered 404',
    basis: ['7644:3.11', '7644:3.12'],
    rows: ['7644:3.11/me-unsupported-501'],
    choice: 'me',
    before: (request, tenancy) =>
      request.path === '/Me' && isAuthorized(request, tenancy)
        ? { status: 404, headers: {}, body: errorBody(404, 'no account') }
        : undefined,
  },
];
