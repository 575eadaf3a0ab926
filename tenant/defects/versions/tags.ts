import { createHash } from 'node:crypto';
import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';

/** What goes wrong with entity tags. */
export const tagDefects: Defect[] = [
  {
    id: 'etag.header-missing',
    says: 'there is no ETag header',
    breaks: ['7644:3.14/etag-header'],
    kills: ['versions.resources-have-tags'],
    after(_request, response) {
      delete response.headers.etag;
    },
  },
  {
    id: 'etag.meta-without-version',
    says: 'meta has no version',
    breaks: ['7644:3.14/meta-version'],
    kills: ['versions.meta-has-version'],
    semantics: {
      represent(full) {
        if (!isObject(full.meta)) return full;
        const { version: _, ...meta } = full.meta;
        return { ...full, meta };
      },
    },
  },
  {
    id: 'etag.extensions-do-not-count',
    says: 'a change of the enterprise extension leaves the version of a user as it was',
    breaks: ['7644:3.14/etag-changes'],
    kills: ['versions.tag-follows-the-resource'],
    semantics: {
      version({ id, data }) {
        const { [SCHEMA.enterprise]: _extension, ...core } = data;
        return `W/"${createHash('sha1')
          .update(`${id} ${JSON.stringify(core)}`)
          .digest('hex')}"`;
      },
    },
  },
  {
    id: 'etag.never-changes',
    says: 'the version of a resource stays the same',
    breaks: ['7644:3.14/etag-changes'],
    kills: ['versions.tag-follows-the-resource', 'versions.tag-follows-the-members'],
    semantics: { version: () => 'W/"1"' },
  },
];
