import { canonicalPath } from './paths.ts';

/** What an address names below a tenant URL. */
export interface Place {
  /** Path below the tenant URL, without query and slash at its end, each segment percent-encoded in one way. */
  path: string;
  /** Whether the address gives another scheme, host, port or version than the tenant URL, as behind a gateway. */
  elsewhere: boolean;
}

/** Addresses that are remembered with what they name. */
const MOST_KNOWN = 5_000;

/** What addresses name below one tenant URL: most are those of a resource that is shown again and again. */
export class Places {
  private readonly known = new Map<string, { path: string | undefined }>();
  private readonly url: string;
  private readonly base: string;

  constructor(url: string) {
    this.url = url;
    this.base = new URL(url).pathname.replace(/\/+$/, '');
  }

  /** Where a path goes; `/../v9/Users` leads beside the last segment of the tenant URL. */
  toAddress(path: string): string {
    return path.startsWith('/../') ? this.base.replace(/\/[^/]*$/, '') + path.slice(3) : this.base + path;
  }

  /** The path below the tenant URL that an address names; `undefined` where it names nothing there. */
  joinSegments(address: string): string | undefined {
    const known = this.known.get(address);
    if (known !== undefined) return known.path;
    const path = parsePlace(address, this.url)?.path;
    if (this.known.size < MOST_KNOWN) this.known.set(address, { path });
    return path;
  }
}

const VERSION = /^v\d+(?:\.\d+)*$/i;

/**
 * The one place that decides when an address is that of a resource below the tenant URL. Addresses with and without a
 * version segment name the same (RFC 7643 section 2.4), and a gateway may show another authority: then the path
 * decides. It is asked for at the tenant URL only; no other authority is ever followed.
 * @param address absolute, or relative to the tenant URL
 * @returns undefined where the path is not that of the tenant URL, or text is no address
 */
export function parsePlace(address: string, url: string): Place | undefined {
  if (address === '' || !URL.canParse(address, `${url}/`)) return undefined;
  const tenant = new URL(url);
  const named = new URL(address, `${url}/`);
  if (!/^https?:$/.test(named.protocol)) return undefined;
  const base = splitSegments(tenant.pathname);
  const segments = splitSegments(named.pathname);
  const rest = below(base, segments);
  if (rest !== undefined && !VERSION.test(rest[0] ?? '')) {
    return { path: joinSegments(rest), elsewhere: named.origin !== tenant.origin };
  }
  const bare = below(unversioned(base), segments);
  if (bare === undefined) return undefined;
  const [first = '', ...more] = bare;
  const path = VERSION.test(first) ? more : bare;
  return path.length === 0 ? undefined : { path: joinSegments(path), elsewhere: true };
}

/** Segments of a path, without empty ones at its ends. */
function splitSegments(path: string): string[] {
  return path.replace(/^\/|\/+$/g, '').split('/');
}

const joinSegments = (segments: string[]): string => canonicalPath(`/${segments.join('/')}`);

function below(base: string[], segments: string[]): string[] | undefined {
  const own = base.filter((segment) => segment !== '');
  const inside =
    segments.length > own.length &&
    own.every((segment, at) => joinSegments([segment]) === joinSegments([segments[at] ?? '']));
  return inside ? segments.slice(own.length) : undefined;
}

function unversioned(base: string[]): string[] {
  return VERSION.test(base.at(-1) ?? '') ? base.slice(0, -1) : base;
}
