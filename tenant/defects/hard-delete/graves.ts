import type { Kept, StoredResource } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId } from '../kit.ts';

// What tenants remember that cannot forget.

/** Resources that were deleted, by name, for tenants that cannot forget. */
const byName = new WeakMap<Kept['store'], Map<string, StoredResource>>();

/** The graves of a tenant. */
export function gravesByName({ store }: Kept): Map<string, StoredResource> {
  const known = byName.get(store) ?? new Map<string, StoredResource>();
  byName.set(store, known);
  return known;
}

/** Remembers what is about to be deleted, by name. */
export function buryByName(tenancy: Tenancy, id: string): void {
  const resource = tenancy.store.find(id);
  if (resource)
    gravesByName(tenancy).set(String(resource.data.userName ?? id).toLowerCase(), structuredClone(resource));
}

/** Resources that were deleted, by id. */
export const gravesById = ofTenant(() => new Map<string, StoredResource>());

/** Remembers what a DELETE is about to remove. */
export const buryById: NonNullable<Defect['before']> = (request, tenancy) => {
  const resource = isOne(request, 'DELETE') ? tenancy.store.find(readId(request)) : undefined;
  if (resource) gravesById(tenancy).set(resource.id, structuredClone(resource));
  return undefined;
};
