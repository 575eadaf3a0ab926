import type { Defect } from '../../tenant/index.ts';
import { ofResources, type Passing, type Twist, withText } from './twisted.ts';

type Json = Record<string, unknown>;

const onResources =
  (alter: (answer: Passing) => Passing): Twist =>
  (answer, { path }) =>
    ofResources(path) && answer.body.length > 0 ? alter(answer) : answer;

/** Alters the JSON of each resource in an answer. */
const onEach = (alter: (resource: Json) => void): Twist =>
  onResources((answer) => {
    const json = JSON.parse(answer.body.toString()) as Json;
    for (const one of Array.isArray(json.Resources) ? (json.Resources as Json[]) : [json]) alter(one);
    return withText(answer, JSON.stringify(json));
  });

/** Puts a text behind the opening brace of an object. */
const inFront = (text: string): Twist =>
  onResources((answer) => withText(answer, answer.body.toString().replace(/^\{/, `{${text},`)));

const busy = (headers: Record<string, string>): Twist => {
  const body = Buffer.from('{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"429"}');
  return (answer, { method }) =>
    method === 'POST' ? { status: 429, headers: { ...answer.headers, ...headers }, body } : answer;
};

const nasty = '\u001b]0;owned\u0007\u001b[2J<script>alert(1)</script><img src=x onerror=alert(2)>\u202e"\'';

/** What stands in every string that the endpoint sends in this one of the twists. */
const injected = { name: 'terminal escapes, HTML and script in every string', text: nasty };

/** Answers of a sound tenant, altered on their way: by name. */
export const twists: Record<string, Twist> = {
  'bytes that are not UTF-8': onResources((answer) => ({
    ...answer,
    body: Buffer.concat([
      answer.body.subarray(0, -1),
      Buffer.from(',"x":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]),
  })),
  'a byte order mark': onResources((answer) => withText(answer, `\ufeff${answer.body}`)),
  'members named twice': inFront('"id":"first","userName":"first","Resources":[],"totalResults":7'),
  'JSON that is nested 10,000 deep': inFront(`"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}`),
  'objects that are nested 10,000 deep': inFront(`"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
  'members __proto__ and constructor': inFront(
    '"__proto__":{"polluted":"yes","toString":1},"constructor":{"prototype":{"polluted":"yes"}},"hasOwnProperty":1',
  ),
  'an array of a million': inFront(`"many":[${'0,'.repeat(1_000_000)}0]`),
  'a million objects': inFront(`"many":[${'{},'.repeat(1_000_000)}{}]`),
  'a list that never ends': onResources((answer) => {
    const json = JSON.parse(answer.body.toString()) as Json;
    if (!Array.isArray(json.Resources)) return answer;
    const one = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: 'again', userName: 'again' };
    return withText(
      answer,
      JSON.stringify({
        ...json,
        totalResults: 1_000_000_000,
        itemsPerPage: 1,
        nextCursor: 'again',
        Resources: [...json.Resources, one],
      }),
    );
  }),
  'a Location that names the collection': (answer, { method }) =>
    method === 'POST' && answer.status === 201
      ? { ...withText(answer, '{}'), headers: { ...answer.headers, location: '/ftp/scim/Users' } }
      : answer,
  'a Location that leads to another host': (answer, { method }) =>
    method === 'POST' && answer.status === 201
      ? { ...withText(answer, '{}'), headers: { ...answer.headers, location: 'http://192.0.2.1/Users/1' } }
      : answer,
  'odd status codes': (answer, { path, number }) =>
    ofResources(path)
      ? { ...answer, status: [299, 304, 418, 451, 599, 226, 207][number % 7] as number }
      : answer,
  '429 without Retry-After': busy({}),
  '429 with Retry-After in the past': busy({ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
  '429 with Retry-After in a year': busy({ 'retry-after': '31536000' }),
  '429 with Retry-After on a far date': busy({ 'retry-after': 'Fri, 31 Dec 2099 23:59:59 GMT' }),
  '429 with Retry-After that is junk': busy({ 'retry-after': '-5; soon' }),
  '500 at random, one in three': (answer, { number, path }) =>
    ofResources(path) && (number * 7919) % 3 === 0 ? { ...withText(answer, '{}'), status: 500 } : answer,
  'redirects to another host': (answer, { path }) =>
    ofResources(path) ? { ...answer, status: 307, headers: { location: 'http://192.0.2.1/' } } : answer,
  'writes that hang': async (answer, { method }) => {
    if (method === 'GET') return answer;
    await new Promise((resolve) => setTimeout(resolve, 5_000).unref());
    return undefined;
  },
  'answers to creates that are lost': (answer, { method }) => (method === 'POST' ? undefined : answer),
  'ids of halves of characters': onEach((resource) => {
    if (typeof resource.id === 'string') resource.id = '\ud83d';
  }),
  'gzip that nobody asked for': onResources((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
  })),
  [injected.name]: (answer) => {
    if (answer.body.length === 0) return answer;
    const json = JSON.parse(answer.body.toString(), (name, value) =>
      typeof value === 'string' &&
      !['id', 'schemas', 'endpoint', 'schema', 'type'].includes(name) &&
      !value.startsWith('urn:')
        ? `${value}${nasty}`
        : value,
    );
    return {
      ...withText(answer, JSON.stringify(json)),
      headers: { ...answer.headers, etag: 'W/"<script>"' },
    };
  },
};

/** A tenant whose ids are of this form. */
const idsLike = (says: string, form: (id: string) => string): Defect => ({
  id: `hostile.${says.replaceAll(/[^a-z]+/gi, '-')}`,
  says,
  breaks: [],
  kills: [],
  semantics: { newId: () => form(Math.random().toString(36).slice(2)) },
});

/** Ids that are hard to put into an address: by name. */
export const oddIds: Record<string, Defect> = Object.fromEntries(
  [
    idsLike('ids with slashes', (id) => `a/${id}/../../Groups/b`),
    idsLike('ids of dots', (id) => `..${id}..`),
    idsLike('ids that climb', (id) => `../Users/${id}`),
    idsLike('ids with newlines', (id) => `a\r\nx-evil: 1\r\n${id}`),
    idsLike('ids of emoji', (id) => `😀🏴‍☠️${id}`),
    idsLike('ids with query and fragment', (id) => `${id}?filter=x#y%2f%`),
    idsLike('ids of 10,000 characters', (id) => id.padEnd(10_000, 'x')),
  ].map((defect) => [defect.says, defect]),
);
