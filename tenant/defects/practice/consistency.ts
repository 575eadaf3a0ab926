import { isObject, type ScimObject, type StoredResource } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isList, isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';
import { stored, WORK_MS } from './overlap.ts';

const DAY_MS = 24 * 3_600_000;

/** How long a change shows before it is undone. */
const LASTS_MS = 1_000;

const LISTS = { breaks: ['practice:P39'], kills: ['practice.lists-show-what-reads-show'] };

/** Where one resource is shown in two places, and not as the same. */
export const consistencyDefects: Defect[] = [
  {
    id: 'race.found-late',
    says: 'a filter finds a resource only some time after it was created',
    breaks: ['practice:P11'],
    kills: ['practice.found-as-soon-as-created'],
    after(request, response, { store }) {
      if (!isList(request) || !isObject(response.body) || !Array.isArray(response.body.Resources))
        return undefined;
      const since = new Date(Date.now() - 4 * WORK_MS).toISOString();
      const isOld = ({ id }: ScimObject) => (store.find(String(id))?.created ?? '') < since;
      const { Resources, totalResults } = response.body;
      const found = Resources.filter(isObject).filter(isOld);
      const hidden = Resources.length - found.length;
      response.body = { ...response.body, Resources: found, totalResults: Number(totalResults) - hidden };
    },
  },
  {
    id: 'list.shows-everyone-active',
    says: 'lists show every user as active',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const one of resourcesIn(response)) if (one.active === false) one.active = true;
    },
  },
  {
    id: 'list.shows-another-display-name',
    says: 'lists show the userName of a user as displayName',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const one of resourcesIn(response)) if (one.displayName) one.displayName = one.userName;
    },
  },
  {
    id: 'practice.lists-show-another-version',
    says: 'lists show another meta.version of a user than reads',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const { meta } of resourcesIn(response))
        if (isObject(meta) && typeof meta.version === 'string') meta.version = 'W/"of-the-list"';
    },
  },
  {
    id: 'practice.lists-show-another-creation',
    says: 'lists show a meta.created of the day before',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const { meta } of resourcesIn(response))
        if (isObject(meta) && typeof meta.created === 'string')
          meta.created = new Date(Date.parse(meta.created) - DAY_MS).toISOString();
    },
  },
  {
    id: 'practice.searches-hide-inactive-users',
    says: 'POST .search leaves inactive users out, which lists show',
    ...LISTS,
    after(request, response) {
      const { body } = response;
      if (request.path !== '/Users/.search' || !isObject(body) || !Array.isArray(body.Resources))
        return undefined;
      const shown = body.Resources.filter((one) => !isObject(one) || one.active !== false);
      const hidden = body.Resources.length - shown.length;
      Object.assign(body, { Resources: shown, totalResults: Number(body.totalResults) - hidden });
    },
  },
  {
    id: 'practice.changes-are-undone-later',
    says: 'what a PATCH of a user changes is undone a second later',
    breaks: ['practice:P10'],
    kills: ['practice.lists-show-what-reads-show'],
    ...undoing(),
  },
  {
    id: 'read.moves-last-modified',
    says: 'a read of a user moves its lastModified on',
    breaks: ['practice:P35'],
    kills: [
      'practice.reads-change-nothing',
      'patch.fails-as-a-whole',
      'practice.refused-writes-leave-no-trace',
      'practice.simultaneous-reads-are-answered-alike',
    ],
    before(request, tenancy) {
      const user =
        isOne(request, 'GET') && nameType(request) === 'User' ? stored(request, tenancy) : undefined;
      if (!user) return undefined;
      const later = new Date(Date.parse(user.lastModified) + 1).toISOString();
      tenancy.store.put({ ...user, lastModified: later });
    },
  },
];

/** Writes back what a user was before each PATCH, as a synchronisation does that read it before. */
function undoing(): Pick<Defect, 'before' | 'after'> {
  const former = new WeakMap<object, StoredResource>();
  return {
    before(request, { store }) {
      if (!isOne(request, 'PATCH') || nameType(request) !== 'User') return undefined;
      const user = store.get('User', readId(request));
      if (user) former.set(request, user);
    },
    after(request, response, { store }) {
      const user = former.get(request);
      if (user === undefined || !succeeded(response)) return undefined;
      const changed = store.get('User', user.id)?.data ?? {};
      const undo = () => {
        const now = store.get('User', user.id);
        if (!now) return;
        // What was changed since by others is theirs.
        const data = { ...now.data };
        for (const [name, value] of Object.entries(changed))
          if (value !== user.data[name] && data[name] === value && user.data[name] !== undefined)
            data[name] = user.data[name];
        store.put({ ...now, data });
      };
      setTimeout(undo, LASTS_MS).unref();
    },
  };
}
