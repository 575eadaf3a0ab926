import type { FaceName } from '../faces.ts';
import type { SchemaDefinition, ScimObject, TenantRequest, TenantResponse } from '../model.ts';
import type { Semantics } from '../semantics/index.ts';
import type { Tenancy } from '../store/tenancy.ts';

export type DiscoveryName = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';

/** How a server may be careless about TLS. */
export interface TlsChanges {
  /** Serves plain HTTP on the same port. */
  servesPlain?: boolean;
  /** Takes up TLS 1.0 and 1.1. */
  takesOld?: boolean;
}

/** One way to be wrong, put into a sound tenant to see which checks notice. */
export interface Defect {
  /** Stable, `area.fact-in-kebab`. */
  id: string;
  says: string;
  /** Requirement rows that no longer hold. */
  breaks: string[];
  /** Checks that have to fail. */
  kills: string[];
  /** It shows only while other checks are at work, so that its checks have to run in their company. */
  company?: true;
  /** The face that it is shown on; `full` where it is not said. */
  face?: FaceName;
  /** The profile that asks for the broken rows where it is not the default one. */
  profile?: 'entra' | 'okta';
  /** What the run has to opt in to before the checks that it kills take part. */
  optIn?: string[];
  /** Alters a request in place, or answers instead of the tenant. Runs before authentication. */
  before?(request: TenantRequest, tenancy: Tenancy): TenantResponse | undefined;
  /** Alters an answer in place, or replaces it. Runs last, errors included. */
  after?(request: TenantRequest, response: TenantResponse, tenancy: Tenancy): TenantResponse | undefined;
  /** Decisions taken differently. */
  semantics?: Partial<Semantics>;
  /** Alters what the tenant publishes, not how it behaves. */
  publishes?(name: DiscoveryName, document: ScimObject): ScimObject;
  /** TLS otherwise than a sound tenant has it; on the face `tls` only. */
  tls?: TlsChanges;
  /** Alters schemas as published and as acted on. */
  schemas?(definitions: SchemaDefinition[]): SchemaDefinition[];
}
