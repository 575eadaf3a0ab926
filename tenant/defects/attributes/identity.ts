import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, succeeded } from '../kit.ts';

const claimed = new Map<string, unknown>();

/** Ids and dates of creation that change. */
export const identityDefects: Defect[] = [
  {
    id: 'attributes.unknown-members-break',
    says: 'a create of a group with a member that does not exist breaks the server',
    breaks: ['7643:2.3.7/referential-integrity'],
    kills: ['attributes.id-reference-integrity'],
    before({ method, path, body }, { store }) {
      const members = isObject(body) && Array.isArray(body.members) ? body.members.filter(isObject) : [];
      const lacking = members.some(({ value }) => typeof value === 'string' && !store.find(value));
      return method === 'POST' && path === '/Groups' && lacking ? refuse(500) : undefined;
    },
  },
  {
    id: 'characteristic.id-changes',
    says: 'a changed resource shows another id',
    breaks: ['7643:3.1/id-stable'],
    kills: [
      'attributes.id-stays',
      'users.replace-keeps-the-id',
      'matching.renamed-user-is-found-by-new-name',
      'matching.changed-external-id-is-found',
      'matching.changed-work-address-is-found',
      'matching.renamed-group-is-found-by-new-name',
      'smartfile.disabled-user-comes-back',
    ],
    semantics: {
      represent: (full, { revision }) => (revision > 1 ? { ...full, id: `${full.id}-${revision}` } : full),
    },
  },
  {
    id: 'attributes.create-answers-with-the-id-sent',
    says: 'the answer to a create repeats the id that was sent, while the resource has another',
    breaks: ['7643:3.1/id-client-supplied'],
    kills: ['attributes.id-is-the-endpoints-own'],
    after(request, response) {
      if (!isCreate(request) || !succeeded(response) || !isObject(request.body)) return undefined;
      const { id } = request.body;
      if (typeof id === 'string' && isObject(response.body)) response.body = { ...response.body, id };
    },
  },
  {
    id: 'characteristic.meta-of-the-client',
    says: 'meta.created is set by the client',
    breaks: ['7643:3.1/meta-ignored-on-input'],
    kills: ['attributes.meta-is-the-endpoints-own'],
    semantics: {
      newId(type, body, tenancy) {
        const id = strict.newId(type, body, tenancy);
        if (isObject(body.meta)) claimed.set(id, body.meta.created);
        return id;
      },
      represent(full, { id }) {
        const created = claimed.get(id);
        return created === undefined ? full : { ...full, meta: { ...(full.meta as ScimObject), created } };
      },
    },
  },
];
