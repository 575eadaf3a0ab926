import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { runInProcess } from '../kit/inProcess.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const json =
  (status: number, body: unknown): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body));
  };
const emptyList = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  startIndex: 1,
  itemsPerPage: 0,
  Resources: [],
};
const error = (status: number) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  detail: 'always the same',
});

/** Endpoints that answer every request alike: whatever passes on one of them claims nothing. */
const uniform: Record<string, Answer> = {
  '200 with an empty object': json(200, {}),
  'a web page': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
  },
  '204': (_request, response) => {
    response.writeHead(204).end();
  },
  'a redirect': (_request, response) => {
    response.writeHead(302, { location: '/ftp/login' }).end();
  },
  '401': (_request, response) => {
    response.writeHead(401, {
      'www-authenticate': 'Bearer realm="x"',
      'content-type': 'application/scim+json',
    });
    response.end(JSON.stringify(error(401)));
  },
  '404': json(404, error(404)),
  '500': json(500, error(500)),
  'hanging up': (request) => {
    request.socket.destroy();
  },
  'an echo': (request, response, body) => {
    response
      .writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/scim+json' })
      .end(body);
  },
  'an empty list': json(200, emptyList),
};

describe('against an endpoint that answers everything alike no check passes', () => {
  test.each(Object.entries(uniform))('%s', { timeout: 60_000 }, async (_name, answer) => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => answer(request, response, body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const { outcomes } = await runInProcess({
        url: `http://127.0.0.1:${port}/scim`,
        token: 'key:password',
      });
      const passed = [...outcomes.values()].filter(({ status }) => status === 'pass').map(({ id }) => id);
      expect(passed).toEqual([]);
      const errors = [...outcomes.values()].filter(({ status }) => status === 'error');
      expect(errors.map(({ id, error }) => `${id}: ${error}`)).toEqual([]);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
