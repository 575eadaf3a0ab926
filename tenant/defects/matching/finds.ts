import { badFilter } from '../../errors.ts';
import type { Defect } from '../defect.ts';
import { refuses } from '../filters.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** Lookups by a matching attribute that are refused. */
export const findDefects: Defect[] = [
  {
    id: 'matching.external-id-refused',
    says: 'filters on externalId are refused',
    breaks: ['entra:R04', 'entra:R24'],
    kills: [
      'matching.external-id-finds-one',
      'matching.group-external-id-finds-one',
      'entra.known-attributes-are-queried',
      'entra.matching-attributes-are-filterable',
      'entra.external-id-is-kept-and-found',
      'entra.no-match-is-an-empty-list',
    ],
    semantics: refuses(/externalId/i),
  },
  {
    id: 'matching.id-refused',
    says: 'filters on id are refused',
    breaks: ['entra:R04'],
    kills: ['matching.id-finds-one', 'entra.known-attributes-are-queried'],
    semantics: refuses(/(^|\s)id eq/i),
  },
  {
    id: 'matching.no-typed-addresses',
    says: 'the filter on the address of a type is refused',
    breaks: ['entra:R15', 'entra:Q19'],
    kills: [
      'matching.work-address-finds-one',
      'matching.no-match-is-an-empty-list',
      'entra.matching-attributes-are-filterable',
      'entra.work-address-is-matched',
    ],
    semantics: refuses(/\]\.value/),
  },
  {
    id: 'matching.groups-by-id-alone',
    says: 'filters on the displayName of groups are refused',
    breaks: ['entra:R04', 'entra:R24'],
    kills: [
      'matching.group-name-finds-one',
      'entra.known-attributes-are-queried',
      'entra.matching-attributes-are-filterable',
      'smartfile.connection-test-succeeds',
      'smartfile.restart-finds-what-was-provisioned',
      'entra.users-are-served-beside-missing-groups',
    ],
    before(request) {
      if (request.path !== '/Groups' || !/displayName eq/.test(request.query.get('filter') ?? ''))
        return undefined;
      const { status, message, scimType } = badFilter('displayName cannot be searched');
      return {
        status,
        headers: {},
        body: { schemas: [ERROR], status: String(status), scimType, detail: message },
      };
    },
  },
];
