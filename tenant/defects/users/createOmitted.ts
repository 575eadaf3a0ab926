import { isObject, isUnassigned, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

/** What goes wrong with what a create leaves out. */
export const createOmittedDefects: Defect[] = [
  {
    id: 'lifecycle.null-gets-the-default',
    says: 'null in a create is treated as an omitted attribute',
    breaks: ['7644:3.3/create-null-override'],
    kills: ['users.create-null-overrides-default'],
    before(request) {
      if (!isCreate(request) || !isObject(request.body)) return undefined;
      for (const [name, value] of Object.entries(request.body))
        if (isUnassigned(value) && name !== 'userName') delete request.body[name];
    },
  },
  {
    id: 'lifecycle.optional-extension-demanded',
    says: 'an account with only userName and externalId is refused because it lacks an optional extension',
    breaks: ['7643:6/optional-extension'],
    kills: ['users.create-without-extension'],
    before(request) {
      if (!isCreate(request) || !isObject(request.body)) return undefined;
      const names = Object.keys(request.body).sort().join();
      return names === 'externalId,schemas,userName' ? refuse(400) : undefined;
    },
  },
  {
    id: 'lifecycle.required-extension-missing',
    says: 'an extension is published as required, but accounts lack it',
    breaks: ['7643:6/required-extension'],
    kills: ['users.required-extension-is-there'],
    face: 'users-only',
    semantics: {
      represent: (full) => ({
        ...full,
        schemas: (full.schemas as string[]).filter((urn) => urn !== SCHEMA.enterprise || isObject(full[urn])),
      }),
    },
  },
];
