import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, resourcesIn } from '../kit.ts';

/** What a connection does not survive. */
export const connectionDefects: Defect[] = [
  {
    id: 'smartfile.address-without-its-path',
    says: 'meta.location lacks the path of the tenant URL',
    breaks: ['smartfile:S01'],
    kills: ['smartfile.addresses-hold-the-whole-tenant-url'],
    after: (_request, response) => relocate(response, (url) => url.replace(/\/ftp\/scim|\/scim(\/v2)?/, '')),
  },
  {
    id: 'smartfile.address-on-other-host',
    says: 'meta.location names an internal host',
    breaks: ['smartfile:S02'],
    kills: ['smartfile.addresses-are-reachable'],
    after: (_request, response) => relocate(response, (url) => url.replace(/\/\/[^/]+/, '//internal.test')),
  },
  {
    id: 'create.location-on-other-host',
    says: 'Location names an internal host',
    breaks: ['smartfile:S02'],
    kills: ['smartfile.addresses-are-reachable'],
    after(request, response) {
      const { location } = response.headers;
      if (isCreate(request) && location)
        response.headers.location = location.replace(/127\.0\.0\.1/, 'internal.test');
    },
  },
  {
    id: 'smartfile.no-groups-by-name',
    says: 'groups cannot be created under /Groups',
    breaks: ['smartfile:S09'],
    kills: [
      'smartfile.users-and-groups-are-served',
      'users.create-answers-201',
      'groups.may-be-created-empty',
      'entra.unknown-schema-uri-is-tolerated',
    ],
    before: (request) => (isCreate(request) && request.path === '/Groups' ? refuse(404) : undefined),
  },
];

function relocate(response: Parameters<typeof resourcesIn>[0], change: (url: string) => string): undefined {
  for (const resource of resourcesIn(response))
    if (isObject(resource.meta) && typeof resource.meta.location === 'string')
      resource.meta = { ...resource.meta, location: change(resource.meta.location) };
  return undefined;
}
