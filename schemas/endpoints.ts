import { GROUP, USER } from './attributes.ts';
import { present } from './present.ts';

/** How the endpoint of a resource type may be read, as paths below the tenant URL, with a leading slash. */
export interface Readings {
  /** As RFC 7643 section 6 has it: relative to the tenant URL. Absent for a whole address, or what is no path. */
  relative?: string;
  /** As an address of its own, where that lies below the tenant URL. */
  absolute?: string;
  /** Where the core types are by RFC 7644 section 3.2. */
  usual?: string;
}

/**
 * Reads the endpoint of a resource type. What leads out of the tenant URL is no reading at all: the credential would
 * go to another application.
 * @param url the tenant URL, without trailing slash
 */
export function interpretEndpoint(declared: string, schema: string, url: string): Readings {
  const whole = /^[a-z][a-z0-9+.-]*:|^\/\//i.test(declared);
  const relative = whole ? undefined : asPath(declared);
  const absolute = belowTenant(declared, url);
  const usual = usualEndpoint(schema);
  return {
    ...present({ relative }),
    ...(absolute === undefined || absolute === relative ? {} : { absolute }),
    ...present({ usual }),
  };
}

/** The path of a core type, `/Users` or `/Groups`. */
function usualEndpoint(schema: string): string | undefined {
  const urn = schema.toLowerCase();
  if (urn === USER.toLowerCase()) return '/Users';
  return urn === GROUP.toLowerCase() ? '/Groups' : undefined;
}

function belowTenant(declared: string, url: string): string | undefined {
  const tenant = new URL(url);
  const base = tenant.pathname.replace(/\/+$/, '');
  if (!URL.canParse(declared, tenant.origin) || !/^(?:\/|https?:)/i.test(declared)) return undefined;
  const { origin, pathname, search, hash } = new URL(declared, tenant.origin);
  if (origin !== tenant.origin || search !== '' || hash !== '') return undefined;
  return pathname.startsWith(`${base}/`) ? asPath(pathname.slice(base.length)) : undefined;
}

/** Text as a path below the tenant URL; undefined where a step of it could lead out. */
function asPath(text: string): string | undefined {
  const path = `/${text.replace(/^\/+|\/+$/g, '')}`;
  return /^(\/[\w~-][\w.~-]{0,80}){1,6}$/.test(path) ? path : undefined;
}
