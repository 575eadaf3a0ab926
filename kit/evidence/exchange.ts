import { isObject } from '../../schemas/attributes.ts';
import type { Purpose } from '../wire/request.ts';

/** One request and what came back, redacted, as a line of exchanges.ndjson. */
export interface Exchange {
  /** Unique in the run; report.json refers to it. */
  number: number;
  /** The check that sent it; `discovery` and `clean-up` for the phases around the checks. */
  check: string;
  /** Position within its check, from 1; together with the check it aligns two runs. */
  ordinal: number;
  purpose: Purpose;
  /** The step in the check's own words, where it has some. */
  step?: string;
  method: string;
  /** Path and query below the tenant URL. */
  path: string;
  /** The path with run values replaced, such as `/Users/{id}`. */
  template: string;
  request: Message;
  /** Absent when no HTTP answer came. */
  response?: Message & { status: number };
  /** Why no answer came; code as undici or Node name it. */
  failure?: { code: string; message: string };
  /** The endpoint's own request id, from a header that carries one. */
  requestId?: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Request sent to answer complete, in milliseconds. */
  durationMs: number;
}

export interface Message {
  headers: Record<string, string>;
  /** As text; cut at the session's limit, then `cut` says how many bytes there were. */
  body?: string;
  cut?: number;
}

/** Whether a value read from a file is an exchange, in all that renderings rely on. */
export function isExchange(value: unknown): value is Exchange {
  if (!isObject(value)) return false;
  const { number, ordinal, durationMs, request, response, failure } = value;
  const texts = [value.check, value.purpose, value.method, value.path, value.template, value.startedAt];
  return (
    [number, ordinal, durationMs].every((one) => typeof one === 'number') &&
    texts.every(isText) &&
    [value.step, value.requestId].every((one) => one === undefined || isText(one)) &&
    isMessage(request) &&
    (response === undefined || (isMessage(response) && typeof response.status === 'number')) &&
    (failure === undefined || (isObject(failure) && isText(failure.code) && isText(failure.message)))
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isMessage(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    isObject(value.headers) &&
    Object.values(value.headers).every(isText) &&
    (value.body === undefined || isText(value.body)) &&
    (value.cut === undefined || typeof value.cut === 'number')
  );
}
