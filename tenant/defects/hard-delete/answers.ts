import { randomUUID } from 'node:crypto';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse } from '../kit.ts';
import { buryById, gravesById } from './graves.ts';

/** Puts a deleted resource back when a request of this method comes for it. */
function rises(method: string): NonNullable<Defect['before']> {
  return (request, tenancy) => {
    const grave = isOne(request, method) ? gravesById(tenancy).get(readId(request)) : undefined;
    if (!grave) return buryById(request, tenancy);
    gravesById(tenancy).delete(grave.id);
    tenancy.store.put(grave);
    return undefined;
  };
}

/** What goes wrong with the answers to DELETE, and to writes that come after it. */
export const answerDefects: Defect[] = [
  {
    id: 'delete.answers-200',
    says: 'DELETE answers 200 with a body',
    breaks: ['7644:3.6/delete-204'],
    kills: ['hard-delete.answers-204', 'hard-delete.group-answers-204'],
    after: (request, response) =>
      isOne(request, 'DELETE') && response.status === 204
        ? { status: 200, headers: {}, body: { schemas: [], id: readId(request) } }
        : undefined,
  },
  {
    id: 'hard-delete.is-done-and-refused',
    says: 'DELETE is carried out and answered 500',
    breaks: ['7644:3.6/delete-204'],
    kills: ['hard-delete.answers-204', 'hard-delete.group-answers-204'],
    after: (request, { status }) => (isOne(request, 'DELETE') && status === 204 ? refuse(500) : undefined),
  },
  {
    id: 'hard-delete.put-brings-back',
    says: 'a PUT to a deleted account brings it back',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.put-finds-nothing'],
    before: rises('PUT'),
  },
  {
    id: 'hard-delete.patch-brings-back',
    says: 'a PATCH of a deleted account brings it back',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.patch-finds-nothing', 'practice.patch-in-flight-brings-nothing-back'],
    before: rises('PATCH'),
  },
  {
    id: 'delete.unknown-is-204',
    says: 'DELETE of what does not exist answers 204',
    breaks: ['7644:3.6/deleted-all-ops-404', '7644:3.12/delete-unknown-404', 'smartfile:S17'],
    kills: [
      'hard-delete.second-delete-finds-nothing',
      'hard-delete.unknown-id-is-not-found',
      'smartfile.second-delete-is-404',
      'bulk.results-have-the-status-of-single-requests',
    ],
    after: (request, response) =>
      isOne(request, 'DELETE') && response.status === 404 ? { status: 204, headers: {} } : undefined,
  },
  {
    id: 'delete.group-is-deleted-twice',
    says: 'DELETE of a group that does not exist answers 204',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.second-delete-finds-nothing'],
    after: (request, response) =>
      isOne(request, 'DELETE') && nameType(request) === 'Group' && response.status === 404
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'hard-delete.ignores-if-match',
    says: 'DELETE does not look at If-Match',
    breaks: ['7644:3.14/if-match-stale'],
    kills: ['hard-delete.stale-tag-deletes-nothing', 'versions.delete-honours-tags'],
    before(request) {
      if (request.method === 'DELETE') delete request.headers['if-match'];
    },
  },
  {
    id: 'hard-delete.wipes-the-collection',
    says: 'a DELETE on the collection deletes every account',
    breaks: ['7644:3.2/delete-collection'],
    kills: ['hard-delete.collection-stays'],
    before(request, { store }) {
      if (request.method !== 'DELETE' || request.path !== '/Users') return undefined;
      for (const user of store.own('User')) store.remove(user);
      return { status: 204, headers: {} };
    },
  },
  {
    id: 'hard-delete.is-queued',
    says: 'DELETE is left to a queue: 202, and the address of the job',
    breaks: ['7644:3.6/delete-204'],
    kills: ['hard-delete.answers-204', 'hard-delete.group-answers-204'],
    after: (request, { status }, { url }) =>
      isOne(request, 'DELETE') && status === 204
        ? { status: 202, headers: { location: `${url}/Jobs/${randomUUID()}` } }
        : undefined,
  },
  {
    id: 'hard-delete.unknown-id-breaks',
    says: 'DELETE of an id that never existed breaks the server, which finds only rows marked as deleted',
    breaks: ['7644:3.12/delete-unknown-404', '7644:3.12/no-5xx'],
    kills: ['hard-delete.unknown-id-is-not-found', 'traffic.no-internal-error'],
    before: buryById,
    after: (request, { status }, tenancy) =>
      isOne(request, 'DELETE') && status === 404 && !gravesById(tenancy).has(readId(request))
        ? refuse(500)
        : undefined,
  },
  {
    id: 'hard-delete.wipes-up-to-a-refusal',
    says: 'a DELETE on the collection deletes one account after the other, up to that of the token, and is refused there',
    breaks: ['7644:3.2/delete-collection'],
    kills: ['hard-delete.collection-stays'],
    before(request, { store, self }) {
      if (request.method !== 'DELETE' || request.path !== '/Users') return undefined;
      for (const user of store.own('User')) if (user.id !== self) store.remove(user);
      return refuse(403, 'nobody deletes their own account');
    },
  },
];
