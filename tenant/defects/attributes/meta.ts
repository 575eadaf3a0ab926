import { isObject, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { resourcesIn } from '../kit.ts';

/** What goes wrong with meta. */
export const metaDefects: Defect[] = [
  {
    id: 'meta.location-missing',
    says: 'meta has no location',
    breaks: ['7643:3.1/meta-assigned', '7644:3.3/create-meta-location', '7643:3.1/meta-location-resolves'],
    kills: [
      'users.create-repeats-location-in-meta',
      'attributes.meta-is-assigned',
      'attributes.meta-location-leads-back',
      'entra.create-names-its-address',
    ],
    after(_request, response) {
      for (const { meta } of resourcesIn(response)) if (isObject(meta)) delete meta.location;
    },
  },
  {
    id: 'meta.location-below-another-mount',
    says: 'meta.location is below a path other than the tenant URL',
    breaks: ['7643:3.1/meta-location-resolves'],
    kills: ['attributes.meta-location-leads-back', 'smartfile.addresses-hold-the-whole-tenant-url'],
    after(_request, response) {
      for (const { meta } of resourcesIn(response))
        if (isObject(meta) && typeof meta.location === 'string')
          meta.location = meta.location.replace(/\/(Users|Groups)\//, '/internal/$1/');
    },
  },
  {
    id: 'attributes.location-in-capitals',
    says: 'meta.location and Location contain the id in upper case, which leads nowhere',
    breaks: ['7643:3.1/meta-location-resolves'],
    kills: ['attributes.meta-location-leads-back', 'users.create-names-location'],
    semantics: {
      address: (url, endpoint, id) => `${url}${endpoint}/${encodeURIComponent(id.toUpperCase())}`,
    },
  },
  {
    id: 'characteristic.modified-at-birth',
    says: 'lastModified of a new resource is later than created',
    breaks: ['7643:3.1/lastmodified-equals-created'],
    kills: ['attributes.new-is-unmodified'],
    semantics: {
      represent(full, { created, lastModified }) {
        if (created !== lastModified) return full;
        const later = new Date(Date.parse(created) + 7).toISOString();
        return { ...full, meta: { ...(full.meta as ScimObject), lastModified: later } };
      },
    },
  },
  {
    id: 'write.leaves-last-modified',
    says: 'meta.lastModified stays that of the creation',
    breaks: ['7643:3.1/lastmodified-advances', '7643:3.1/patch-lastmodified'],
    kills: ['attributes.last-modified-advances', 'patch.moves-last-modified'],
    semantics: { stamp: (previous) => previous },
  },
  {
    id: 'characteristic.version-in-small-letters',
    says: 'weak entity tags begin with w/',
    breaks: ['7643:3.1/version-weak-prefix'],
    kills: ['attributes.versions-are-entity-tags'],
    after(_request, { body, headers }) {
      if (headers.etag) headers.etag = headers.etag.replace(/^W/, 'w');
      if (isObject(body) && isObject(body.meta) && typeof body.meta.version === 'string')
        body.meta.version = body.meta.version.replace(/^W/, 'w');
    },
  },
];
