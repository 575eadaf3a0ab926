import type { PendingRequest, Scim } from '../kit/check/scim.ts';

/** A request as a client composes it, below the tenant URL: path encoded, body as the text that goes out. */
export interface ClientRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Headers that the client sends; null for one that it leaves out. */
  headers: Record<string, string | null>;
  body?: string;
}

/** Sends a client's request through the run's session; it leaves when it is awaited. */
export function send(scim: Scim, { method, path, body, headers }: ClientRequest): PendingRequest {
  return scim.send(method, path, body, { headers, unconditional: true });
}
