import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId } from '../kit.ts';
import { buryById, buryByName, gravesById, gravesByName } from './graves.ts';

/** Shows deleted resources in the lists that the predicate picks. */
function haunts(picks: (request: Parameters<NonNullable<Defect['after']>>[0]) => boolean, type: string) {
  const after: NonNullable<Defect['after']> = (request, { body }, tenancy) => {
    if (!isObject(body) || !Array.isArray(body.Resources) || !picks(request)) return undefined;
    const asked =
      `${request.query.get('filter') ?? ''} ${JSON.stringify(request.body ?? null)}`.toLowerCase();
    const unfiltered = !asked.includes(' eq ');
    for (const { id, data, type: kind } of gravesById(tenancy).values()) {
      const name = String(data.userName ?? data.displayName).toLowerCase();
      if (kind === type && (unfiltered || asked.includes(name)))
        body.Resources.push({ schemas: [type === 'User' ? SCHEMA.user : SCHEMA.group], id, ...data });
    }
    return undefined;
  };
  return after;
}

/** Deleted resources that are listed. */
export const listDefects: Defect[] = [
  {
    id: 'hard-delete.stays-on-pages',
    says: 'deleted accounts stay in lists without a filter',
    breaks: ['7644:3.6/deleted-not-listed'],
    kills: ['hard-delete.absent-from-lists'],
    before: buryById,
    after: haunts(
      ({ method, path, query }) => method === 'GET' && path === '/Users' && !query.has('filter'),
      'User',
    ),
  },
  {
    id: 'delete.stays-in-lists',
    says: 'a deleted account still comes up in lists and filters',
    breaks: ['7644:3.6/deleted-not-listed', 'smartfile:S11', 'smartfile:S12'],
    kills: [
      'hard-delete.absent-by-every-filter',
      'matching.deleted-user-is-found-by-nothing',
      'matching.reused-name-finds-the-new-user',
      'smartfile.unassigned-user-is-gone',
      'smartfile.returning-user-is-created-again',
      'entra.unassigned-user-is-deleted',
      'traffic.messages-name-their-schemas',
    ],
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) buryByName(tenancy, readId(request));
    },
    after(request, { body }, tenancy) {
      if (request.method !== 'GET' || request.path !== '/Users' || !isObject(body)) return undefined;
      const filter = request.query.get('filter')?.toLowerCase() ?? '';
      const found = [...gravesByName(tenancy)]
        .filter(([name]) => filter.includes(name))
        .map(([, grave]) => grave);
      const ghosts = found.map(({ id, data }) => ({ schemas: [], id, ...data }));
      if (ghosts.length === 0 || !Array.isArray(body.Resources)) return undefined;
      body.Resources.push(...ghosts);
      body.totalResults = body.Resources.length;
    },
  },
  {
    id: 'hard-delete.stays-in-search',
    says: 'deleted accounts are found by .search',
    breaks: ['7644:3.6/deleted-not-listed'],
    kills: ['hard-delete.absent-from-search'],
    before: buryById,
    after: haunts(({ path }) => path.endsWith('/.search'), 'User'),
  },
  {
    id: 'hard-delete.group-stays-in-lists',
    says: 'deleted groups are found by their name',
    breaks: ['7644:3.6/deleted-not-listed'],
    kills: ['hard-delete.group-absent-by-filter', 'matching.deleted-group-is-found-by-nothing'],
    before: buryById,
    after: haunts(
      ({ method, path, query }) => method === 'GET' && path === '/Groups' && query.has('filter'),
      'Group',
    ),
  },
];
