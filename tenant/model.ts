/** A JSON object as it travels in SCIM messages. */
export type ScimObject = Record<string, unknown>;

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';
type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
type Returned = 'always' | 'never' | 'default' | 'request';
type Uniqueness = 'none' | 'server' | 'global';

/** An attribute with every characteristic of RFC 7643 section 7 decided. */
export interface SchemaAttribute {
  name: string;
  type: AttributeType;
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: Mutability;
  returned: Returned;
  uniqueness: Uniqueness;
  canonicalValues: string[];
  referenceTypes: string[];
  subAttributes: SchemaAttribute[];
}

export interface SchemaDefinition {
  id: string;
  name: string;
  description: string;
  attributes: SchemaAttribute[];
  /** Path of the resource type that has this schema alone, such as `/Devices`. */
  endpoint?: string;
  /** Whether the resource type asks for this extension. */
  required?: boolean;
}

/** A kind of resource that the tenant serves, with its schemas resolved. */
export interface TypeDefinition {
  name: string;
  /** Path below the tenant URL, such as `/Users`. */
  endpoint: string;
  description: string;
  base: SchemaDefinition;
  extensions: SchemaDefinition[];
}

/** What the store keeps; `id`, `meta`, `schemas` and derived attributes are added when it is represented. */
export interface StoredResource {
  id: string;
  type: string;
  /** Position in the order of creation; pages without sortBy follow it. */
  sequence: number;
  created: string;
  lastModified: string;
  revision: number;
  data: ScimObject;
}

export type DiscoveryName = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';

/** The resources of a tenant as decisions about one of them may look at them. */
export interface Kept {
  readonly store: {
    get(type: string, id: string): StoredResource | undefined;
    /** What clients made, oldest first; the population left out. */
    own(type: string): StoredResource[];
    /** All there is, oldest first. */
    walk(type: string): Iterable<StoredResource>;
    /** Ids of the resources that a resource names. */
    references(resource: StoredResource): string[];
  };
}

export interface TenantRequest {
  method: string;
  /** Path below the tenant URL with a leading slash and without a trailing one; still percent-encoded. */
  path: string;
  query: Map<string, string>;
  /** Path and query as they came, for defects of an address's reading. */
  address: string;
  headers: Record<string, string>;
  /** The parsed body; `undefined` where there was none or where `problem` says why it is unusable. */
  body: unknown;
  problem?: ScimProblem;
  /** The body as it came, where it is UTF-8. */
  text?: string;
}

export interface TenantResponse {
  status: number;
  headers: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  raw?: string | Buffer;
  /** How long the answer is held back. */
  delayMs?: number;
  transfer?: Transfer;
}

/** How HTTP carries an answer, where that is not the usual way (RFC 9110, 9112). */
export interface Transfer {
  /** Without a length, in as many pieces as are said here. */
  chunks?: number;
  /** The connection ends with the answer. */
  closes?: boolean;
  /** Coded with gzip whether it was asked for or not. */
  gzip?: boolean;
  /** Reason phrase of the status line. */
  reason?: string;
  /** Without a Date. */
  undated?: boolean;
}

export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** An error that the client caused, on its way to become an Error message (RFC 7644 section 3.12). */
export class ScimProblem extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, detail: string, scimType?: ScimType, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
    this.headers = headers;
  }
}

export const MESSAGE = {
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  bulkRequest: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest',
  bulkResponse: 'urn:ietf:params:scim:api:messages:2.0:BulkResponse',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

export const SCHEMA = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  test: 'urn:smartfile:params:scim:schemas:extension:test:2.0:User',
  spc: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
} as const;

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is ScimObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for what RFC 7643 section 2.5 calls unassigned: absent, null or an empty list. */
export function isUnassigned(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Parameters of a query that SCIM defines (RFC 7644 section 3.4.2, RFC 9865). */
export const QUERY_PARAMETERS = new Set<string>([
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
]);
