import { type Attributes, isObject } from './attributes.ts';

/** An answer of the endpoint, as checks read it. */
export interface ScimResponse {
  readonly method: string;
  /** Path and query below the tenant URL, as sent. */
  readonly path: string;
  /** The path with run values replaced, such as `/Users/{id}`. */
  readonly template: string;
  readonly status: number;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Record<string, string>;
  readonly text: string;
  /** Whether the bytes of the body were UTF-8. */
  readonly utf8: boolean;
  /** The body as JSON; `undefined` where it is empty or not JSON. */
  readonly json: unknown;
  /** The body where it is a JSON object, else an empty object. */
  readonly body: Attributes;
  /** Number of the exchange in the evidence. */
  readonly exchange: number;
  readonly ok: boolean;
}

export function makeResponse(parts: Omit<ScimResponse, 'json' | 'body' | 'ok'>): ScimResponse {
  const json = parseJson(parts.text);
  return {
    ...parts,
    json,
    body: isObject(json) ? json : {},
    ok: parts.status >= 200 && parts.status < 300,
  };
}

/** The media type of an answer without its parameters, in lower case; `undefined` where none is named. */
export function mediaType(response: { headers: Record<string, string> }): string | undefined {
  return response.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
