import { describe, expect, test } from 'vitest';
import { redirectedTo } from '../../kit/wire/redirects.ts';

const url = 'https://files.example.test/ftp/scim';
const asked = { path: '/Users/17?attributes=id', address: '/ftp/scim/Users/17?attributes=id' };
const at = (location: string, status = 308) => redirectedTo({ status, headers: { location } }, asked, url);

describe('a redirect is followed', () => {
  test.each([
    ['to the address with a slash', `${url}/Users/17/?attributes=id`, '/ftp/scim/Users/17/?attributes=id'],
    ['to a version below the tenant URL', '/ftp/scim/v2/Users/17', '/ftp/scim/v2/Users/17'],
    ['relative to what was asked', '17/?attributes=id', '/ftp/scim/Users/17/?attributes=id'],
  ])('%s', (_, location, address) => {
    expect(at(location)).toBe(address);
    expect(at(location, 307)).toBe(address);
  });
});

describe('no redirect is followed', () => {
  test.each([
    ['to another origin', 'https://other.example.test/ftp/scim/Users/17'],
    ['to the same host without TLS', 'http://files.example.test/ftp/scim/Users/17'],
    ['outside the tenant URL', '/ftp/login/Users/17'],
    ['to another resource', '/ftp/scim/Users/18'],
    ['to a resource whose id ends alike', '/ftp/scim/Users/217'],
    ['to itself', '/ftp/scim/Users/17?attributes=id'],
    ['by way of dots', '/ftp/scim/../../admin/Users/17'],
    ['to what is no address', 'https://['],
    ['to nowhere', ''],
  ])('%s', (_, location) => {
    expect(at(location)).toBeUndefined();
  });

  test.each([301, 302, 303])('that is a %i', (status) => {
    expect(at(`${url}/Users/17/`, status)).toBeUndefined();
  });
});
