import type { TenantResponse, Transfer } from '../../model.ts';
import { isList, isOne, succeeded } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** How HTTP carries answers and what it takes for requests. */
export const httpVariations: Variation[] = [
  transfer('chunked', 'responses come in chunks, without a length', ['9112:7.1'], { chunks: 3 }),
  transfer('many-chunks', 'responses come in chunks of a few bytes', ['9112:7.1'], { chunks: 60 }),
  transfer('gzip', 'responses are gzip-encoded unasked', ['9110:8.4', '9110:12.5.3'], {
    gzip: true,
  }),
  transfer('own-reasons', 'status lines have custom reason phrases', ['9112:4'], {
    reason: 'Fine, or Not',
  }),
  transfer('no-reasons', 'status lines have no reason phrase', ['9112:4'], { reason: '' }),
  transfer('undated', 'responses have no Date, as from a server without a clock', ['9110:6.6.1'], {
    undated: true,
  }),
  {
    id: 'http.closes',
    says: 'the connection ends with each response',
    basis: ['9112:9.6', '9112:9.3'],
    choice: 'connections',
    after: (_request, response) => carry(response, { closes: true }),
  },
  {
    id: 'http.closes-after-errors',
    says: 'the connection ends with each refusal',
    basis: ['9112:9.6'],
    choice: 'connections',
    after: (_request, response) => response.status >= 400 && carry(response, { closes: true }),
  },
  typed('charset', 'the media type has a charset', 'application/scim+json; charset=utf-8'),
  typed(
    'quoted-charset',
    'the media type has a quoted charset in upper case',
    'application/scim+json;charset="UTF-8"',
  ),
  typed('capitals', 'the media type has capitals', 'Application/SCIM+JSON; Charset=UTF-8'),
  typed('parameter', 'the media type has an unknown parameter', 'application/scim+json; v=2; profile="x;y"'),
  {
    id: 'http.json-when-asked',
    rows: ['7644:3.8/accept-json'],
    says: 'clients that accept application/json get it',
    basis: ['7644:3.8', '9110:12.5.1'],
    after: ({ headers }, response) => {
      if (/application\/json/.test(headers.accept ?? '') && !/scim/.test(headers.accept ?? ''))
        response.headers['content-type'] = 'application/json';
    },
  },
  headed('cookies', 'responses set cookies', ['9110:6.3'], {
    'set-cookie': 'session=1; Path=/; HttpOnly; Secure',
  }),
  headed('many-headers', 'responses have headers of gateways and tracers', ['9110:6.3', '9110:7.6.3'], {
    via: '1.1 gateway, 1.1 proxy (edge)',
    server: 'edge/1.0',
    'x-request-id': 'b7c1',
    'server-timing': 'app;dur=3, db;dur=1',
    'x-powered-by': 'PHP/8.3',
    'accept-ranges': 'bytes',
    'content-language': 'en',
    link: '<https://docs.example.test/scim>; rel="help"',
  }),
  headed('hardened', 'responses have the headers of a hardened site', ['9110:6.3'], {
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'content-security-policy': "default-src 'none'",
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'geolocation=()',
  }),
  headed('downloads', 'responses are sent as downloads', ['9110:6.3', '6266:4'], {
    'content-disposition': 'attachment; filename="scim.json"',
  }),
  headed('announced-end', 'responses announce that the address will be removed', ['8594:3', '9745:2'], {
    deprecation: '@1767225600',
    sunset: 'Thu, 31 Dec 2037 23:59:59 GMT',
  }),
  headed(
    'methods-told',
    'responses say which methods and formats an address takes',
    ['9110:10.2.1', '5789:3.1'],
    {
      'accept-patch': 'application/scim+json, application/json',
      'accept-post': 'application/scim+json',
      'accept-query': 'application/scim+json',
    },
  ),
  headed(
    'aged',
    'responses went through a cache that stores nothing, and vary by everything',
    ['9111:5.1', '9110:12.5.5'],
    { age: '0', vary: '*', 'x-cache': 'MISS' },
    'cache',
  ),
  headed(
    'no-store',
    'responses may not be stored at all',
    ['9111:5.2.2.5'],
    { 'cache-control': 'no-store', pragma: 'no-cache' },
    'cache',
  ),
  headed(
    'revalidated',
    'responses may be stored and have to be revalidated',
    ['9111:5.2.2.4', '9110:12.5.5'],
    {
      'cache-control': 'max-age=0, must-revalidate, private',
      vary: 'Accept, Authorization, Accept-Encoding',
      expires: '0',
    },
    'cache',
  ),
  {
    id: 'http.last-modified',
    says: 'resources come with Last-Modified',
    basis: ['9110:8.8.2'],
    after: (request, response) => {
      if (isOne(request) && succeeded(response)) response.headers['last-modified'] = new Date().toUTCString();
    },
  },
  {
    id: 'http.tagged-lists',
    says: 'lists have an ETag as well',
    basis: ['9110:8.8.3', '7644:3.14'],
    after: (request, response) => {
      if (isList(request) && succeeded(response))
        response.headers.etag = `W/"${JSON.stringify(response.body).length.toString(36)}"`;
    },
  },
];

function carry(response: TenantResponse, more: Transfer): void {
  response.transfer = { ...response.transfer, ...more };
}

function transfer(id: string, says: string, basis: string[], more: Transfer): Variation {
  const [choice = ''] = Object.keys(more);
  return { id: `http.${id}`, says, basis, choice, after: (_request, response) => carry(response, more) };
}

function typed(id: string, says: string, type: string): Variation {
  return {
    id: `http.type-with-${id}`,
    says,
    basis: ['7644:3.8', '9110:8.3.1'],
    choice: 'media type',
    after: (_request, response) => {
      if (response.body !== undefined) response.headers['content-type'] ??= type;
    },
  };
}

function headed(
  id: string,
  says: string,
  basis: string[],
  headers: Record<string, string>,
  choice = `headers ${id}`,
): Variation {
  return {
    id: `http.${id}`,
    says,
    basis,
    choice,
    after: (_request, response) => void Object.assign(response.headers, headers),
  };
}
