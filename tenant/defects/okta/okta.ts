import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, refuse } from '../kit.ts';

type OktaDefect = Omit<Defect, 'profile'>;

function operations(body: unknown): ScimObject[] {
  const listed = isObject(body) ? body.Operations : undefined;
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

const isOkta = (headers: Record<string, string>): boolean => /^Okta/.test(headers['user-agent'] ?? '');
const inactive = (value: unknown): boolean => isObject(value) && value.active === false;

const defects: OktaDefect[] = [
  {
    id: 'okta.pages-hide-the-user',
    says: 'a filter with a page answers an empty list',
    breaks: ['okta:O01'],
    kills: ['okta.lookup-finds-the-user'],
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
    kills: ['okta.lookup-without-match-is-understood'],
    after: ({ query, path }, { body }) =>
      path === '/Users' && query.has('filter') && isObject(body) && body.totalResults === 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.counts-as-text',
    says: 'the numbers of a list are strings',
    breaks: ['okta:O03'],
    kills: ['okta.import-yields-each-user-once'],
    after({ query, path }, { body }) {
      if (path === '/Users' && !query.has('filter') && isObject(body) && Array.isArray(body.Resources))
        body.itemsPerPage = String(body.itemsPerPage);
    },
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
    kills: ['okta.create-answers-201-with-the-user'],
    after(request, response) {
      if (isCreate(request) && request.path === '/Users' && response.status === 201) delete response.body;
    },
  },
  {
    id: 'okta.conflict-is-400',
    says: 'a userName in use is answered 400',
    breaks: ['okta:O06'],
    kills: ['okta.second-create-is-a-conflict'],
    after: (request, { status }) => (isCreate(request) && status === 409 ? refuse(400) : undefined),
  },
  {
    id: 'okta.put-changes-nothing',
    says: 'PUT answers 200 and keeps what there was',
    breaks: ['okta:O07'],
    kills: ['okta.put-of-the-whole-user-is-stored'],
    before(request) {
      if (isOne(request, 'PUT')) request.method = 'GET';
    },
  },
  {
    id: 'okta.put-refuses-meta',
    says: 'PUT with meta is refused',
    breaks: ['okta:O08'],
    kills: ['okta.put-takes-what-get-returned'],
    before: (request) =>
      isOne(request, 'PUT') && isObject(request.body) && request.body.meta !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.pathless-active-ignored',
    says: 'active in a PATCH without path is passed over',
    breaks: ['okta:O09'],
    kills: ['okta.pathless-patch-deactivates'],
    before: (request) =>
      isOne(request, 'PATCH') && operations(request.body).some(({ path, value }) => !path && inactive(value))
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
    id: 'okta.refuses-empty-members',
    says: 'a create of a group with an empty list of members is refused',
    breaks: ['okta:O13'],
    kills: ['okta.group-is-pushed-empty'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && Array.isArray(request.body.members)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.rename-refuses-the-id',
    says: 'id in the value of a PATCH is refused',
    breaks: ['okta:O14', 'okta:O28'],
    kills: ['okta.renaming-changes-the-name-only', 'okta.group-is-matched-and-renamed'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operations(request.body).some(({ value }) => isObject(value) && value.id !== undefined)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.removes-or-adds',
    says: 'of a PATCH that removes and adds members only the removal is done',
    breaks: ['okta:O15'],
    kills: ['okta.members-change-in-one-patch'],
    before(request) {
      const all = operations(request.body);
      if (isOne(request, 'PATCH') && all.length > 1 && isObject(request.body))
        request.body.Operations = all.slice(0, 1);
    },
  },
  {
    id: 'okta.members-need-a-type',
    says: 'members added without a type are refused',
    breaks: ['okta:O16'],
    kills: ['okta.members-need-no-type'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operations(request.body).some(
        ({ op, value }) =>
          op === 'add' && Array.isArray(value) && value.some((one) => isObject(one) && !one.type),
      )
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.push-appends',
    says: 'a push adds members and takes none away',
    breaks: ['okta:O17'],
    kills: ['okta.push-sets-the-whole-list'],
    semantics: {
      replaceMany: (current, incoming, attribute) =>
        attribute.name === 'members'
          ? strict.addMany(current, incoming, attribute, strict.sameElement)
          : strict.replaceMany(current, incoming, attribute),
    },
  },
  {
    id: 'okta.unlinking-deletes-members',
    says: 'deleting a group deletes its members',
    breaks: ['okta:O18'],
    kills: ['okta.unlinked-group-leaves-its-members'],
    semantics: {
      alsoDeletes: (resource, { store }) => (resource.type === 'Group' ? store.references(resource) : []),
    },
  },
  {
    id: 'okta.agent-is-turned-away',
    says: 'a read by Okta is refused',
    breaks: ['okta:O21'],
    kills: ['okta.okta-is-served-as-any-client'],
    before: (request) => (isOne(request, 'GET') && isOkta(request.headers) ? refuse(403) : undefined),
  },
  {
    id: 'okta.page-counts-what-was-asked',
    says: 'itemsPerPage is the size that the server likes',
    breaks: ['okta:O22'],
    kills: ['okta.page-of-two-holds-two'],
    after({ path }, { body }) {
      if (path === '/Users' && isObject(body) && body.itemsPerPage !== undefined) body.itemsPerPage = 20;
    },
  },
  {
    id: 'okta.conflict-is-500',
    says: 'a userName in use breaks the server',
    breaks: ['okta:O29', 'okta:O06'],
    kills: ['traffic.no-internal-error-to-okta', 'okta.second-create-is-a-conflict'],
    after: (request, { status }) => (isCreate(request) && status === 409 ? refuse(500) : undefined),
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
    id: 'okta.trial-user-stays',
    says: 'what was deleted is answered 200',
    breaks: ['okta:O25'],
    kills: ['okta.trial-user-and-group-can-go'],
    after: (request, response) =>
      isOne(request, 'GET') && response.status === 404 ? { ...response, status: 200 } : undefined,
  },
];

/** What stands in the way of Okta; its rows are asked for by profile `okta`. */
export const oktaDefects: Defect[] = defects.map((defect) => ({ ...defect, profile: 'okta' }));
