import { isObject, type ScimObject, type StoredResource } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId } from '../kit.ts';

/** The body of a PUT and the resource that it goes to. */
export function replaced(
  request: Parameters<NonNullable<Defect['before']>>[0],
  { store }: Tenancy,
): { body: ScimObject; stored: StoredResource } | undefined {
  const stored = isOne(request, 'PUT') ? store.find(readId(request)) : undefined;
  return stored && isObject(request.body) ? { body: request.body, stored } : undefined;
}
