import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, operationsIn, readId, refuse } from '../kit.ts';
import { forOkta, isOkta } from './kit.ts';

const inactive = (value: unknown): boolean => isObject(value) && value.active === false;

/** What goes wrong with users that Okta provisions. */
export const userDefects: Defect[] = forOkta([
  {
    id: 'okta.pages-hide-the-user',
    says: 'a filter with a page answers an empty list',
    breaks: ['okta:O01'],
    kills: [
      'okta.lookup-finds-the-user',
      'queries.filter-attribute-case',
      'queries.filter-operator-case',
      'okta.lookup-without-match-is-understood',
    ],
    after(request, { body }) {
      const { query } = request;
      const asked = query.has('filter') && query.has('count') && request.path === '/Users';
      if (asked && isObject(body)) Object.assign(body, { Resources: [], totalResults: 0, itemsPerPage: 0 });
    },
  },
  {
    id: 'okta.no-match-is-400',
    says: 'a lookup without a match is answered 400',
    breaks: ['okta:O02'],
    kills: [
      'okta.lookup-without-match-is-understood',
      'matching.wildcards-stand-for-themselves',
      'queries.filter-pr-after-clearing',
    ],
    after: ({ query, path }, { body }) =>
      path === '/Users' && query.has('filter') && isObject(body) && body.totalResults === 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.refuses-a-locale',
    says: 'a create with a locale is refused',
    breaks: ['okta:O04'],
    kills: ['okta.create-answers-201-with-the-user'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && request.body.locale !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.create-without-body',
    says: 'a create is answered 201 without a body',
    breaks: ['okta:O05'],
    kills: ['okta.create-answers-201-with-the-user', 'users.create-returns-the-user'],
    after(request, response) {
      if (isCreate(request) && request.path === '/Users' && response.status === 201) delete response.body;
    },
  },
  {
    id: 'okta.conflict-is-400',
    says: 'a userName in use is answered 400',
    breaks: ['okta:O06'],
    kills: ['okta.second-create-is-a-conflict', 'okta.deactivated-user-returns'],
    after: (request, { status }) => (isCreate(request) && status === 409 ? refuse(400) : undefined),
  },
  {
    id: 'okta.conflict-is-500',
    says: 'a userName in use breaks the server',
    breaks: ['okta:O29', 'okta:O06'],
    kills: ['traffic.no-internal-error-to-okta', 'okta.second-create-is-a-conflict'],
    after: (request, { status }) => (isCreate(request) && status === 409 ? refuse(500) : undefined),
  },
  {
    id: 'okta.put-changes-nothing',
    says: 'PUT answers 200 and keeps what there was',
    breaks: ['okta:O07'],
    kills: ['okta.put-of-the-whole-user-is-stored', 'okta.put-takes-what-get-returned'],
    before(request) {
      if (isOne(request, 'PUT')) request.method = 'GET';
    },
  },
  {
    id: 'okta.put-refuses-meta',
    says: 'PUT with meta is refused',
    breaks: ['okta:O08'],
    kills: ['okta.put-takes-what-get-returned', 'okta.put-deactivates'],
    before: (request) =>
      isOne(request, 'PUT') && isObject(request.body) && request.body.meta !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.pathless-active-ignored',
    says: 'active in a PATCH without path is ignored',
    breaks: ['okta:O09'],
    kills: ['okta.pathless-patch-deactivates'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operationsIn(request.body).some(({ path, value }) => !path && inactive(value))
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'okta.put-leaves-active',
    says: 'PUT does not change active',
    breaks: ['okta:O10'],
    kills: ['okta.put-deactivates'],
    before(request) {
      if (isOne(request, 'PUT') && isObject(request.body)) delete request.body.active;
    },
  },
  {
    id: 'okta.deactivated-users-vanish',
    says: 'a deactivated user is no longer found',
    breaks: ['okta:O11'],
    kills: ['okta.deactivated-user-stays'],
    after(_request, { body }) {
      if (!isObject(body) || !Array.isArray(body.Resources)) return undefined;
      body.Resources = body.Resources.filter((one) => !inactive(one));
    },
  },
  {
    id: 'okta.deactivated-name-is-free',
    says: 'the name of a deactivated user makes a second user',
    breaks: ['okta:O12'],
    kills: ['okta.deactivated-user-returns'],
    before(request, { store }) {
      if (!isCreate(request) || !isOkta(request.headers) || !isObject(request.body)) return undefined;
      const holders = store.lookup('User', 'userName', String(request.body.userName).toLowerCase());
      if (holders.some(({ data }) => data.active === false))
        request.body = { ...request.body, userName: `${String(request.body.userName)}.2` };
    },
  },
  {
    id: 'okta.nobody-is-taken-away',
    says: 'a DELETE and a change of active are acknowledged, and neither is carried out',
    breaks: ['okta:O27'],
    kills: [
      'okta.ways-of-taking-away-are-noted',
      'okta.pathless-patch-deactivates',
      'okta.trial-user-and-group-can-go',
    ],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && store.get('User', readId(request))
        ? { status: 204, headers: {} }
        : undefined,
    semantics: {
      replaceSingle: (current, value, attribute) =>
        attribute.name === 'active' ? current : strict.replaceSingle(current, value, attribute),
    },
  },
  {
    id: 'okta.emails-as-an-object-break',
    says: 'a create whose emails are one object breaks the server',
    breaks: ['okta:O26'],
    kills: ['okta.emails-as-an-object-are-no-fault', 'traffic.no-internal-error-to-okta'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && isObject(request.body.emails) ? refuse(500) : undefined,
  },
  {
    id: 'okta.emails-as-an-object-are-doubled',
    says: 'a create whose emails are one object stores two addresses',
    breaks: ['okta:O26'],
    kills: ['okta.emails-as-an-object-are-no-fault'],
    before({ method, body }) {
      if (method !== 'POST' || !isObject(body) || !isObject(body.emails)) return undefined;
      const { value, ...rest } = body.emails;
      body.emails = [{ value, ...rest }, { value: `other-${value}` }];
    },
  },
  {
    id: 'okta.put-loses-the-external-id',
    says: 'a PUT of a user drops externalId',
    breaks: ['okta:O07'],
    kills: ['okta.put-of-the-whole-user-is-stored'],
    before(request) {
      if (isOne(request, 'PUT') && isOkta(request.headers) && isObject(request.body))
        delete request.body.externalId;
    },
  },
  {
    id: 'okta.pages-ignore-the-filter',
    says: 'a lookup by Okta that asks for a page lists everybody',
    breaks: ['okta:O01'],
    kills: ['okta.lookup-finds-the-user'],
    before({ query, path, headers }) {
      if (path === '/Users' && isOkta(headers) && query.has('count')) query.delete('filter');
    },
  },
]);
