import type { IncomingMessage } from 'node:http';
import { invalid, syntax } from '../errors.ts';
import { ScimProblem } from '../model.ts';

/** Deepest nesting of a body; SCIM itself needs six. */
const DEEPEST = 32;

export interface ReadBody {
  body: unknown;
  problem?: ScimProblem;
  /** The body as it came, where it is UTF-8. */
  text?: string;
}

/** Reads and parses a body of JSON; what is wrong with it is told in `problem`. */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too much is read to its end and dropped, so that the client gets to see the answer.
    if (size <= maxBytes) chunks.push(chunk);
    if (size > 16 * maxBytes) throw new Error('far too long a body');
  }
  if (size === 0) return { body: undefined };
  if (size > maxBytes) {
    const detail = `a request has at most ${maxBytes} bytes (maxPayloadSize)`;
    return { body: undefined, problem: new ScimProblem(413, detail) };
  }
  const wrong = mediaProblem(incoming.headers['content-type'], incoming.headers['content-encoding']);
  return wrong ? { body: undefined, problem: wrong } : parse(Buffer.concat(chunks));
}

function mediaProblem(type: string | undefined, encoding: string | undefined): ScimProblem | undefined {
  const [media = '', ...parameters] = (type ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  const known = media === '' || media === 'application/scim+json' || media === 'application/json';
  if (!known) return new ScimProblem(415, 'bodies are application/scim+json');
  if (charset !== undefined && charset !== 'utf-8') return new ScimProblem(415, 'bodies are UTF-8');
  if (encoding !== undefined && encoding !== 'identity')
    return new ScimProblem(415, 'bodies are not compressed');
  return undefined;
}

function parse(bytes: Buffer): ReadBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (nesting(text) > DEEPEST) return { body: undefined, problem: syntax('the body is nested too deeply') };
    return { body: JSON.parse(text) as unknown, text };
  } catch {
    return { body: undefined, problem: syntax('the body is not JSON in UTF-8') };
  }
}

/** Depth of brackets outside of strings, known before anything recursive touches the text. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at += 1;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if (code === 125 || code === 93) depth -= 1;
  }
  return deepest;
}

/**
 * Reads a query string; the first of several equal names counts. A plus sign is a space, as Entra writes it, and
 * `%2B` is a plus sign.
 */
export function readQuery(text: string): { query: Map<string, string>; problem?: ScimProblem } {
  const query = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [name = '', ...value] = part.replaceAll('+', ' ').split('=');
    try {
      const key = decodeURIComponent(name);
      if (!query.has(key)) query.set(key, decodeURIComponent(value.join('=')));
    } catch {
      return { query, problem: invalid('the query is not percent-encoded UTF-8') };
    }
  }
  return { query };
}
