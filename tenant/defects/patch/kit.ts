import { errorBody } from '../../errors.ts';
import {
  isObject,
  type ScimObject,
  type ScimType,
  type TenantRequest,
  type TenantResponse,
} from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { isOne } from '../kit.ts';

/** The operations of a PATCH of one resource, as they can be altered in place; empty for other requests. */
export function readOperations(request: TenantRequest): ScimObject[] {
  const list = isObject(request.body) ? request.body.Operations : undefined;
  return isOne(request, 'PATCH') && Array.isArray(list) ? list.filter(isObject) : [];
}

/** Puts other operations in the place of those of a PATCH. */
export function setOperations(request: TenantRequest, operations: ScimObject[]): void {
  if (isObject(request.body)) request.body = { ...request.body, Operations: operations };
}

export const readOp = ({ op }: ScimObject): string => String(op).toLowerCase();
export const readPath = ({ path }: ScimObject): string => (typeof path === 'string' ? path : '');

/** A path with a value filter, in its parts. */
export function filtered(operation: ScimObject): { list: string; sub: string } | undefined {
  const parts = /^([^[]+)\[.*\](?:\.(.+))?$/.exec(readPath(operation));
  return parts ? { list: parts[1] ?? '', sub: parts[2] ?? '' } : undefined;
}

export const done = (): TenantResponse => ({ status: 204, headers: {} });

export function refusal(scimType: ScimType): TenantResponse {
  return { status: 400, headers: {}, body: errorBody(400, 'refused', scimType) };
}

/** Decisions that are taken differently while one request of a kind is answered. */
export function during(
  concerns: (request: TenantRequest, tenancy: Tenancy) => boolean,
  changes: Partial<Semantics>,
): { before(request: TenantRequest, tenancy: Tenancy): undefined; after(...all: unknown[]): undefined } {
  let usual: Semantics | undefined;
  return {
    before(request, tenancy) {
      if (!concerns(request, tenancy)) return undefined;
      usual = tenancy.semantics;
      tenancy.semantics = { ...usual, ...changes };
    },
    after(_request, _response, tenancy) {
      if (usual) (tenancy as Tenancy).semantics = usual;
      usual = undefined;
    },
  };
}
