import { isObject, SCHEMA } from '../../model.ts';
import { eachResource, isProjected } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What an endpoint's own attributes tell, and when they tell something else (RFC 7643 sections 2.2, 3.1 and 7). */
export const movingVariations: Variation[] = [
  {
    id: 'moving.last-seen',
    says: 'a readOnly attribute of the vendor has another value in each response',
    basis: ['7643:2.2', '7643:7'],
    excludes: ['features.no-vendor-extension', 'features.no-extensions', 'types.groups-alone'],
    after: (request, response) => {
      if (isProjected(request)) return;
      eachResource(request, response, (resource) => {
        const vendor = resource[SCHEMA.test];
        if (isObject(vendor)) vendor.serial = `seen ${process.hrtime.bigint()}`;
      });
    },
  },
  {
    id: 'moving.meta-of-its-own',
    says: 'meta has members of the vendor, one of which is the place in the answer',
    basis: ['7643:3.1', '7644:3.1'],
    after: (request, response) => {
      if (isProjected(request)) return;
      let count = 0;
      eachResource(request, response, ({ meta }) => {
        count += 1;
        if (isObject(meta)) Object.assign(meta, { 'x-served': count, 'x-node': 'eu-2' });
      });
    },
  },
  {
    id: 'moving.versions-of-users-alone',
    says: 'accounts have versions and groups have none',
    basis: ['7643:3.1', '7644:3.14'],
    choice: 'where versions are',
    after: (request, response) => {
      if (request.path.startsWith('/Groups')) delete response.headers.etag;
      eachResource(request, response, ({ meta }) => {
        if (isObject(meta) && meta.resourceType === 'Group') delete meta.version;
      });
    },
  },
  {
    id: 'moving.versions-in-headers-alone',
    says: 'versions are in ETag alone and not in meta',
    basis: ['7643:3.1', '7644:3.14'],
    choice: 'where versions are',
    after: (request, response) =>
      eachResource(request, response, ({ meta }) => {
        if (isObject(meta)) delete meta.version;
      }),
  },
  {
    id: 'moving.versions-not-in-lists',
    says: 'resources in lists have no version',
    basis: ['7643:3.1', '7644:3.14'],
    choice: 'where versions are',
    after: (request, response) => {
      if (isObject(response.body) && Array.isArray(response.body.Resources))
        eachResource(request, response, ({ meta }) => {
          if (isObject(meta)) delete meta.version;
        });
    },
  },
];
