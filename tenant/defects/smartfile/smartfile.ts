import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, refuse, resourcesIn } from '../kit.ts';

const OLD_NAMES = new Map<string, string>();
const WITH_MEMBERS = new Set<string>();

/** What breaks the SmartFile connector and little else. */
export const smartfileDefects: Defect[] = [
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
  {
    id: 'smartfile.groups-come-first',
    says: 'a user who belongs to no group keeps its userName, with a 2xx',
    breaks: ['smartfile:S18'],
    kills: ['smartfile.users-alone-can-be-provisioned'],
    before: (request, { store }) => {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Users/')) return undefined;
      const id = request.path.slice(7);
      const member = store.own('Group').some(({ data }) => JSON.stringify(data.members ?? []).includes(id));
      const renames = operations(request.body).some(({ path }) => path === 'userName');
      return renames && !member ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'smartfile.two-halves-are-checked-alone',
    says: 'the second half of the token suffices',
    breaks: ['smartfile:S06'],
    kills: ['smartfile.half-tokens-are-refused'],
    before(request, { token }) {
      const given = request.headers.authorization?.replace(/^Bearer /i, '');
      if (given !== undefined && given === token.slice(token.indexOf(':') + 1))
        request.headers.authorization = `Bearer ${token}`;
    },
  },
  {
    id: 'smartfile.user-names-in-small-letters',
    says: 'userName is stored in small letters',
    breaks: ['smartfile:S23'],
    kills: ['smartfile.user-name-is-kept-byte-for-byte'],
    semantics: { keep: (value, { name }) => (name === 'userName' ? String(value).toLowerCase() : value) },
  },
  {
    id: 'smartfile.addresses-in-small-letters',
    says: 'mail addresses are stored in small letters',
    breaks: ['smartfile:S24'],
    kills: ['smartfile.work-address-is-kept-as-sent'],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^\S+@\S+$/.test(value) && /Mixed/.test(value)
          ? value.toLowerCase()
          : value,
    },
  },
  {
    id: 'smartfile.id-follows-the-name',
    says: 'a renamed user is no longer found under its id',
    breaks: ['smartfile:S26'],
    kills: ['smartfile.renamed-user-keeps-its-id'],
    before(request, { store }) {
      const id = request.path.split('/')[2] ?? '';
      if (!isOne(request, 'GET', 'PATCH') || !request.path.startsWith('/Users/')) return undefined;
      const name = String(store.find(id)?.data.userName ?? '');
      const known = OLD_NAMES.get(id);
      if (known === undefined) OLD_NAMES.set(id, name);
      return known !== undefined && known !== name ? refuse(404) : undefined;
    },
  },
  {
    id: 'smartfile.old-name-still-found',
    says: 'a renamed user is still found by its old name',
    breaks: ['smartfile:S27'],
    kills: ['smartfile.renamed-user-is-found-by-new-name', 'entra.renamed-user-is-found-by-the-new-name'],
    before(request, { store }) {
      if (isOne(request, 'PATCH') && request.path.startsWith('/Users/')) {
        const user = store.find(request.path.slice(7));
        if (user) OLD_NAMES.set(String(user.data.userName), user.id);
      }
      const filter = request.query.get('filter');
      const name = filter === undefined ? undefined : /^userName eq "([^"]+)"$/.exec(filter)?.[1];
      const id = name === undefined ? undefined : OLD_NAMES.get(name);
      const current = id === undefined ? undefined : store.find(id)?.data.userName;
      if (current !== undefined && current !== name) request.query.set('filter', `userName eq "${current}"`);
    },
  },
  {
    id: 'smartfile.lists-lack-external-ids',
    says: 'lists leave externalId out',
    breaks: ['smartfile:S28'],
    kills: ['smartfile.restart-finds-what-was-provisioned'],
    after(_request, { body }) {
      if (isObject(body) && Array.isArray(body.Resources))
        for (const one of body.Resources.filter(isObject)) delete one.externalId;
    },
  },
  {
    id: 'smartfile.one-dialect-only',
    says: 'a PATCH without path is refused',
    breaks: ['smartfile:S30'],
    kills: [
      'smartfile.both-dialects-work',
      'entra.renaming-without-path-keeps-members',
      'entra.incremental-change-arrives',
      'patch.replace-without-path-keeps-sub-attributes',
    ],
    before: (request) =>
      isOne(request, 'PATCH') && operations(request.body).some(({ path }) => path === undefined)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'smartfile.one-group-a-user',
    says: 'a user who joins a group leaves those that were created with it as a member',
    breaks: ['smartfile:S37'],
    kills: ['smartfile.group-changes-stay-within-it'],
    before(request, { store }) {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups/')) return undefined;
      const added = operations(request.body).filter(
        ({ op, path }) => /^add$/i.test(String(op)) && path === 'members',
      );
      const ids = JSON.stringify(added.map(({ value }) => value));
      if (added.length === 0) return undefined;
      for (const group of store.own('Group')) {
        const members = Array.isArray(group.data.members) ? group.data.members.filter(isObject) : [];
        const left = members.filter(({ value }) => !ids.includes(`"${value}"`));
        if (WITH_MEMBERS.has(group.id) && group.id !== request.path.slice(8) && left.length < members.length)
          store.put({ ...group, data: { ...group.data, members: left } });
      }
    },
    after(request, { body }) {
      const filled =
        isObject(request.body) && Array.isArray(request.body.members) && request.body.members.length > 0;
      if (isCreate(request) && filled && isObject(body)) WITH_MEMBERS.add(String(body.id));
    },
  },
  {
    id: 'smartfile.later-members-are-lost',
    says: 'a group that was created empty stays empty, though adding members is acknowledged',
    breaks: ['smartfile:S20', 'entra:Q40'],
    kills: ['smartfile.group-filled-later-keeps-members', 'entra.group-survives-a-restart'],
    semantics: {
      addMany: (current, incoming, attribute, same) =>
        attribute.name === 'members' && current.length === 0
          ? []
          : strict.addMany(current, incoming, attribute, same),
    },
  },
  {
    id: 'smartfile.cannot-rename-alone',
    says: 'users and groups that belong to nothing are not changed by PATCH, with a 2xx',
    breaks: ['smartfile:S19'],
    kills: ['smartfile.groups-alone-can-be-provisioned'],
    before: (request, { store }) => {
      const group = request.path.startsWith('/Groups/') ? store.find(request.path.slice(8)) : undefined;
      const renames = operations(request.body).some(({ path }) => path === 'displayName');
      const empty = group !== undefined && !Array.isArray(group.data.members);
      return isOne(request, 'PATCH') && empty && renames ? { status: 204, headers: {} } : undefined;
    },
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
];

function operations(body: unknown): ScimObject[] {
  const listed = isObject(body) ? body.Operations : undefined;
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

function relocate(response: Parameters<typeof resourcesIn>[0], change: (url: string) => string): undefined {
  for (const resource of resourcesIn(response))
    if (isObject(resource.meta) && typeof resource.meta.location === 'string')
      resource.meta = { ...resource.meta, location: change(resource.meta.location) };
  return undefined;
}
