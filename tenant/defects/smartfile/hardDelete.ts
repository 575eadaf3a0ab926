import { isObject, SCHEMA } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList, isOne, refuse } from '../kit.ts';

/** Leavers who cannot be deleted, or do not come back. */
export const hardDeleteDefects: Defect[] = [
  {
    id: 'smartfile.members-cannot-be-deleted',
    says: 'a user who belongs to a group cannot be deleted',
    breaks: ['smartfile:S16', 'entra:Q50'],
    kills: ['smartfile.active-member-is-deleted-at-once', 'entra.member-of-a-group-is-deleted'],
    before: (request, { store }) => {
      if (!isOne(request, 'DELETE') || !request.path.startsWith('/Users/')) return undefined;
      const id = request.path.slice(7);
      const member = store.own('Group').some(({ data }) => JSON.stringify(data.members ?? []).includes(id));
      return member ? refuse(409) : undefined;
    },
  },
  {
    id: 'smartfile.managers-cannot-be-deleted',
    says: 'the DELETE of a user who is the manager of others is answered 500',
    breaks: ['smartfile:S16', 'entra:Q50'],
    kills: ['smartfile.active-member-is-deleted-at-once', 'entra.member-of-a-group-is-deleted'],
    before: (request, { store }) => {
      if (!isOne(request, 'DELETE') || !request.path.startsWith('/Users/')) return undefined;
      const id = request.path.slice(7);
      const leads = store
        .own('User')
        .some(({ data }) => JSON.stringify(data[SCHEMA.enterprise] ?? {}).includes(`"value":"${id}"`));
      return leads ? refuse(500) : undefined;
    },
  },
  {
    id: 'smartfile.disabled-users-are-not-found',
    says: 'a user that is set inactive is in no list',
    breaks: ['smartfile:S15'],
    kills: ['smartfile.disabled-user-comes-back', 'queries.filter-knows-who-is-disabled'],
    after(request, { body }) {
      if (!isList(request) || !isObject(body) || !Array.isArray(body.Resources)) return undefined;
      const shown = body.Resources.filter((one) => !isObject(one) || one.active !== false);
      const gone = body.Resources.length - shown.length;
      body.Resources = shown;
      body.totalResults = Number(body.totalResults) - gone;
    },
  },
  {
    id: 'smartfile.nobody-is-enabled-again',
    says: 'a PATCH that sets a disabled user active is acknowledged but leaves it disabled',
    breaks: ['smartfile:S15', 'entra:Q02', 'entra:Q03'],
    kills: [
      'smartfile.disabled-user-comes-back',
      'entra.active-as-text-becomes-boolean',
      'entra.add-sets-active',
    ],
    semantics: {
      replaceSingle: (current, value, attribute) =>
        attribute.name === 'active' && current === false
          ? false
          : strict.replaceSingle(current, value, attribute),
      addSingle: (current, value, attribute) =>
        attribute.name === 'active' && current === false
          ? false
          : strict.addSingle(current, value, attribute),
    },
  },
];
