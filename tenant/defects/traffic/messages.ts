import { isObject, SCHEMA, type ScimObject, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, resourcesIn } from '../kit.ts';

const TRACE =
  'Error: none\n    at Store.find (/srv/app/lib/store.js:12:3)\n    at Router.one (/srv/app/lib/router.js:7:1)';

/** Alters schemas of users before they are shown. */
function naming(alter: (schemas: string[]) => string[]): NonNullable<Defect['semantics']> {
  return {
    represent: (full, { type }) =>
      type === 'User' ? { ...full, schemas: alter(full.schemas as string[]) } : full,
  };
}

/** What goes wrong with messages whatever they are about. */
export const trafficMessageDefects: Defect[] = [
  {
    id: 'error.keyword-capitalised',
    says: 'scimType begins with a capital',
    breaks: ['7644:3.12/error-scimtype-values'],
    kills: [
      'traffic.error-keyword-is-known',
      'users.replace-with-taken-user-name',
      'entra.replace-creates-or-refuses',
    ],
    after(_request, { body }) {
      if (isObject(body) && typeof body.scimType === 'string')
        body.scimType = body.scimType.replace(/^./, (letter) => letter.toUpperCase());
    },
  },
  {
    id: 'error.detail-as-object',
    says: 'detail of errors is an object',
    breaks: ['7644:3.12/error-detail'],
    kills: ['traffic.error-detail-is-text'],
    after(_request, { status, body }) {
      if (status >= 400 && isObject(body)) body.detail = { text: body.detail };
    },
  },
  {
    id: 'error.shows-stack-trace',
    says: 'what is not found is explained by a stack trace',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    after(_request, { status, body }) {
      if (status === 404 && isObject(body)) body.detail = TRACE;
    },
  },
  {
    id: 'error.repeats-the-token',
    says: 'what is not found is explained by the headers of the request',
    breaks: ['practice:P34'],
    kills: ['traffic.no-secret-in-answers'],
    after({ headers }, { status, body }) {
      if (status === 404 && isObject(body)) body.detail = `no resource for ${headers.authorization}`;
    },
  },
  {
    id: 'busy.says-nothing',
    says: 'a request for a picture is answered 429 without a word',
    breaks: ['6585:4/429', 'practice:P29'],
    kills: ['traffic.too-many-requests-is-explained', 'traffic.busy-answer-says-when'],
    company: true,
    before: ({ headers }) =>
      headers.accept?.startsWith('image/') ? { status: 429, headers: {} } : undefined,
  },
  {
    id: 'http.no-safety-headers',
    says: 'answers over HTTPS have no headers for browsers',
    breaks: ['practice:P32'],
    kills: ['traffic.answers-guard-browsers'],
    face: 'tls',
    after(_request, { headers }) {
      headers['strict-transport-security'] = '';
      headers['x-content-type-options'] = '';
    },
  },
  {
    id: 'http.answers-latin-1',
    says: 'answers beyond ASCII are in Latin-1',
    breaks: ['7644:3.8/utf8'],
    kills: ['traffic.json-is-utf-8'],
    company: true,
    after(_request, response): TenantResponse | undefined {
      const text = JSON.stringify(response.body);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
      if (text === undefined || /^[\u0000-\u007f]*$/.test(text)) return undefined;
      return { status: response.status, headers: response.headers, raw: Buffer.from(text, 'latin1') };
    },
  },
  {
    id: 'http.no-content-has-content',
    says: '204 announces content',
    breaks: ['9110:15.3.5/204-no-body'],
    kills: ['traffic.no-content-is-empty'],
    after(_request, { status, headers }) {
      if (status === 204) headers['content-length'] = '2';
    },
  },
  {
    id: 'schema.named-twice',
    says: 'users name their base schema twice',
    breaks: ['7643:3/schemas-no-duplicates'],
    kills: ['traffic.schemas-are-a-set'],
    semantics: naming((schemas) => [SCHEMA.user, ...schemas]),
  },
  {
    id: 'schema.undeclared-named',
    says: 'users name a schema that their type does not declare',
    breaks: ['7643:3/schemas-only-declared'],
    kills: ['traffic.schemas-are-declared'],
    semantics: naming((schemas) => [...schemas, 'urn:example:schemas:extension:more:2.0:User']),
  },
  {
    id: 'schema.base-not-named',
    says: 'users name an extension in the place of their base schema',
    breaks: ['7643:3.3/base-schema-present'],
    kills: [
      'traffic.base-schema-is-named',
      'bulk.carries-out-every-method',
      'bulk.keeps-the-order-of-changes',
      'versions.current-tag-lets-writes-proceed',
      'practice.simultaneous-replaces-do-not-mix',
    ],
    semantics: naming((schemas) => [
      ...schemas.filter((urn) => urn !== SCHEMA.user && urn !== SCHEMA.enterprise),
      SCHEMA.enterprise,
    ]),
  },
  {
    id: 'http.content-location-elsewhere',
    says: 'Content-Location names another address than meta.location',
    breaks: ['7643:3.1/content-location-consistent'],
    kills: ['traffic.content-location-is-meta-location'],
    after(_request, { headers }) {
      if (headers['content-location'] !== undefined) headers['content-location'] += '/latest';
    },
  },
  {
    id: 'etag.differs-from-version',
    says: 'meta.version is another version than that of the ETag',
    breaks: ['7643:3.1/version-equals-etag'],
    kills: ['traffic.version-is-the-entity-tag'],
    after(request, response) {
      if (!isOne(request, 'GET')) return undefined;
      for (const { meta } of resourcesIn(response))
        if (isObject(meta) && meta.version !== undefined) (meta as ScimObject).version = 'W/"0.0"';
    },
  },
  {
    id: 'etag.unquoted',
    says: 'ETag and version have no quotes',
    breaks: ['9110:8.8.3/etag-syntax'],
    kills: ['traffic.entity-tags-are-quoted'],
    semantics: { version: ({ revision }, touched) => `${revision}.${touched}` },
  },
  {
    id: 'value.reference-with-spaces',
    says: '$ref of members holds a sentence',
    breaks: ['7643:2.3.7/reference-values'],
    kills: ['traffic.references-are-uris'],
    after(_request, response) {
      for (const { members } of resourcesIn(response))
        if (Array.isArray(members)) for (const member of members) member.$ref = 'the user of this name';
    },
  },
  {
    id: 'value.date-without-time',
    says: 'dateTime attributes of extensions come as dates',
    breaks: ['7643:2.3.5/datetime-values'],
    kills: ['traffic.date-times-have-date-and-time', 'queries.filter-ne'],
    after(_request, response, { schemas }) {
      for (const resource of resourcesIn(response))
        for (const { id, attributes } of schemas)
          for (const { name } of attributes.filter(({ type }) => type === 'dateTime')) {
            const container = resource[id];
            if (isObject(container) && typeof container[name] === 'string')
              container[name] = container[name].slice(0, 10);
          }
    },
  },
  {
    id: 'create.two-primaries',
    says: 'a list keeps several primary values',
    breaks: ['7643:2.4/primary-once', '7644:3.5.2/patch-primary-flip'],
    kills: ['traffic.one-primary-at-most', 'attributes.new-primary-lowers-the-old'],
    semantics: { refusesPrimaries: false, settlePrimary: (_before, after) => after },
  },
];
