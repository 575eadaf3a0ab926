/** Characters that stay as they are; all others become the bytes of their UTF-8 form. */
const PLAIN = /[A-Za-z0-9\-_.!*]/;

/**
 * Encodes text for a query string as the provisioning service does (.NET `HttpUtility.UrlEncode`): a space becomes
 * a plus sign, hexadecimal digits are small letters.
 */
export function urlEncode(text: string): string {
  let encoded = '';
  for (const character of text) {
    if (character === ' ') encoded += '+';
    else if (PLAIN.test(character)) encoded += character;
    else
      for (const byte of new TextEncoder().encode(character))
        encoded += `%${byte.toString(16).padStart(2, '0')}`;
  }
  return encoded;
}

/** What a query of the provisioning service can consist of. */
export interface Query {
  attributes?: string;
  excludedAttributes?: string;
  filter?: string;
  startIndex?: number;
  count?: number;
}

/** A query string, parameters in the order of Microsoft's SCIM library (Query.cs); empty without parameters. */
export function queryString(query: Query): string {
  const order = ['attributes', 'excludedAttributes', 'filter', 'startIndex', 'count'] as const;
  const pairs = order.flatMap((name) => {
    const value = query[name];
    return value === undefined ? [] : [`${name}=${urlEncode(String(value))}`];
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** An `eq` comparison; quotes and backslashes in the value stay as they are, as in Microsoft's library. */
export function equals(path: string, value: string): string {
  return `${path} eq "${value}"`;
}
