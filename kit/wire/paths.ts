import { type Attributes, member } from '../../schemas/attributes.ts';

const DISCOVERY = new Set(['ServiceProviderConfig', 'ResourceTypes', 'Schemas']);
const COLLECTIONS = new Set(['Users', 'Groups', ...DISCOVERY]);

/** The operation that a request is, as far as endpoints treat all of its kind alike. */
export function nameOperation({ method, path }: { method: string; path: string }): string {
  return `${method} ${templatePath(path)}`;
}

/** A path with everything that differs from run to run replaced: `/Users/{id}?filter`, `/Schemas/{id}`. */
export function templatePath(path: string): string {
  const [bare = '', query] = path.split('?', 2);
  const [, collection = '', rest, ...more] = bare.split('/');
  const known = COLLECTIONS.has(collection);
  const shown =
    rest === undefined || rest === '' || rest === '.search' || !known
      ? known || rest === undefined
        ? `/${bare.slice(1)}`
        : `/${collection}/{other}`
      : `/${collection}/{id}${more.length > 0 ? '/{more}' : ''}`;
  const names = query ? [...new Set(query.split('&').map((part) => part.split('=')[0]))].sort() : [];
  return names.length > 0 ? `${shown}?${names.join('&')}` : shown;
}

/** Whether a path is one of the discovery endpoints or below one. */
export function isDiscovery(path: string): boolean {
  return DISCOVERY.has(path.split('?')[0]?.split('/')[1] ?? '');
}

/** A path where it is that of a resource below this endpoint; an answer may name any place. */
export function placeBelow(endpoint: string, path: string | undefined): string | undefined {
  const bare = endpoint.replace(/\/+$/, '');
  const rest = path?.startsWith(`${bare}/`) ? path.slice(bare.length + 1) : '';
  return /^(?!(?:\.|%2e){1,2}$|\.search$)[^/?]+$/i.test(rest) ? path : undefined;
}

/** The path of a resource by the id in its representation; `undefined` where it has no usable id. */
export function resourcePath(endpoint: string, resource: Attributes): string | undefined {
  const id = member(resource, 'id');
  // Halves of surrogate pairs cannot be written into an address.
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..' || /\p{Cs}/u.test(id))
    return undefined;
  return `${endpoint}/${encodeSegment(id)}`;
}

/** An id, or any text, as one segment of a path. What cannot be written into an address has a substitute there. */
export function encodeSegment(id: string): string {
  return encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'));
}

/** A segment of a path as text; as it stands where it is not percent-encoded as it should be. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * A path with each segment encoded as `encodeSegment` does it, however the endpoint encodes: two addresses of one resource
 * are then one text. Those of discovery stay as they are, since URNs are compared with their colons.
 */
export function canonicalPath(path: string): string {
  return isDiscovery(path) ? path : encodedPath(path);
}

/** The same of any path, for comparison alone. */
export function encodedPath(path: string): string {
  return path
    .split('/')
    .map((segment) => {
      try {
        return encodeSegment(decodeURIComponent(segment));
      } catch {
        return segment;
      }
    })
    .join('/');
}

/** The id that ends a path or an address, its query left out; as it stands where it is not percent-encoded as it should be. */
export function idAt(path: string): string {
  const bare = stripQuery(path);
  return decodeSegment(bare.slice(bare.lastIndexOf('/') + 1));
}

/** A path without its query. */
export function stripQuery(path: string): string {
  return path.split('?')[0] ?? path;
}

/** Whether an address is an endpoint or below it; a bulk request may be anywhere. */
export function isAt(bare: string, endpoint: string | undefined): boolean {
  return endpoint === undefined || bare === '/Bulk' || bare === endpoint || bare.startsWith(`${endpoint}/`);
}
