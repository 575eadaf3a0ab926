import { isObject, type ScimObject } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** How the tenant asks for credentials and says which it takes. */
export const authVariations: Variation[] = [
  challenge(
    'several-challenges',
    'a 401 offers Basic beside Bearer, in one header',
    ['9110:11.6.1'],
    (usual) => `Basic realm="users, and admins", ${usual}`,
  ),
  challenge('scheme-in-capitals', 'a 401 writes the scheme in upper case', ['9110:11.1'], (usual) =>
    usual.replace(/^Bearer/, 'BEARER'),
  ),
  challenge('scope', 'a 401 names a scope', ['6750:3'], (usual) => `${usual}, scope="scim.read scim.write"`),
  challenge(
    'realm-alone',
    'a 401 contains only a realm, whatever was sent',
    ['6750:3'],
    () => 'Bearer realm="Example \\"SCIM\\""',
  ),
  {
    ...challenge(
      'error-always',
      'a 401 gives an error whether credentials came or not',
      ['6750:3.1'],
      (usual) => (usual.includes('error=') ? usual : `${usual}, error="invalid_request"`),
    ),
    rows: ['6750:3.1/no-error-without-token'],
  },
  {
    id: 'auth.token-in-query',
    says: 'the token is also accepted in the query',
    basis: ['6750:2.3'],
    rows: ['6750:2.3/token-in-query'],
    before: ({ query, headers }) => {
      const token = query.get('access_token');
      if (token !== undefined) headers.authorization ??= `Bearer ${token}`;
      return undefined;
    },
  },
  {
    id: 'auth.configuration-asks-for-credentials',
    says: '/ServiceProviderConfig requires credentials like everything else',
    basis: ['7643:5', '7644:4'],
    rows: ['7643:5/spc-public-auth-schemes'],
    before: ({ path, method, headers }) =>
      path === '/ServiceProviderConfig' && method === 'GET' && headers.authorization === undefined
        ? { status: 401, headers: { 'www-authenticate': 'Bearer realm="scim"' }, body: unauthorized }
        : undefined,
  },
  schemes('two-ways', 'two authentication schemes are published, none of them primary', [
    {
      type: 'oauth2',
      name: 'OAuth 2.0',
      description: 'Client credentials',
      specUri: 'https://www.rfc-editor.org/info/rfc6749',
    },
    {
      type: 'oauthbearertoken',
      name: 'Token',
      description: 'A long-lived token',
      documentationUri: 'https://docs.example.test/token',
    },
  ]),
  schemes('basic-beside', 'HTTP Basic is published beside the token', [
    { type: 'oauthbearertoken', name: 'Token', description: 'A long-lived token', primary: true },
    { type: 'httpbasic', name: 'Basic', description: 'Key and password' },
  ]),
  {
    ...schemes('own-type', 'the authentication scheme has a type that the RFC does not list', [
      { type: 'apikey', name: 'Key', description: 'A key in the Authorization header' },
    ]),
    rows: ['7643:5/spc-auth-scheme-values'],
  },
  {
    id: 'auth.terse-refusals',
    says: 'a 401 has neither detail nor scimType',
    basis: ['7644:3.12', '7644:2'],
    rows: ['7644:3.12/error-detail'],
    after: (_request, { status, body }) => {
      if (status === 401 && isObject(body)) delete body.detail;
    },
  },
];

const unauthorized: ScimObject = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '401',
  detail: 'credentials, please',
};

function challenge(id: string, says: string, basis: string[], change: (usual: string) => string): Variation {
  return {
    id: `auth.${id}`,
    says,
    basis,
    choice: 'challenge',
    after: (_request, { headers }) => {
      const usual = headers['www-authenticate'];
      if (usual !== undefined) headers['www-authenticate'] = change(usual);
    },
  };
}

function schemes(id: string, says: string, authenticationSchemes: ScimObject[]): Variation {
  return {
    id: `auth.${id}`,
    says,
    basis: ['7643:5'],
    choice: 'schemes',
    publishes: (name, document) =>
      name === 'ServiceProviderConfig' ? { ...document, authenticationSchemes } : document,
  };
}
