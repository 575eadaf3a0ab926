import { errorResponse } from '../../errors.ts';
import { ScimProblem } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import { isAuthorized, isCreate, isOne, succeeded } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds after which a new resource is read at its own address. */
const LATE_MS = 300;

/** When each path of a new resource can be read. */
const listDues = ofTenant(() => new Map<string, number>());

/** Reads that are answered from a copy, which new resources reach a little later. */
export const lateReadVariations: Variation[] = [
  {
    id: 'reads.late',
    says: `a new resource is found at its own address after ${LATE_MS} ms`,
    basis: ['7644:3.3', '7644:3.4.1', '9110:9.3.1'],
    excludes: ['addresses.slash-wanted', 'addresses.moved-below'],
    // Clients go on with what they made at once.
    smartfileRows: ['entra:Q33', 'entra:R03', 'entra:R09', 'smartfile:S04', 'practice:P02'],
    before(request, tenancy) {
      const due =
        request.method === 'GET' && isOne(request) ? listDues(tenancy).get(request.path) : undefined;
      if (due === undefined || due <= performance.now() || !isAuthorized(request, tenancy)) return undefined;
      return errorResponse(new ScimProblem(404, 'not found yet'));
    },
    after(request, response, tenancy) {
      const { location = '' } = response.headers;
      if (!isCreate(request) || !succeeded(response)) return;
      listDues(tenancy).set(location.slice(tenancy.url.length), performance.now() + LATE_MS);
    },
  },
];
