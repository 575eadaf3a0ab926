import type { Face } from '../face.ts';
import type {
  DiscoveryName,
  SchemaDefinition,
  ScimObject,
  TenantRequest,
  TenantResponse,
  TypeDefinition,
} from '../model.ts';
import type { Semantics } from '../semantics/index.ts';
import type { Store } from './store.ts';
import type { WriteLog } from './writes.ts';

/** What a defect does to requests, answers and documents. */
export interface Interference {
  /** Alters a request in place, or answers instead of the tenant. Runs before authentication. */
  before?(request: TenantRequest, tenancy: Tenancy): TenantResponse | undefined;
  /** Alters an answer in place, or replaces it. Runs last, errors included. */
  after?(request: TenantRequest, response: TenantResponse, tenancy: Tenancy): TenantResponse | undefined;
  /** Alters what the tenant publishes, not how it behaves. */
  publishes?(name: DiscoveryName, document: ScimObject): ScimObject;
}

/** What a variation does to them: it replaces no answer. */
export interface Choice extends Omit<Interference, 'after'> {
  /** Alters an answer in place, errors included; the body is a copy that nothing else holds. */
  after?(request: TenantRequest, response: TenantResponse, tenancy: Tenancy): void;
}

/** What every part of a running tenant works with. */
export interface Tenancy {
  /** Tenant URL without a trailing slash. */
  url: string;
  token: string;
  face: Face;
  semantics: Semantics;
  schemas: SchemaDefinition[];
  types: TypeDefinition[];
  store: Store;
  /** What lists and filters look at. */
  listed(): Store;
  writes: WriteLog;
  defects: Interference[];
  variations: Choice[];
  /** Id of the account that the token belongs to, where the face has one. */
  self: string | undefined;
  now(): string;
  /** Key of the signatures of cursors; they hold as long as the tenant runs. */
  cursorKey: Buffer;
}

/** A value of each tenant by itself: what one has seen is nothing to another. */
export function ofTenant<T>(make: () => T): (tenancy: Tenancy) => T {
  const known = new WeakMap<Tenancy, T>();
  return (tenancy) => {
    const found = known.get(tenancy) ?? make();
    known.set(tenancy, found);
    return found;
  };
}
