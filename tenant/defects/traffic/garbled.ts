import { isObject, SCHEMA, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';

const HOUR = 3_600_000;

/** Another detail for the errors of one status. */
function details(status: number, detail: string) {
  return (_request: TenantRequest, response: TenantResponse): undefined => {
    if (response.status === status && isObject(response.body)) response.body.detail = detail;
  };
}

const metasIn = (response: TenantResponse): ScimObject[] =>
  resourcesIn(response).flatMap(({ meta }) => (isObject(meta) ? [meta] : []));

const LEAK = { breaks: ['practice:P34'], kills: ['traffic.no-secret-in-answers'] };

/** Answers that are taken and say something else than what is so. */
export const garbledDefects: Defect[] = [
  {
    id: 'error.names-a-constraint',
    says: 'a conflict is explained by the constraint of a table',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    company: true,
    after: details(409, 'UNIQUE constraint failed: auth_user.username'),
  },
  {
    id: 'error.names-a-class',
    says: 'what is not found is explained by the name of a class',
    ...LEAK,
    after: details(404, 'com.example.scim.store.ResourceNotFoundException: no such resource'),
  },
  {
    id: 'error.tells-of-undefined',
    says: 'what cannot be read is explained by what the program stumbled over',
    ...LEAK,
    company: true,
    after: details(400, "Cannot read properties of undefined (reading 'toLowerCase')"),
  },
  {
    id: 'error.bulk-names-a-constraint',
    says: 'a failed operation of a bulk job is explained by the constraint of a table',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    company: true,
    after({ path }, { body }) {
      const results = path === '/Bulk' && isObject(body) ? body.Operations : undefined;
      for (const result of Array.isArray(results) ? results : [])
        if (isObject(result.response) && Number(result.status) >= 400)
          result.response.detail = 'UNIQUE constraint failed: auth_user.username';
    },
  },
  {
    id: 'meta.local-times-end-in-z',
    says: 'times are those of a zone two hours ahead, with Z behind them',
    breaks: ['7643:3.1/times-name-their-zone'],
    kills: ['traffic.creation-times-are-in-the-zone-they-name'],
    semantics: { writeTime: (instant) => new Date(instant.getTime() + 2 * HOUR).toISOString() },
  },
  {
    id: 'meta.times-of-half-an-hour-behind',
    says: 'times are those of a zone three and a half hours behind, written +00:00',
    breaks: ['7643:3.1/times-name-their-zone'],
    kills: ['traffic.creation-times-are-in-the-zone-they-name'],
    semantics: {
      writeTime: (instant) => new Date(instant.getTime() - 3.5 * HOUR).toISOString().replace('Z', '+00:00'),
    },
  },
  {
    id: 'meta.times-without-t',
    says: 'times have a space between date and time',
    breaks: ['7643:3.1/meta-created-datetime'],
    kills: ['traffic.meta-dates-are-date-times'],
    after(_request, response) {
      for (const meta of metasIn(response))
        for (const name of ['created', 'lastModified'])
          if (typeof meta[name] === 'string') meta[name] = String(meta[name]).replace('T', ' ').slice(0, 19);
    },
  },
  {
    id: 'meta.location-below-another-mount',
    says: 'meta.location is below another path than the tenant URL',
    breaks: ['7643:3.1/meta-location-resolves'],
    kills: ['attributes.meta-location-leads-back', 'smartfile.addresses-hold-the-whole-tenant-url'],
    after(_request, response) {
      for (const meta of metasIn(response))
        if (typeof meta.location === 'string')
          meta.location = meta.location.replace(/\/(Users|Groups)\//, '/internal/$1/');
    },
  },
  {
    id: 'page.says-what-was-asked',
    says: 'itemsPerPage repeats count, however few there are',
    breaks: ['7644:3.4.2/itemsperpage-value'],
    kills: ['queries.items-per-page-counts-the-page'],
    after(request, { body }) {
      const count = Number(request.query.get('count'));
      if (isList(request) && isObject(body) && body.itemsPerPage !== undefined && count > 0)
        body.itemsPerPage = count;
    },
  },
  {
    id: 'create.invents-empty-addresses',
    says: 'an account without addresses shows one that is an empty text',
    breaks: ['practice:P38'],
    kills: ['users.create-invents-no-hollow-entries', 'queries.filter-pr'],
    semantics: {
      represent: (full, { type }) =>
        type === 'User' && full.emails === undefined
          ? { ...full, emails: [{ value: '', type: 'work' }] }
          : full,
    },
  },
  {
    id: 'create.answers-with-another-group-name',
    says: 'the answer to a create of a group carries another displayName than the group',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['users.read-equals-answer-to-create'],
    after(request, response) {
      if (
        isCreate(request) &&
        nameType(request) === 'Group' &&
        succeeded(response) &&
        isObject(response.body)
      )
        response.body.displayName = `${String(response.body.displayName)} (new)`;
    },
  },
  {
    id: 'create.answers-with-another-display-name',
    says: 'the answer to a create carries another displayName than the account',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['users.read-equals-answer-to-create', 'attributes.returned-by-default'],
    after(request, response) {
      if (isCreate(request) && succeeded(response) && isObject(response.body) && response.body.displayName)
        response.body.displayName = 'New user';
    },
  },
  {
    id: 'bulk.results-carry-another-account',
    says: 'the result of a create in a bulk job carries an account of another displayName',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['bulk.results-have-locations'],
    after({ path }, { body }) {
      const results = path === '/Bulk' && isObject(body) ? body.Operations : undefined;
      for (const result of Array.isArray(results) ? results.filter(isObject) : [])
        if (result.method === 'POST' && Number(result.status) === 201)
          result.response = { displayName: 'somebody else' };
    },
  },
  {
    id: 'update.answers-with-another-group-name',
    says: 'the answer to a change of a group carries another displayName than the group',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['groups.put-replaces-members'],
    after(request, response) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      if (isObject(response.body)) response.body.displayName = 'as before';
    },
  },
  {
    id: 'update.patch-answers-with-another-group-name',
    says: 'a PATCH of a group is answered 200 with another displayName than the group has',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['groups.rename-keeps-members'],
    after: (request, response) =>
      isOne(request, 'PATCH') && nameType(request) === 'Group' && succeeded(response)
        ? {
            status: 200,
            headers: {},
            body: { schemas: [SCHEMA.group], id: readId(request), displayName: 'as before' },
          }
        : undefined,
  },
  {
    id: 'group.leaves-last-modified',
    says: 'lastModified of a group does not move when its members change',
    breaks: ['7643:3.1/lastmodified-advances'],
    kills: ['groups.put-replaces-members'],
    after(request, response) {
      for (const { meta, members } of resourcesIn(response))
        if (isObject(meta) && nameType(request) === 'Group' && members !== undefined)
          meta.lastModified = meta.created;
    },
  },
];
