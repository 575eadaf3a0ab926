import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, operationsIn } from '../kit.ts';

const WITH_MEMBERS = new Set<string>();

const isList = (members: unknown): boolean => Array.isArray(members) && members.length > 0;

/** What goes wrong with who is in a group. */
export const groupDefects: Defect[] = [
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
    id: 'smartfile.one-group-a-user',
    says: 'a user who joins a group leaves those that were created with it as a member',
    breaks: ['smartfile:S37'],
    kills: ['smartfile.group-changes-stay-within-it'],
    before(request, { store }) {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups/')) return undefined;
      const added = operationsIn(request.body).filter(
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
    after(request, { body }, { store }) {
      if (!isObject(body)) return undefined;
      const isFilled = (id: string) => isList(store.get('Group', id)?.data.members);
      const made = isCreate(request) ? [body.id] : [];
      // A job makes many, and says where they are.
      const places = request.path === '/Bulk' && Array.isArray(body.Operations) ? body.Operations : [];
      for (const one of places) made.push(isObject(one) ? String(one.location).split('/').at(-1) : undefined);
      for (const id of made.map(String)) if (isFilled(id)) WITH_MEMBERS.add(id);
      return undefined;
    },
  },
];
