import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

const EMPTY = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  Resources: [],
});
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/scim+json\r\n';
const whole = (body: string | Buffer, more = '') =>
  Buffer.concat([
    Buffer.from(`${HEAD}${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n`),
    Buffer.from(body),
  ]);

/** Writes a piece again and again until the other side has enough. */
function forever(socket: Socket, piece: string | Buffer, everyMs = 0): void {
  const next = () => {
    if (socket.destroyed) return;
    if (socket.write(piece)) setTimeout(next, everyMs);
    else socket.once('drain', () => setTimeout(next, everyMs));
  };
  next();
}

/** What a server does with each request, below HTTP: by name. */
export const misbehaviours: Record<string, (socket: Socket) => void> = {
  'accepts and hangs': () => {},
  'hangs up at once': (socket) => socket.destroy(),
  'hangs up in the header': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty'),
  'hangs up in the body': (socket) => socket.end(`${HEAD}content-length: 500\r\n\r\n{"schemas":`),
  'drips a byte at a time': (socket) => {
    const bytes = [...whole(EMPTY)];
    const next = () => {
      const byte = bytes.shift();
      if (byte === undefined || socket.destroyed) return;
      socket.write(Buffer.from([byte]));
      setTimeout(next, 200);
    };
    next();
  },
  'never ends its body': (socket) => {
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
    const piece = 'x'.repeat(65_536);
    forever(socket, `${piece.length.toString(16)}\r\n${piece}\r\n`);
  },
  'never ends its headers': (socket) => {
    socket.write(HEAD);
    forever(socket, `x-more: ${'y'.repeat(1_000)}\r\n`);
  },
  'drips headers': (socket) => {
    socket.write(HEAD);
    forever(socket, 'x-more: y\r\n', 50);
  },
  'sends a decompression bomb': (socket) =>
    socket.end(whole(gzipSync(Buffer.alloc(50_000_000, 32)), 'content-encoding: gzip\r\n')),
  'promises more than it sends': (socket) => socket.end(`${HEAD}content-length: 9999\r\n\r\n${EMPTY}`),
  'sends more than it promised': (socket) =>
    socket.write(`${HEAD}content-length: 10\r\n\r\n${EMPTY}${EMPTY}`),
  'sends broken chunks': (socket) =>
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n${EMPTY}\r\n0\r\n\r\n`),
  'names two lengths': (socket) => socket.write(`${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}}`),
  'speaks no HTTP': (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  'answers status 999': (socket) => socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'),
  'answers status 000': (socket) => socket.end('HTTP/1.1 000 Odd\r\ncontent-length: 0\r\n\r\n'),
  'says 100 forever': (socket) => forever(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 5),
  'switches protocols': (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
};

/** A server on the loopback that does one of these with each request. */
export async function misbehaving(
  behaviour: (socket: Socket) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.once('data', () => behaviour(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
