import { expect, test } from 'vitest';
import { parsePlace } from '../../kit/wire/places.ts';
import { interpretEndpoint } from '../../schemas/endpoints.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const URL_ = 'https://acme.example.test/ftp/scim';

test.each<[string, ReturnType<typeof interpretEndpoint>]>([
  ['/Users', { relative: '/Users', usual: '/Users' }],
  ['Users', { relative: '/Users', usual: '/Users' }],
  ['//Users/', { usual: '/Users' }],
  ['/ftp/scim/Users', { relative: '/ftp/scim/Users', absolute: '/Users', usual: '/Users' }],
  [`${URL_}/People`, { absolute: '/People', usual: '/Users' }],
  ['https://acme.example.test:444/ftp/scim/Users', { usual: '/Users' }],
  ['https://other.example.test/ftp/scim/Users', { usual: '/Users' }],
  ['https://acme.example.test/admin/Users', { usual: '/Users' }],
  ['/ftp/scim/../../admin', { usual: '/Users' }],
  ['../Users', { usual: '/Users' }],
  ['/ftp/scimitar/Users', { relative: '/ftp/scimitar/Users', usual: '/Users' }],
  ['/Users?x=1', { usual: '/Users' }],
  ['', { usual: '/Users' }],
])('the endpoint %s is read as %j', (declared, readings) => {
  expect(interpretEndpoint(declared, USER, URL_)).toEqual(readings);
});

test.each<[string, string, string | undefined, boolean]>([
  ['https://a.test/scim/v2', 'https://a.test/scim/v2/Users/1', '/Users/1', false],
  ['https://a.test/scim/v2', 'https://a.test/scim/v2/Users/1/', '/Users/1', false],
  ['https://a.test/scim/v2', '/scim/v2/Users/1', '/Users/1', false],
  ['https://a.test/scim/v2', 'HTTPS://A.test:443/scim/v2/Users/1', '/Users/1', false],
  ['https://a.test/scim/v2', 'http://a.test/scim/v2/Users/1', '/Users/1', true],
  ['https://a.test/scim/v2', 'https://b.test:8443/scim/v2/Users/1', '/Users/1', true],
  ['https://a.test/scim/v2', 'https://a.test/scim/Users/1', '/Users/1', true],
  ['https://a.test/scim', 'https://a.test/scim/v2/Users/1', '/Users/1', true],
  ['https://a.test/scim', 'https://a.test/Users/1', undefined, false],
  ['https://a.test/ftp/scim', 'https://a.test/ftp/scimitar/Users/1', undefined, false],
  ['https://a.test/ftp/scim', 'https://a.test/ftp/scim', undefined, false],
  ['https://a.test/ftp/scim', 'https://a.test/ftp/scim/../admin/1', undefined, false],
  ['https://a.test/ftp/scim', 'https://a.test/ftp/scim/Users/a%2fb%7e', '/Users/a%2Fb~', false],
  ['https://a.test', 'https://a.test/Users/1', '/Users/1', false],
  ['https://a.test', 'javascript:alert(1)', undefined, false],
  ['https://a.test', 'ftp://a.test/Users/1', undefined, false],
  ['https://a.test', '', undefined, false],
])('below %s, %s names %s', (url, address, path, elsewhere) => {
  const place = parsePlace(address, url);
  expect(place?.path).toBe(path);
  expect(place?.elsewhere ?? false).toBe(elsewhere);
});
