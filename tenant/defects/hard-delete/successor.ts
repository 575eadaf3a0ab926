import { createHash, randomUUID } from 'node:crypto';
import { isObject, type Kept, SCHEMA } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, readId, refuse } from '../kit.ts';
import { conflict, listMails, target, userIn } from '../reach.ts';
import { buryById, buryByName, gravesById, gravesByName } from './graves.ts';

/** Addresses of users who were deleted. */
const freed = ofTenant(() => new Set<string>());

/** Ids that were computed from names, of accounts that are there or about to be made. */
const computed = new WeakMap<Kept['store'], Set<string>>();

function computedIds({ store }: Kept): Set<string> {
  const known = computed.get(store) ?? new Set<string>();
  computed.set(store, known);
  return known;
}

/** What the next one of a name runs into. */
export const successorDefects: Defect[] = [
  {
    id: 'delete.leaves-a-tombstone',
    says: 'the name of a deleted account cannot be used again',
    breaks: ['7644:3.6/deleted-no-conflict', 'smartfile:S12', 'entra:Q33'],
    kills: [
      'hard-delete.user-name-is-free',
      'entra.deleted-name-is-free',
      'smartfile.returning-user-is-created-again',
    ],
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) buryByName(tenancy, readId(request));
      const name = isObject(request.body) ? String(request.body.userName).toLowerCase() : '';
      return isCreate(request) && gravesByName(tenancy).has(name) ? refuse(409) : undefined;
    },
  },
  {
    id: 'delete.address-stays-taken',
    says: 'the email address of a deleted user cannot be reused',
    breaks: ['7644:3.6/deleted-no-conflict'],
    kills: ['hard-delete.user-name-is-free'],
    before(request, tenancy) {
      const user = isOne(request, 'DELETE') ? target(request, tenancy) : undefined;
      for (const mail of listMails(user?.data ?? {})) freed(tenancy).add(mail);
      const body = isCreate(request) ? userIn(request) : undefined;
      return body && listMails(body).some((mail) => freed(tenancy).has(mail)) ? conflict() : undefined;
    },
  },
  {
    id: 'hard-delete.group-name-stays-taken',
    says: 'the name of a deleted group cannot be used again',
    breaks: ['7644:3.6/deleted-no-conflict'],
    kills: ['hard-delete.group-name-is-free'],
    before(request, tenancy) {
      if (!isCreate(request) || request.path !== '/Groups' || !isObject(request.body))
        return buryById(request, tenancy);
      const { displayName } = request.body;
      const taken = [...gravesById(tenancy).values()].some(
        ({ data }) => displayName !== undefined && data.displayName === displayName,
      );
      return taken ? refuse(409) : undefined;
    },
  },
  {
    id: 'delete.successor-gets-the-id',
    says: 'an account of the same name gets the id of the deleted one, and its groups',
    breaks: ['7643:3.1/id-not-reassigned', 'smartfile:S13', 'practice:P36'],
    kills: [
      'hard-delete.successor-has-another-id',
      'hard-delete.successor-inherits-no-group',
      'smartfile.recreated-user-is-new',
      'traffic.ids-are-not-reassigned',
    ],
    semantics: {
      dropsReferences: false,
      newId: (_type, body, tenancy) =>
        gravesByName(tenancy).get(String(body.userName).toLowerCase())?.id ?? crypto.randomUUID(),
    },
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) buryByName(tenancy, readId(request));
    },
  },
  {
    id: 'hard-delete.successor-gets-the-values',
    says: 'an account of the same name gets the values of the deleted one',
    breaks: ['smartfile:S13', 'practice:P36'],
    kills: ['hard-delete.successor-inherits-no-value', 'smartfile.recreated-user-is-new'],
    before(request, tenancy) {
      if (!isCreate(request) || !isObject(request.body)) return buryById(request, tenancy);
      const { userName } = request.body;
      const old = [...gravesById(tenancy).values()].find(({ data }) => data.userName === userName);
      if (old && userName !== undefined) request.body = { ...old.data, ...request.body };
    },
  },
  {
    id: 'delete.keeps-memberships',
    says: 'groups keep members that were deleted, and count the next account of the name for them',
    breaks: ['smartfile:S13', 'practice:P36'],
    kills: ['hard-delete.successor-inherits-no-group', 'smartfile.recreated-user-is-new'],
    semantics: { dropsReferences: false },
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) buryByName(tenancy, readId(request));
    },
    after(request, { status, body }, tenancy) {
      if (!isCreate(request) || status !== 201 || !isObject(body)) return undefined;
      const old = gravesByName(tenancy).get(String(body.userName).toLowerCase());
      if (old === undefined) return undefined;
      for (const { data } of tenancy.store.own('Group'))
        for (const one of Array.isArray(data.members) ? data.members.filter(isObject) : [])
          if (one.value === old.id) one.value = body.id;
    },
  },
  {
    id: 'hard-delete.ids-are-made-of-names',
    says: 'an id is computed from the userName, so that the next account of the name gets that of the deleted one',
    breaks: ['7643:3.1/id-not-reassigned', 'smartfile:S13'],
    kills: ['hard-delete.successor-has-another-id', 'smartfile.recreated-user-is-new'],
    semantics: {
      newId(type, { userName }, kept) {
        const id = createHash('sha256').update(String(userName).toLowerCase()).digest('hex').slice(0, 32);
        if (type !== 'User' || userName === undefined || computedIds(kept).has(id)) return randomUUID();
        computedIds(kept).add(id);
        return id;
      },
    },
    before(request, tenancy) {
      if (isOne(request, 'DELETE')) computedIds(tenancy).delete(readId(request));
    },
  },
  {
    id: 'hard-delete.search-index-is-kept-by-name',
    says: 'the index that filters on externalId look into is kept by name, and has a deleted account for the next one',
    breaks: ['practice:P36'],
    kills: ['hard-delete.successor-inherits-no-value'],
    before: buryById,
    after(request, { body }, tenancy) {
      const filter = request.query.get('filter') ?? '';
      if (!isList(request) || !isObject(body) || body.totalResults !== 0) return undefined;
      const graves = [...gravesById(tenancy).values()];
      const old = graves.find(({ data }) => filter === `externalId eq ${JSON.stringify(data.externalId)}`);
      const heir = tenancy.store.own('User').find(({ data }) => data.userName === old?.data.userName);
      if (old === undefined || heir === undefined) return undefined;
      const one = { schemas: [SCHEMA.user], id: heir.id, ...old.data };
      Object.assign(body, { totalResults: 1, itemsPerPage: 1, Resources: [one] });
      return undefined;
    },
  },
];
