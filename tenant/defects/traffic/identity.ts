import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList, resourcesIn } from '../kit.ts';

/** Ids that are none, and resources that are shown twice. */
export const identityDefects: Defect[] = [
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
    id: 'read.id-holds-bulk-id',
    says: 'ids begin with the reserved word bulkId',
    breaks: ['7643:3.1/id-no-bulkid'],
    kills: ['traffic.ids-avoid-bulk-id'],
    semantics: { newId: (type, body, tenancy) => `bulkId${strict.newId(type, body, tenancy)}` },
  },
  {
    id: 'queries.two-addresses-list-a-user-twice',
    says: 'a user of two mail addresses is listed twice',
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
];
