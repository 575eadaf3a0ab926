import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, operationsIn } from '../kit.ts';

const WITH_MEMBERS = new Set<string>();

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
    after(request, { body }) {
      const filled =
        isObject(request.body) && Array.isArray(request.body.members) && request.body.members.length > 0;
      if (isCreate(request) && filled && isObject(body)) WITH_MEMBERS.add(String(body.id));
    },
  },
];
