/** An attribute as an endpoint's /Schemas publishes it, with the defaults of RFC 7643 section 2.2 filled in. */
export interface Attribute {
  name: string;
  type: string;
  multiValued: boolean;
  required: boolean;
  caseExact: boolean;
  mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  returned: 'always' | 'never' | 'default' | 'request';
  uniqueness: 'none' | 'server' | 'global';
  canonicalValues: string[];
  referenceTypes: string[];
  subAttributes: Attribute[];
  /** It is published as one that clients write, and creates of this one were refused for it; then it counts as readOnly. */
  refused?: boolean;
}

export interface SchemaDefinition {
  id: string;
  name: string;
  attributes: Attribute[];
}

export interface ResourceType {
  name: string;
  /** Relative to the tenant URL, with a leading slash. */
  endpoint: string;
  /** The endpoint as it is published; absent where the profile assumes it. */
  declared?: string;
  schema: string;
  extensions: { schema: string; required: boolean }[];
}

/** Members of ServiceProviderConfig that say `supported`. */
export type Feature = 'patch' | 'bulk' | 'filter' | 'changePassword' | 'sort' | 'etag';

/** What is known of an endpoint before the checks run: declared by itself, or assumed by the profile. */
export interface Capabilities {
  /** `undefined`: neither declared nor assumed, so nothing may be concluded from it. */
  features: Record<Feature, boolean | undefined>;
  bulk: { maxOperations?: number; maxPayloadSize?: number };
  filter: { maxResults?: number };
  /** Pagination of RFC 9865; `undefined` where the endpoint does not publish it. */
  pagination?: {
    index: boolean;
    cursor: boolean;
    defaultPaginationMethod?: string;
    defaultPageSize?: number;
    maxPageSize?: number;
    cursorTimeout?: number;
  };
  /** Types of the published authentication schemes, such as `oauthbearertoken`. */
  authenticationSchemes: string[];
  /** `undefined`: /ResourceTypes was not readable and the profile assumes nothing. */
  resourceTypes: ResourceType[] | undefined;
  /** `undefined`: /Schemas was not readable and the profile assumes nothing. */
  schemas: SchemaDefinition[] | undefined;
  /** Members that were taken from the profile's assumptions: `patch`, `resourceTypes`, `schemas`, ... */
  assumed: string[];
  /** Facts of the target rather than of the endpoint's claims. */
  target: { https: boolean; loopback: boolean };
}

/** What is known of an endpoint that was not asked yet: nothing but how it is reached. */
export function unknownCapabilities(target: Capabilities['target']): Capabilities {
  return {
    features: {
      patch: undefined,
      bulk: undefined,
      filter: undefined,
      changePassword: undefined,
      sort: undefined,
      etag: undefined,
    },
    bulk: {},
    filter: {},
    authenticationSchemes: [],
    resourceTypes: undefined,
    schemas: undefined,
    assumed: [],
    target,
  };
}
