import { errorResponse, invalid } from '../../errors.ts';
import { isObject, ScimProblem } from '../../model.ts';
import { isAuthorized, isCreate } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What may be done with accounts that are inactive: what active means is the endpoint's to say (RFC 7643 section 4.1.1). */
export const inactiveUserVariations: Variation[] = [
  {
    id: 'writes.inactive-users-locked',
    says: 'of an inactive account nothing is changed by itself before it is active again',
    basis: ['7643:4.1.1', '7644:3.12'],
    // Entra renames disabled users, too.
    smartfileRows: ['entra:Q58'],
    before(request, tenancy) {
      const { method, path, text = '' } = request;
      if ((method !== 'PUT' && method !== 'PATCH') || !path.startsWith('/Users/')) return undefined;
      const account = tenancy.store.get('User', decodeURIComponent(path.split('/').at(-1) ?? ''));
      const isLocked = account?.data.active === false && !/active/i.test(text);
      return isLocked && isAuthorized(request, tenancy)
        ? errorResponse(new ScimProblem(403, 'the account is inactive'))
        : undefined;
    },
  },
  {
    id: 'writes.no-inactive-creates',
    says: 'an account is active to begin with, and a create that says otherwise is refused',
    basis: ['7643:4.1.1', '7644:3.12'],
    before(request, tenancy) {
      const { body } = request;
      const isMeant = isCreate(request) && isObject(body) && /^false$/i.test(String(body.active));
      return isMeant && isAuthorized(request, tenancy)
        ? errorResponse(invalid('an account is active to begin with'))
        : undefined;
    },
  },
];
