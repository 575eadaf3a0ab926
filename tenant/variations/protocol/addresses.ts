import { isObject, type ScimObject } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import { eachResource } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Addresses of resources, and of the endpoint itself. */
export const addressVariations: Variation[] = [
  {
    id: 'addresses.slash-wanted',
    says: 'addresses without a slash at their end are redirected by 308 to those with one',
    basis: ['7644:3.12', '9110:15.4.9'],
    choice: 'redirects',
    before: ({ address }, { url }) => {
      const [path = '', query] = address.split('?', 2);
      if (path.endsWith('/')) return undefined;
      const location = `${url}${path}/${query === undefined ? '' : `?${query}`}`;
      return { status: 308, headers: { location } };
    },
  },
  {
    id: 'addresses.moved-below',
    says: 'requests are redirected by 307 to a path below the tenant URL',
    basis: ['7644:3.12', '9110:15.4.8'],
    choice: 'redirects',
    before: (request, { url }) => {
      const base = new URL(url).pathname.replace(/\/$/, '');
      if (!request.path.startsWith('/current'))
        return { status: 307, headers: { location: `${base}/current${request.address}` } };
      request.path = request.path.slice('/current'.length);
      return undefined;
    },
  },
  addressed(
    'absolute-path',
    'addresses in responses have neither scheme nor host',
    ['7643:2.3.7', '9110:10.2.2', '3986:4.2'],
    (usual) =>
      (...place) =>
        new URL(usual(...place)).pathname,
  ),
  addressed(
    'without-scheme',
    'addresses in responses begin with two slashes',
    ['7643:2.3.7', '3986:4.2'],
    (usual) =>
      (...place) =>
        usual(...place).replace(/^https?:/, ''),
  ),
  addressed(
    'trailing-slash',
    'addresses of resources end with a slash',
    ['7643:3.1'],
    (usual) =>
      (...place) =>
        `${usual(...place)}/`,
  ),
  {
    ...addressed(
      'with-a-query',
      'addresses of resources have a query that names the site',
      ['7643:3.1', '3986:3.4'],
      (usual) =>
        (...place) =>
          `${usual(...place)}?site=7`,
    ),
    excludes: ['http.unknown-parameters-refused'],
  },
  addressed(
    'upper-case-scheme',
    'addresses write their scheme in upper case',
    ['3986:6.2.2.1'],
    (usual) =>
      (...place) =>
        usual(...place).replace(/^https?/, (scheme) => scheme.toUpperCase()),
  ),
  addressed(
    'capital-escapes-avoided',
    'addresses write percent-encodings in lower case',
    ['3986:6.2.2.1'],
    (usual) =>
      (...place) =>
        usual(...place).replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase()),
  ),
  {
    ...addressed(
      'other-host',
      'addresses name the host behind a gateway',
      ['7643:3.1', '7644:1.3', '9110:7.4'],
      (usual) =>
        (...place) =>
          usual(...place).replace(/^https?:\/\/[^/]+/, 'https://scim.internal.example.test'),
    ),
    smartfileRows: ['entra:Q31', 'smartfile:S02'],
  },
  {
    ...addressed(
      'other-port',
      'addresses name the port behind a tunnel',
      ['7643:3.1', '7644:1.3', '9110:7.4'],
      (usual) =>
        (...place) =>
          usual(...place).replace(/^(https?:\/\/[^/:]+)(?::\d+)?/, '$1:8443'),
    ),
    smartfileRows: ['entra:Q31', 'smartfile:S02'],
  },
  {
    ...addressed(
      'without-version',
      'addresses leave the version segment of the tenant URL out',
      ['7643:2.4', '7644:3.13'],
      (usual) =>
        (...place) =>
          usual(...place).replace('/scim/v2/', '/scim/'),
    ),
    excludes: ['addresses.deep-base', 'addresses.root-base', 'addresses.tilde-base'],
    options: () => ({ base: '/scim/v2', aliases: ['/scim'] }),
    smartfileRows: ['entra:Q31', 'smartfile:S02'],
  },
  based('root-base', 'the tenant URL has no path', ''),
  based('deep-base', 'the tenant URL is deep and ends with a version', '/api/tenants/42/scim/v2'),
  based('tilde-base', 'the tenant URL has a tilde, a dot and capitals', '/~Site/scim.api'),
  {
    id: 'addresses.references-without-address',
    says: 'members, groups and managers come without $ref',
    basis: ['7643:2.4', '7643:4.2', '7643:4.3'],
    rows: ['7643:4.3/manager-ref'],
    choice: 'addresses of references',
    after: (request, response) =>
      eachResource(request, response, (resource) => eachReference(resource, (one) => delete one.$ref)),
  },
  {
    id: 'addresses.relative-references',
    says: '$ref is relative to the address of the resource that holds it, as in the examples of RFC 7643',
    basis: ['7643:2.3.7', '7643:8.3', '3986:5.2'],
    choice: 'addresses of references',
    // Content-Location says what an answer is relative to; lists have none.
    after: (request, response) =>
      eachResource(request, response, (resource) =>
        eachReference(resource, (one) => {
          if (typeof one.$ref !== 'string' || response.headers['content-location'] === undefined) return;
          one.$ref = `../${one.$ref.split('/').slice(-2).join('/')}`;
        }),
      ),
    excludes: ['addresses.trailing-slash', 'addresses.no-content-location'],
  },
  {
    id: 'addresses.no-content-location',
    says: 'responses have no Content-Location',
    basis: ['7643:3.1', '9110:8.7'],
    after: (_request, { headers }) => void delete headers['content-location'],
  },
  {
    id: 'addresses.location-on-reads',
    says: 'responses to GET and PATCH have a Location',
    basis: ['7644:3.4.1', '9110:10.2.2'],
    rows: ['7644:3.4.1/get-location-header'],
    after: ({ method }, { headers }) => {
      const location = headers['content-location'];
      if ((method === 'GET' || method === 'PATCH') && location !== undefined) headers.location ??= location;
    },
  },
];

type Address = Semantics['address'];

function addressed(
  id: string,
  says: string,
  basis: string[],
  change: (usual: Address) => Address,
): Variation {
  return {
    id: `addresses.${id}`,
    says,
    basis,
    choice: 'addresses',
    semantics: (usual) => ({ address: change(usual.address) }),
  };
}

function based(id: string, says: string, base: string): Variation {
  return {
    id: `addresses.${id}`,
    says,
    basis: ['7644:1.3', '7644:3.13'],
    choice: 'base',
    options: () => ({ base }),
  };
}

/** Members, groups and manager of a resource, one by one. */
function eachReference(resource: ScimObject, change: (element: ScimObject) => void): void {
  const holders = [resource, ...Object.values(resource).filter(isObject)];
  for (const holder of holders) {
    for (const name of ['members', 'groups', 'manager']) {
      const value = holder[name];
      for (const element of Array.isArray(value) ? value : [value]) if (isObject(element)) change(element);
    }
  }
}
