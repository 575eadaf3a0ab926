import { isObject, type ScimObject, type TenantRequest, type TenantResponse } from '../../../model.ts';
import type { Defect } from '../../defect.ts';
import { isList, refuse } from '../../kit.ts';

const KILLS = { breaks: ['7644:3.4.2/plain-list'], kills: ['queries.plain-list-shows-what-is-there'] };

const isUnfiltered = (request: TenantRequest): boolean =>
  isList(request) && request.method === 'GET' && request.path === '/Users' && !request.query.has('filter');

const listed = ({ body }: TenantResponse): ScimObject[] =>
  isObject(body) && Array.isArray(body.Resources) ? body.Resources.filter(isObject) : [];

const withoutMail = ({ emails, externalId, displayName }: ScimObject): boolean =>
  (!Array.isArray(emails) || emails.length === 0) && externalId === undefined && displayName === undefined;

/** Lists that do not show what is there. */
export const pagingPlainDefects: Defect[] = [
  {
    id: 'queries.plain-list-is-empty',
    says: 'GET /Users without parameters lists no one',
    ...KILLS,
    after(request, { body }) {
      if (
        isUnfiltered(request) &&
        request.query.size === 0 &&
        isObject(body) &&
        Array.isArray(body.Resources)
      )
        Object.assign(body, { Resources: [], totalResults: 0, itemsPerPage: 0 });
    },
  },
  {
    id: 'queries.users-without-mail-are-not-shown',
    says: 'users without an email address and other names than userName are counted in lists, and not shown',
    ...KILLS,
    after(request, response) {
      if (!isUnfiltered(request) || !isObject(response.body)) return undefined;
      const shown = listed(response).filter((one) => !withoutMail(one));
      Object.assign(response.body, { Resources: shown, itemsPerPage: shown.length });
    },
  },
  {
    id: 'queries.newest-user-is-not-shown',
    says: 'lists of users without a filter are one short: the newest user is on no page',
    ...KILLS,
    after(request, response, { store }) {
      if (!isUnfiltered(request) || !isObject(response.body)) return undefined;
      const newest = [...store.own('User')].at(-1)?.id;
      const shown = listed(response).filter(({ id }) => id !== newest);
      const total = Number(response.body.totalResults) - (newest === undefined ? 0 : 1);
      Object.assign(response.body, { Resources: shown, itemsPerPage: shown.length, totalResults: total });
    },
  },
  {
    id: 'queries.totals-count-groups',
    says: 'totals of lists of users count the groups as well',
    ...KILLS,
    after(request, { body }, { store }) {
      if (isUnfiltered(request) && isObject(body))
        body.totalResults = Number(body.totalResults) + 1 + store.own('Group').length;
    },
  },
  {
    id: 'queries.one-user-breaks-the-list',
    says: 'a list with a user who has no email address breaks',
    ...KILLS,
    after: (request, response) =>
      isUnfiltered(request) && listed(response).some(withoutMail) ? refuse(500) : undefined,
  },
];
