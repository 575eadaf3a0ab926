import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { attributesIn } from '../kit.ts';

/** Passwords that are shown, or published as if they might be. */
export const passwordDefects: Defect[] = [
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
    id: 'secret.password-returned',
    says: 'the password is in answers',
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
    says: 'the password is in answers that name it',
    breaks: ['7644:3.9/attributes-never', '7643:7/returned-never', '7643:4.1.1/password-never-returned'],
    kills: [
      'users.password-is-never-returned',
      'traffic.never-returned-stays-hidden',
      'queries.never-returned-cannot-be-asked-for',
    ],
    semantics: {
      shows: (attribute, key, projection) =>
        (attribute.name === 'password' && projection.attributes?.has('password') === true) ||
        strict.shows(attribute, key, projection),
    },
  },
];
