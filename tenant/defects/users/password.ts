import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { attributesIn, isCreate, isOne, refuse } from '../kit.ts';

/** Passwords that are shown, refused, or published as if they might be read. */
export const passwordDefects: Defect[] = [
  {
    id: 'secret.password-returned',
    says: 'the password is in responses',
    breaks: ['7643:4.1.1/password-never-returned', '7643:7/returned-never', '7643:7/writeonly-not-returned'],
    kills: [
      'users.password-is-never-returned',
      'traffic.write-only-stays-hidden',
      'traffic.never-returned-stays-hidden',
      'users.create-takes-write-only',
      'patch.password-is-never-shown',
    ],
    semantics: {
      shows: (attribute, key, projection) =>
        attribute.name === 'password' || strict.shows(attribute, key, projection),
    },
  },
  {
    id: 'secret.password-when-asked',
    says: 'the password is in responses that name it',
    breaks: ['7644:3.9/attributes-never', '7643:7/returned-never', '7643:4.1.1/password-never-returned'],
    kills: [
      'users.password-is-never-returned',
      'traffic.never-returned-stays-hidden',
      'queries.never-returned-cannot-be-asked-for',
      'traffic.write-only-stays-hidden',
    ],
    semantics: {
      shows: (attribute, key, projection) =>
        (attribute.name === 'password' && projection.attributes?.has('password') === true) ||
        strict.shows(attribute, key, projection),
    },
  },
  {
    id: 'discovery.password-readable',
    says: 'the schema says that the password can be read',
    breaks: ['7643:4.1.1/password-characteristics'],
    kills: ['users.password-schema'],
    publishes(name, document) {
      const password = attributesIn(document).find((attribute) => attribute.name === 'password');
      if (name === 'Schemas' && password)
        Object.assign(password, { mutability: 'readWrite', returned: 'default' });
      return document;
    },
  },
  {
    id: 'lifecycle.password-never-changes',
    says: 'changePassword is published, but every new password is refused',
    breaks: ['7643:5/password-change'],
    kills: ['users.password-can-be-changed'],
    before: (request) =>
      isOne(request, 'PUT', 'PATCH') && /"password"/.test(JSON.stringify(request.body ?? null))
        ? refuse(403)
        : undefined,
  },
  {
    id: 'lifecycle.password-refused',
    says: 'a create with a password is refused',
    breaks: ['7644:3.3/create-writeonly-accepted'],
    kills: ['users.create-takes-write-only'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && request.body.password !== undefined
        ? refuse(400)
        : undefined,
  },
];
