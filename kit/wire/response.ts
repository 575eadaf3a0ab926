import { type Attributes, isObject } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { readJson } from './readJson.ts';

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
  /** The body as JSON; `undefined` where it is empty or was not read as JSON. */
  readonly json: unknown;
  /** Why a body that is not empty was not read as JSON, such as "not UTF-8". */
  readonly flaw?: string;
  /** The body where it is a JSON object, else an empty object. */
  readonly body: Attributes;
  /** Number of the exchange in the evidence. */
  readonly exchange: number;
  /** Whether the request was carried out, by its status; a page for people, such as one to sign in, says nothing of it. */
  readonly ok: boolean;
  /** When the request left and when its answer was complete, in milliseconds on one clock: tells what overlapped. */
  readonly sentAt?: number;
  readonly answeredAt?: number;
}

export function makeResponse(parts: Omit<ScimResponse, 'json' | 'body' | 'ok'>): ScimResponse {
  const { json, flaw } = parts.flaw === undefined ? readJson(parts.text, parts.utf8) : { flaw: parts.flaw };
  const ok =
    parts.status >= 200 && parts.status < 300 && !(flaw !== undefined && mediaType(parts) === 'text/html');
  return {
    ...parts,
    text: flaw === undefined ? parts.text : shorten(parts.text),
    json,
    ...present({ flaw }),
    body: isObject(json) ? json : {},
    ok,
  };
}

/** Of a body that cannot be read, no more is kept in memory. */
const BEGINNING = 65_536;

function shorten(text: string): string {
  // A slice alone would keep the whole text alive.
  return text.length <= BEGINNING ? text : Buffer.from(text.slice(0, BEGINNING)).toString();
}

/** The media type of an answer without its parameters, in lower case; `undefined` where none is named. */
export function mediaType(response: { headers: Record<string, string> }): string | undefined {
  return response.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}
