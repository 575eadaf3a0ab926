import { randomUUID } from 'node:crypto';
import { isObject, type Kept, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList, isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';

/** Ids of one type of resources that were deleted, by the store that they were in. */
const left = new WeakMap<Kept['store'], Map<string, string[]>>();

function freedIds({ store }: Kept, type: string): string[] {
  const known = left.get(store) ?? new Map<string, string[]>();
  left.set(store, known);
  const ids = known.get(type) ?? [];
  known.set(type, ids);
  return ids;
}

/** Ids, tags and addresses that are none, and resources that are shown twice. */
export const identityDefects: Defect[] = [
  {
    id: 'traffic.ids-are-given-again',
    says: 'the id of what was deleted last is given to what is created next',
    breaks: ['7643:3.1/id-not-reassigned'],
    kills: ['traffic.ids-are-not-reassigned'],
    semantics: { newId: (type, _body, kept) => freedIds(kept, type).pop() ?? randomUUID() },
    after(request, response, tenancy) {
      if (isOne(request, 'DELETE') && succeeded(response))
        freedIds(tenancy, nameType(request)).push(readId(request));
      return undefined;
    },
  },
  {
    id: 'read.id-as-number',
    says: 'id is a number',
    breaks: ['7643:3.1/id-present'],
    kills: ['traffic.resources-have-an-id'],
    after(_request, response) {
      for (const resource of resourcesIn(response))
        resource.id = Number.parseInt(String(resource.id).slice(0, 6), 16);
    },
  },
  {
    id: 'queries.two-addresses-list-a-user-twice',
    says: 'a user of two email addresses is listed twice',
    breaks: ['7644:3.4.2/page-ids-distinct'],
    kills: [
      'traffic.pages-show-no-resource-twice',
      'entra.query-answers-a-list',
      'smartfile.matching-attributes-are-filterable',
    ],
    after(request, response) {
      if (!isList(request) || !isObject(response.body)) return undefined;
      const rows = resourcesIn(response).flatMap((one) =>
        Array.isArray(one.emails) && one.emails.length > 1 ? [one, structuredClone(one)] : [one],
      );
      if (rows.length > 0) response.body.Resources = rows;
    },
  },
  {
    id: 'traffic.sorted-lists-repeat-the-last',
    says: 'a sorted list shows its last resource twice',
    breaks: ['7644:3.4.2/page-ids-distinct'],
    kills: ['traffic.pages-show-no-resource-twice', 'queries.sort-by-orders-the-list'],
    after(request, response) {
      const rows = resourcesIn(response);
      if (!isList(request) || !request.query.has('sortBy') || !isObject(response.body)) return undefined;
      const last = rows.at(-1);
      if (last) response.body.Resources = [...rows, structuredClone(last)];
    },
  },
  {
    id: 'read.id-holds-bulk-id',
    says: 'ids begin with the reserved word bulkId',
    breaks: ['7643:3.1/id-no-bulkid'],
    kills: ['traffic.ids-avoid-bulk-id'],
    semantics: { newId: (type, body, tenancy) => `bulkId${strict.newId(type, body, tenancy)}` },
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
];
