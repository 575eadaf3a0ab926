import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { reads } from '../filters.ts';
import { isCreate, isList } from '../kit.ts';
import { userIn } from '../reach.ts';

/** Values that are taken for others, or for those of others. */
export const valueDefects: Defect[] = [
  {
    id: 'matching.wildcards',
    says: 'eq treats percent, underscore, asterisk and question mark as wildcards',
    breaks: ['7644:3.4.2.2/op-eq', 'practice:P13'],
    kills: ['matching.wildcards-stand-for-themselves', 'protocol.filter-text-is-no-query'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        if (operator !== 'eq' || typeof wanted !== 'string' || !/[%_*?]/.test(wanted))
          return strict.compare.call(this, operator, actual, wanted, attribute);
        const literal = wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&');
        const pattern = literal.replace(/[%*]/g, '.*').replace(/[_?]/g, '.');
        return new RegExp(`^${pattern}$`, 'i').test(String(actual));
      },
    },
  },
  {
    id: 'matching.second-of-an-external-id-has-none',
    says: 'a create with a taken externalId returns 201 but drops it',
    breaks: ['7643:3.1/externalid-roundtrip'],
    kills: ['matching.two-users-of-one-external-id'],
    before(request, { store }) {
      const body = isCreate(request) ? userIn(request) : undefined;
      const twin = store.own('User').some(({ data }) => data.externalId === body?.externalId);
      if (body?.externalId !== undefined && twin) delete body.externalId;
      return undefined;
    },
  },
  {
    id: 'matching.finds-the-first-only',
    says: 'a lookup by equality returns one resource, however many match',
    breaks: ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/filter-groups'],
    kills: [
      'matching.two-users-of-one-external-id',
      'matching.two-users-of-one-work-address',
      'matching.two-groups-of-one-external-id',
    ],
    after(request, { body }) {
      const equality = /^(externalId|displayName|emails\[[^\]]*\]\.value) eq "[^"]*"$/;
      if (!isList(request) || !equality.test(request.query.get('filter') ?? '') || !isObject(body))
        return undefined;
      if (Array.isArray(body.Resources)) body.Resources = body.Resources.slice(0, 1);
      body.totalResults = Math.min(1, Number(body.totalResults));
    },
  },
  {
    id: 'matching.long-values-cut',
    says: 'only the first 255 characters of a value are compared',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['matching.long-values-are-found'],
    semantics: reads((part) =>
      part.kind === 'compare' && typeof part.value === 'string'
        ? { ...part, value: part.value.slice(0, 255) }
        : part,
    ),
  },
];
