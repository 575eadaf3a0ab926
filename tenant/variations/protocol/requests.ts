import { errorBody } from '../../errors.ts';
import type { TenantRequest, TenantResponse } from '../../model.ts';
import { QUERY_PARAMETERS } from '../../model.ts';
import { isAuthorized, later } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Requests that HTTP lets be refused, put off or answered in a way of the tenant's own. */
export const requestVariations: Variation[] = [
  refusing(
    'only-scim-bodies',
    'bodies of application/json are refused with 415',
    ['7644:3.8', '9110:15.5.16'],
    {
      rows: ['7644:3.8/content-type-json-in', '7644:3.8/content-type-other', '7644:3.8/patch-content-type'],
      status: 415,
      detail: 'bodies are application/scim+json',
      when: ({ method, headers }) =>
        ['POST', 'PUT', 'PATCH'].includes(method) &&
        /^application\/json\b/.test(headers['content-type'] ?? ''),
    },
  ),
  refusing(
    'untyped-bodies-refused',
    'bodies without a Content-Type are refused with 415',
    ['9110:8.3', '9110:15.5.16'],
    {
      status: 415,
      detail: 'bodies need a Content-Type',
      when: ({ method, headers }) =>
        ['POST', 'PUT', 'PATCH'].includes(method) && headers['content-type'] === undefined,
    },
  ),
  refusing(
    'strict-accept',
    'requests that accept neither SCIM nor JSON are refused with 406',
    ['9110:12.5.1', '9110:15.5.7'],
    {
      status: 406,
      detail: 'answers are application/scim+json',
      when: ({ headers }) =>
        headers.accept !== undefined && !/json|\*\/\*|application\/\*/.test(headers.accept),
    },
  ),
  refusing('unknown-parameters-refused', 'unknown query parameters are refused with 400', ['7644:3.4.2'], {
    rows: ['7644:3.4.2/unknown-param-ignored'],
    smartfileRows: ['entra:Q46'],
    status: 400,
    detail: 'there is no such parameter',
    when: ({ query, path }) =>
      !/^\/(?:Schemas|ResourceTypes|ServiceProviderConfig)/.test(path) &&
      [...query.keys()].some((name) => !QUERY_PARAMETERS.has(name)),
  }),
  refusing(
    'long-addresses-refused',
    'addresses of more than 2,000 characters are refused with 414',
    ['9110:15.5.15', '9110:4.1'],
    {
      status: 414,
      detail: 'the address is too long: use .search',
      when: ({ address }) => address.length > 2_000,
    },
  ),
  refusing('small-bodies', 'bodies of more than 200 kB are refused with 413', ['9110:15.5.14'], {
    status: 413,
    detail: 'a request has at most 200000 bytes',
    when: ({ text }) => (text?.length ?? 0) > 200_000,
  }),
  {
    id: 'http.unknown-methods-501',
    says: 'methods that HTTP does not define are refused with 501',
    basis: ['9110:9.1', '9110:15.6.2'],
    before: ({ method }) =>
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].includes(method)
        ? undefined
        : refusal(501, 'not implemented'),
  },
  {
    id: 'http.options',
    says: 'OPTIONS is answered with what is allowed',
    basis: ['9110:9.3.7'],
    before: ({ method, headers }) =>
      method === 'OPTIONS' && headers.authorization !== undefined
        ? { status: 204, headers: { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' } }
        : undefined,
  },
  {
    id: 'http.suffix',
    says: 'addresses with .scim at their end are served',
    basis: ['7644:3.8'],
    rows: ['7644:3.8/suffix'],
    before: (request) => {
      request.path = request.path.replace(/\.scim$/, '');
      return undefined;
    },
  },
  {
    id: 'http.slow',
    says: 'each response takes 30 ms',
    basis: ['9110:2.5'],
    after: (_request, response) => later(response, 30),
  },
  {
    id: 'http.uneven',
    says: 'responses overtake each other',
    basis: ['9110:2.5'],
    after: (request, response) => later(response, (request.address.length % 7) * 8),
  },
  {
    id: 'http.retry-once-in-a-while',
    says: 'every hundredth request is answered 503 with Retry-After',
    basis: ['9110:15.6.4', '9110:10.2.3'],
    smartfileRows: ['entra:R20', 'entra:Q44'],
    before: every(100, () => ({ ...refusal(503, 'busy for a moment'), headers: { 'retry-after': '0' } })),
  },
  limited('rate-limit', 'more than 60 requests in a second are answered 429', { requestsPerSecond: 60 }),
  limited('rate-limit-dated', 'a refusal of too many requests gives a date to come back', {
    requestsPerSecond: 80,
    retryAfter: 'date',
  }),
  {
    ...limited('rate-limit-without-hint', 'a refusal of too many requests does not say when to come back', {
      requestsPerSecond: 80,
      retryAfter: 'never',
    }),
    rows: ['6585:4/429'],
    smartfileRows: ['entra:R20', 'entra:Q44', 'practice:P29'],
  },
];

interface Refusing extends Pick<Variation, 'rows' | 'smartfileRows'> {
  status: number;
  detail: string;
  when(request: TenantRequest): boolean;
}

/** Requests of one kind are refused; who may not ask at all hears that first. */
function refusing(
  id: string,
  says: string,
  basis: string[],
  { status, detail, when, ...rows }: Refusing,
): Variation {
  return {
    id: `http.${id}`,
    says,
    basis,
    ...rows,
    before: (request, tenancy) =>
      isAuthorized(request, tenancy) && when(request) ? refusal(status, detail) : undefined,
  };
}

function refusal(status: number, detail: string): TenantResponse {
  return { status, headers: {}, body: errorBody(status, detail) };
}

function every(count: number, answer: () => TenantResponse): NonNullable<Variation['before']> {
  let seen = 0;
  return () => {
    seen += 1;
    return seen % count === 0 ? answer() : undefined;
  };
}

function limited(
  id: string,
  says: string,
  options: ReturnType<NonNullable<Variation['options']>>,
): Variation {
  return {
    id: `http.${id}`,
    says,
    basis: ['6585:4', '9110:10.2.3'],
    choice: 'rate limit',
    smartfileRows: ['entra:R20', 'entra:Q44'],
    options: () => options,
  };
}
