import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { ProxySettings } from '../../config/settings/proxy.ts';
import { present } from '../../schemas/present.ts';
import { startLimit } from './limit.ts';
import { findExcess } from './readJson.ts';
import { noteSent } from './sent.ts';

/** What goes over the wire, complete. */
export interface WireRequest {
  origin: string;
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** Whether the bytes of the body are UTF-8. */
  utf8: boolean;
  /** What the body has too much of to be read; `text` is then its beginning. */
  flaw?: string;
}

export interface WireOptions {
  connections: number;
  timeoutMs: number;
  maxBodyBytes: number;
  ca?: string;
  insecure?: boolean;
  proxy?: ProxySettings;
}

/** A body in a content coding that is not known, or that it cannot be unpacked from within the bounds. */
class CodedBody extends Error {
  override readonly name = 'CodedBody';
  readonly code = 'CODED_BODY';

  constructor(coding: string) {
    super(`the body is coded as ${coding.slice(0, 40)} and cannot be unpacked`);
  }
}

type Unpack = (bytes: Buffer, most: number) => Promise<Buffer>;

/** Codings that are understood although "identity" was asked for (RFC 9110 section 8.4.1); what they unpack to is bounded. */
const UNPACK: Record<string, Unpack> = {
  identity: async (bytes) => bytes,
  gzip: unpacking(promisify(gunzip), 'gzip'),
  'x-gzip': unpacking(promisify(gunzip), 'gzip'),
  deflate: unpacking(promisify(inflate), 'deflate'),
  br: unpacking(promisify(brotliDecompress), 'br'),
};

function unpacking(by: (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>, coding: string): Unpack {
  return async (bytes, most) => {
    // An answer without content, as to a HEAD, is in no coding at all.
    if (bytes.length === 0) return bytes;
    try {
      return await by(bytes, { maxOutputLength: most });
    } catch {
      throw new CodedBody(coding);
    }
  };
}

/** One pool of connections to an endpoint; bounded in time and size, follows no redirect. */
export class Wire {
  private readonly agent: Dispatcher;
  private reading: Promise<void> = Promise.resolve();
  private readonly maxBodyBytes: number;

  constructor(options: WireOptions) {
    this.maxBodyBytes = options.maxBodyBytes;
    const tls = {
      ...present({ ca: options.ca }),
      ...(options.insecure ? { rejectUnauthorized: false } : {}),
    };
    const pool = {
      connections: options.connections,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      maxResponseSize: options.maxBodyBytes,
      connect: { timeout: Math.min(options.timeoutMs, 10_000), ...tls },
    };
    const { proxy } = options;
    this.agent = proxy
      ? new EnvHttpProxyAgent({
          ...pool,
          requestTls: tls,
          httpProxy: proxy.http,
          httpsProxy: proxy.https,
          noProxy: proxy.except,
        })
      : new Agent(pool);
  }

  /**
   * Sends one request and reads the answer to its end.
   * @throws Error with a `code` where no complete HTTP answer came within the time
   */
  async send(request: WireRequest): Promise<WireAnswer> {
    noteSent();
    const limit = startLimit(request.timeoutMs, request.signal);
    try {
      return await this.sendWithin(request, limit.signal);
    } finally {
      limit.done();
    }
  }

  private async sendWithin(request: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    const answer = await this.agent.request({
      origin: request.origin,
      path: request.path,
      method: request.method as Dispatcher.HttpMethod,
      headers: request.headers,
      body: request.body ?? null,
      signal,
    });
    const headers = flatten(answer.headers);
    const coding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
    const unpack = UNPACK[coding];
    if (unpack === undefined) {
      answer.body.on('error', () => {}).destroy();
      throw new CodedBody(coding);
    }
    const bytes = await unpack(await this.readBytes(answer), this.maxBodyBytes);
    const flaw = bytes.length > LARGE_BYTES ? findExcess(bytes) : undefined;
    const kept = flaw === undefined ? bytes : bytes.subarray(0, BEGINNING);
    return {
      status: answer.statusCode,
      headers,
      text: kept.toString('utf8'),
      utf8: isUtf8(bytes),
      ...present({ flaw }),
    };
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /** The whole body. A 204 that announces content ends as an answer that a rule judges, not as a broken connection. */
  private async readBytes({ statusCode, body }: Dispatcher.ResponseData): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    let release: (() => void) | undefined;
    try {
      for await (const chunk of body) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        // Large bodies are read one after the other: sixteen at a time would be the run's memory.
        if (size > LARGE_BYTES) release ??= await this.turn();
      }
      return Buffer.concat(chunks);
    } catch (error) {
      if (statusCode === 204 && describeFailure(error).code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
        return Buffer.alloc(0);
      throw error;
    } finally {
      // Those that wait begin after this one was read and judged.
      if (release) setImmediate(release);
    }
  }

  /** Waits for all who asked before; the function that is given lets the next begin. */
  private async turn(): Promise<() => void> {
    const before = this.reading;
    let release = () => {};
    this.reading = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}

/** Bodies beyond this size are read one at a time. */
const LARGE_BYTES = 512 * 1024;
/** What is kept of a body that cannot be read. */
const BEGINNING = 65_536;

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

/** The code of a failure to get an answer, as undici, Node or TLS name it. */
export function describeFailure(error: unknown): { code: string; message: string } {
  const known = error as {
    code?: unknown;
    name?: unknown;
    message?: unknown;
    cause?: unknown;
    errors?: unknown;
  };
  const inner = Array.isArray(known.errors) ? known.errors[0] : known.cause;
  if (typeof known.code === 'string') return { code: known.code, message: readMessage(known) };
  if (inner && typeof inner === 'object') return describeFailure(inner);
  return { code: typeof known.name === 'string' ? known.name : 'UNKNOWN', message: readMessage(known) };
}

function readMessage(error: { message?: unknown }): string {
  return typeof error.message === 'string' && error.message !== '' ? error.message : 'no answer';
}
