import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a broken endpoint makes of a request, before it is passed on or of the answer to it. */
interface Broken {
  /** Answers in the endpoint's place, or hangs up; gives false to let the request pass. */
  instead?(incoming: IncomingMessage, outgoing: ServerResponse, number: number): boolean;
  /** Milliseconds that an answer is kept back. */
  delay?(incoming: IncomingMessage): number;
  /** What becomes of the text of an answer. */
  text?(text: string, incoming: IncomingMessage): string;
  type?: string;
}

const ofResources = ({ url = '' }: IncomingMessage): boolean => /\/(Users|Groups)\b/.test(url);
const isList = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'GET' && /\/(Users|Groups)(\?|$)/.test(url);
const refuse = (outgoing: ServerResponse, status: number, headers: Record<string, string> = {}): true => {
  outgoing.writeHead(status, { 'content-type': 'application/scim+json', ...headers });
  outgoing.end(
    JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: `${status}` }),
  );
  return true;
};

const EMPTY = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  itemsPerPage: 0,
  startIndex: 1,
  Resources: [],
});
const LIMIT = 60;
const SLOW_MS = 30_000;

function limited(): Broken {
  let recent: number[] = [];
  return {
    instead(_incoming, outgoing) {
      const now = performance.now();
      recent = recent.filter((at) => now - at < 1_000);
      if (recent.length >= LIMIT) return refuse(outgoing, 429, { 'retry-after': '1' });
      recent.push(now);
      return false;
    },
  };
}

/** Ways in which endpoints are broken, made anew for each run: what one of them remembers is of that run. */
export const brokenKinds: Record<string, () => Broken> = {
  'no DELETE': () => ({
    instead: ({ method }, outgoing) => method === 'DELETE' && refuse(outgoing, 405),
  }),
  'no PATCH': () => ({
    instead: ({ method }, outgoing) => method === 'PATCH' && refuse(outgoing, 501),
  }),
  'answers after 30 s': () => ({ delay: (incoming) => (ofResources(incoming) ? SLOW_MS : 0) }),
  '1 % resets': () => ({
    instead(incoming, _outgoing, number) {
      if (number % 100 !== 99) return false;
      incoming.socket.destroy();
      return true;
    },
  }),
  '429 above 60 a second': limited,
  '5xx to all writes': () => ({
    instead: ({ method }, outgoing) => method !== 'GET' && refuse(outgoing, 503),
  }),
  'HTML in place of JSON': () => ({
    text: (text, incoming) => (ofResources(incoming) ? '<html><body>Sign in</body></html>' : text),
    type: 'text/html',
  }),
  'tarpit for bad credentials': () => {
    let token: string | undefined;
    return {
      delay({ headers: { authorization = '' } }) {
        token ??= authorization;
        return authorization === token ? 0 : SLOW_MS;
      },
    };
  },
  'lists after 2 s': () => ({ delay: (incoming) => (isList(incoming) ? 2_000 : 0) }),
  'empty lists': () => ({ text: (text, incoming) => (isList(incoming) && text !== '' ? EMPTY : text) }),
};

/** A broken endpoint before a sound one, over real sockets. */
export async function breakEndpoint(
  url: string,
  broken: Broken,
): Promise<{ url: string; requests(): number; close(): Promise<void> }> {
  const { hostname, port, pathname } = new URL(url);
  let number = 0;
  const server = createServer((incoming, outgoing) => {
    number += 1;
    if (broken.instead?.(incoming, outgoing, number)) return;
    const { method, url: path, headers } = incoming;
    const through = request({ hostname, port, method, path, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const whole = Buffer.concat(chunks).toString();
      const text = broken.text?.(whole, incoming) ?? whole;
      const { 'transfer-encoding': _, 'content-length': __, ...kept } = answer.headers;
      const typed = text !== whole && broken.type ? { 'content-type': broken.type } : {};
      const send = () => outgoing.writeHead(answer.statusCode ?? 500, { ...kept, ...typed }).end(text);
      const wait = broken.delay?.(incoming) ?? 0;
      if (wait === 0) send();
      else setTimeout(send, wait).unref();
    });
    through.on('error', () => incoming.socket.destroy());
    incoming.pipe(through);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    requests: () => number,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
