import { BULK_REQUEST, ENTERPRISE, PATCH_OP, USER } from '../../schemas/attributes.ts';
import { type Mistake, mistakesCheck, type Scene } from './mistakes.ts';

/** A create whose body is this text; the name is one of the run. */
const text = (name: string, body: (unique: string) => string): Mistake => ({
  name,
  send: ({ scim, given }) => scim.post(given.users, body(given.unique())),
});

/** A create of a right user with these members in the place of right ones. */
const wrong = (name: string, members: (scene: Scene) => Record<string, unknown>): Mistake => ({
  name,
  send: (scene) =>
    scene.scim.post(scene.given.users, {
      ...scene.given.payload('User'),
      externalId: scene.given.unique(),
      ...members(scene),
    }),
});

/** A PATCH whose body is this. */
const patch = (name: string, body: unknown): Mistake => ({
  name,
  send: ({ scim, user }) => scim.send('PATCH', user.path, body),
});

const operations = (list: unknown): unknown => ({ schemas: [PATCH_OP], Operations: list });

const JSON_MISTAKES: Mistake[] = [
  text('empty body', () => ''),
  text('null', () => 'null'),
  text('list', () => '[]'),
  text('text', () => '"user"'),
  text('number', () => '42'),
  text('single quotes', (name) => `{'userName':'${name}'}`),
  text('comma at the end', (name) => `{"schemas":["${USER}"],"userName":"${name}",}`),
  text('comment', (name) => `{/* a user */"schemas":["${USER}"],"userName":"${name}"}`),
  text('NaN', (name) => `{"schemas":["${USER}"],"userName":"${name}","active":NaN}`),
  text('two documents', (name) => `{"schemas":["${USER}"],"userName":"${name}"}{"userName":"${name}"}`),
  text('byte order mark', (name) => `\uFEFF{"schemas":["${USER}"],"userName":"${name}"}`),
  text('lone surrogate', (name) => `{"schemas":["${USER}"],"userName":"${name}","displayName":"\\ud800"}`),
  text('form', (name) => `userName=${name}`),
  text('XML', (name) => `<?xml version="1.0"?><User><userName>${name}</userName></User>`),
  { name: 'PUT of a list', send: ({ scim, user }) => scim.put(user.path, '[]') },
  { name: 'PUT cut off', send: ({ scim, user }) => scim.put(user.path, '{"userName":') },
  { name: 'PATCH cut off', send: ({ scim, user }) => scim.send('PATCH', user.path, '{"Operations":[') },
  { name: '.search of a list', send: ({ scim, given }) => scim.post(`${given.users}/.search`, '[]') },
];

const TYPE_MISTAKES: Mistake[] = [
  wrong('userName is a number', () => ({ userName: 42 })),
  wrong('userName is a list', () => ({ userName: ['a', 'b'] })),
  wrong('schemas is text', () => ({ schemas: USER })),
  wrong('schemas is an object', () => ({ schemas: {} })),
  wrong('schemas holds a number', () => ({ schemas: [42] })),
  wrong('active is an object', () => ({ active: {} })),
  wrong('name is text', () => ({ name: 'Ada Lovelace' })),
  wrong('name is a list', () => ({ name: ['Ada'] })),
  wrong('emails holds null', () => ({ emails: [null] })),
  wrong('emails holds a list', () => ({ emails: [['ada@example.test']] })),
  wrong('emails value is an object', () => ({ emails: [{ value: {} }] })),
  wrong('two primary emails', ({ given }) => ({
    emails: ['work', 'home'].map((type) => ({ value: `${type}.${given.address()}`, type, primary: true })),
  })),
  wrong('meta is text', () => ({ meta: 'now' })),
  wrong('id is an object', () => ({ id: {} })),
  wrong('extension is text', () => ({ schemas: [USER, ENTERPRISE], [ENTERPRISE]: 'text' })),
  wrong('number beyond any type', () => ({ displayName: 1e308, title: -0.1 })),
  patch('Operations is an object', operations({})),
  patch('Operations holds null', operations([null])),
  patch('Operations holds text', operations(['replace'])),
  patch('op is a number', operations([{ op: 42, path: 'displayName', value: 'x' }])),
  patch('op is missing', operations([{ path: 'displayName', value: 'x' }])),
  patch('op is unknown', operations([{ op: 'rename', path: 'displayName', value: 'x' }])),
  patch('path is a number', operations([{ op: 'replace', path: 42, value: 'x' }])),
  patch('path is a list', operations([{ op: 'replace', path: ['displayName'], value: 'x' }])),
  patch('value is missing', operations([{ op: 'add', path: 'emails' }])),
  patch('value is text without path', operations([{ op: 'replace', value: 'x' }])),
  {
    name: 'members holds a number',
    send: ({ scim, given }) => scim.post(given.groups, given.payload('Group', { members: [42] })),
  },
  {
    name: 'members is text',
    send: ({ scim, given }) => scim.post(given.groups, given.payload('Group', { members: 'all' })),
  },
  {
    name: 'bulk Operations is text',
    send: ({ scim }) => scim.post('/Bulk', { schemas: [BULK_REQUEST], Operations: 'all' }),
  },
];

export const mistakesInBodies = [
  mistakesCheck(
    {
      id: 'errors.broken-json-is-no-server-error',
      title: 'a body that is not a single JSON object causes no server error',
    },
    JSON_MISTAKES,
  ),
  mistakesCheck(
    {
      id: 'errors.wrong-types-are-no-server-error',
      title: 'a value of the wrong type causes no server error',
    },
    TYPE_MISTAKES,
  ),
];
