import { createHash } from 'node:crypto';
import { isObject, type StoredResource, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { isAuthorized, isList, isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';

export const label = ({ data }: StoredResource): string =>
  String(data.userName ?? data.displayName ?? '').toLowerCase();

export const scatter = ({ id }: StoredResource): string => createHash('sha1').update(id).digest('hex');

export function ordered(
  id: string,
  says: string,
  arrange: (all: StoredResource[]) => StoredResource[],
): Variation {
  return {
    id: `lists.${id}`,
    says,
    basis: ['7644:3.4.2.3', '7644:3.4.2.4'],
    choice: 'order',
    semantics: () => ({ arrange: (all) => arrange([...all]) }),
  };
}

export function shaped(
  id: string,
  says: string,
  basis: string[],
  change: (list: Record<string, unknown>) => unknown,
  rows: string[] = [],
): Variation {
  return {
    id: `lists.${id}`,
    says,
    basis,
    rows,
    after: (request, { status, body }) => {
      if (status === 200 && isList(request) && isObject(body)) change(body);
    },
  };
}

export function lagging(id: string, says: string, listLagMs: number): Variation {
  return {
    id: `lists.${id}`,
    says,
    basis: ['7644:3.4.2', '9110:9.3.1'],
    choice: 'lag',
    smartfileRows: ['entra:Q35', 'entra:R04', 'entra:Q33', 'practice:P11'],
    options: () => ({ listLagMs }),
  };
}

export function projecting(
  id: string,
  says: string,
  basis: string[],
  rows: string[],
  check: (request: TenantRequest, tenancy: Tenancy) => void,
): Variation {
  return {
    id: `lists.${id}`,
    says,
    basis,
    rows,
    before: (request, tenancy) => {
      const reads = request.method === 'GET' && (isList(request) || isOne(request));
      if (reads && isAuthorized(request, tenancy)) check(request, tenancy);
      return undefined;
    },
  };
}
