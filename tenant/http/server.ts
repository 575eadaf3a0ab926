import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createFront, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { TlsChanges } from '../defects/defect.ts';
import { errorBody } from '../errors.ts';
import type { Face } from '../face.ts';
import type { TenantRequest, TenantResponse } from '../model.ts';
import { readBody, readQuery } from './request.ts';

export interface ServerOptions {
  /** Paths below which the tenant is served; of several that fit the longest counts. */
  bases: string[];
  latencyMs: number;
  requestsPerSecond: number;
  oneBusyIn: number;
  retryAfter: Face['retryAfter'];
  maxBytes: number;
  identity: { key: string; cert: string } | undefined;
  tls?: TlsChanges;
  answer(request: TenantRequest): TenantResponse;
}

const MEDIA_TYPE = 'application/scim+json';

/** An HTTP or HTTPS server, not yet listening, that hands requests below its bases to `answer`. */
export function createTenantServer(options: ServerOptions): Server {
  const admits = rateLimit(options);
  const listener: RequestListener = (incoming, outgoing) => {
    serve(incoming, outgoing, options, admits).catch(() => outgoing.destroy());
  };
  // Filters of clients are long, and clients keep connections: both limits are above what clients use.
  const settings = { maxHeaderSize: 65_536, keepAliveTimeout: 60_000, insecureHTTPParser: false };
  const version = options.tls?.takesOld
    ? ({ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const)
    : ({ minVersion: 'TLSv1.2' } as const);
  const server = options.identity
    ? createSecureServer({ ...settings, ...options.identity, ...version }, listener)
    : createServer(settings, listener);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    const text = JSON.stringify(errorBody(status, 'the request is not HTTP that this tenant reads'));
    if (!socket.writable) return socket.destroy();
    const head = `HTTP/1.1 ${status} Refused\r\ncontent-type: ${MEDIA_TYPE}\r\nconnection: close`;
    socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  });
  return options.tls?.servesPlain ? putInFront(server, createServer(settings, listener)) : server;
}

/** The first byte of a TLS record that begins a handshake. */
const HANDSHAKE = 22;

/** One port for two servers: what begins with a handshake goes to the first, the rest to the second. */
function putInFront(secure: Server, plain: Server): Server {
  const sockets = new Set<Socket>();
  const front = createFront((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      (chunk[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  const closeAllConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return Object.assign(front, { closeAllConnections });
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ServerOptions,
  admits: () => boolean,
): Promise<void> {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const method = incoming.method ?? 'GET';
  const read = await readBody(incoming, options.maxBytes);
  if (options.latencyMs > 0) await pause(options.latencyMs);
  const fitting = options.bases.filter((one) => path === one || path.startsWith(`${one}/`));
  const [base] = fitting.sort((left, right) => right.length - left.length);
  if (base === undefined) {
    send(outgoing, method, refusal(404, 'there is no SCIM endpoint at this address'));
    return;
  }
  if (!admits()) {
    const response = refusal(429, 'too many requests in one second: wait, then go on');
    response.headers = { ...comeBack(options.retryAfter), 'cache-control': 'no-store' };
    send(outgoing, method, response);
    return;
  }
  const parsed = readQuery(mark === -1 ? '' : target.slice(mark + 1));
  const bodied = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const problem = parsed.problem ?? (bodied ? read.problem : undefined);
  const request: TenantRequest = {
    method: method === 'HEAD' ? 'GET' : method,
    path: path.slice(base.length).replace(/\/$/, ''),
    query: parsed.query,
    address: target.slice(base.length),
    headers: readHeaders(incoming),
    body: read.body,
    ...(problem ? { problem } : {}),
    ...(read.text === undefined ? {} : { text: read.text }),
  };
  const response = options.answer(request);
  if (response.delayMs !== undefined) await pause(response.delayMs);
  send(outgoing, method, response);
}

function refusal(status: number, detail: string): TenantResponse {
  return { status, headers: {}, body: errorBody(status, detail) };
}

function comeBack(form: Face['retryAfter']): Record<string, string> {
  if (form === 'never') return {};
  return { 'retry-after': form === 'seconds' ? '1' : new Date(Date.now() + 1000).toUTCString() };
}

function readHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function send(outgoing: ServerResponse, method: string, response: TenantResponse): void {
  const { status, headers, body, raw, transfer = {} } = response;
  const plain = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const text = transfer.gzip && plain !== undefined ? gzipSync(plain) : plain;
  outgoing.statusCode = status;
  if (transfer.reason !== undefined) outgoing.statusMessage = transfer.reason;
  if (transfer.undated) outgoing.sendDate = false;
  if (transfer.closes) outgoing.shouldKeepAlive = false;
  outgoing.setHeader('cache-control', 'private, no-cache');
  outgoing.setHeader('x-content-type-options', 'nosniff');
  if ('encrypted' in outgoing.req.socket) outgoing.setHeader('strict-transport-security', 'max-age=31536000');
  if (text !== undefined) outgoing.setHeader('content-type', MEDIA_TYPE);
  if (transfer.gzip && text !== undefined) outgoing.setHeader('content-encoding', 'gzip');
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  if (text === undefined) {
    outgoing.end();
    return;
  }
  if (transfer.chunks === undefined) outgoing.setHeader('content-length', Buffer.byteLength(text));
  if (method === 'HEAD' || transfer.chunks === undefined) outgoing.end(method === 'HEAD' ? undefined : text);
  else sendInPieces(outgoing, Buffer.from(text), transfer.chunks);
}

function sendInPieces(outgoing: ServerResponse, bytes: Buffer, pieces: number): void {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let at = 0; at < bytes.length; at += size) outgoing.write(bytes.subarray(at, at + size));
  outgoing.end();
}

/** Admits a number of requests in each second, and of any number all but one; 0 admits all. */
function rateLimit({
  requestsPerSecond: perSecond,
  oneBusyIn,
}: Pick<ServerOptions, 'requestsPerSecond' | 'oneBusyIn'>): () => boolean {
  let second = 0;
  let used = 0;
  let asked = 0;
  return () => {
    asked += 1;
    if (oneBusyIn > 0 && asked % oneBusyIn === 0) return false;
    if (perSecond === 0) return true;
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      used = 0;
    }
    used += 1;
    return used <= perSecond;
  };
}
