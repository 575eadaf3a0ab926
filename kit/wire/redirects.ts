import { encodedPath, stripQuery } from './paths.ts';

/** Redirects in a row that are followed. */
export const MOST_REDIRECTS = 3;

/** A request as far as a redirect is about it. */
interface Asked {
  /** Path and query below the tenant URL, and where they were asked at that origin. */
  path: string;
  address: string;
}

/**
 * Where a 307 or 308 sends the same request (RFC 7644 section 3.12), as an address of the same origin. The credential
 * goes nowhere but below the tenant URL, and a write to nothing but what it names: an address below the tenant URL that
 * ends with the path that was asked for, with or without a slash behind it.
 * @param url the tenant URL, without trailing slash
 * @returns undefined where the redirect is not to be followed
 */
export function redirectedTo(
  { status, headers }: { status: number; headers: Record<string, string> },
  { path, address }: Asked,
  url: string,
): string | undefined {
  const { location = '' } = headers;
  if ((status !== 307 && status !== 308) || location === '') return undefined;
  const tenant = new URL(url);
  if (!URL.canParse(location, tenant.origin + address)) return undefined;
  const named = new URL(location, tenant.origin + address);
  const base = tenant.pathname.replace(/\/+$/, '');
  if (named.origin !== tenant.origin || !`${named.pathname}/`.startsWith(`${base}/`)) return undefined;
  const own = bare(path);
  const rest = bare(named.pathname.slice(base.length));
  const next = named.pathname + named.search;
  return rest.endsWith(own) && next !== address ? next : undefined;
}

const bare = (path: string): string => encodedPath(stripQuery(path)).replace(/\/+$/, '');
