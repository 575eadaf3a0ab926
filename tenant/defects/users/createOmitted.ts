import { isObject, isUnassigned, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, nameType, refuse, textIn } from '../kit.ts';

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
    id: 'users.create-breaks-without-extension',
    says: 'a create with an externalId but without the enterprise extension breaks the server',
    breaks: ['7643:6/optional-extension', '7644:3.12/no-5xx'],
    kills: ['users.create-without-extension', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) &&
      textIn(request, 'externalId') !== '' &&
      nameType(request) === 'User' &&
      isObject(request.body) &&
      request.body[SCHEMA.enterprise] === undefined
        ? refuse(500)
        : undefined,
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
  {
    id: 'users.required-part-of-extension-missing',
    says: 'accounts lack an attribute that their required extension declares required',
    breaks: ['7643:6/required-extension'],
    kills: ['users.required-extension-is-there'],
    face: 'users-only',
    schemas: (definitions) =>
      definitions.map((one) =>
        one.id === SCHEMA.enterprise
          ? {
              ...one,
              attributes: one.attributes.map((attribute) =>
                attribute.name === 'employeeNumber' ? { ...attribute, required: true } : attribute,
              ),
            }
          : one,
      ),
    semantics: {
      represent(full) {
        const own = full[SCHEMA.enterprise];
        if (!isObject(own)) return full;
        const { employeeNumber: _, ...rest } = own;
        return { ...full, [SCHEMA.enterprise]: rest };
      },
    },
  },
];
