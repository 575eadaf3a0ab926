import type { Defect } from '../defect.ts';
import { attributesIn } from '../kit.ts';

/** What goes wrong with userName: whether it has to be there, and to whom it belongs. */
export const userNameDefects: Defect[] = [
  {
    id: 'discovery.user-name-case-exact',
    says: 'the schema says that case matters in userName',
    breaks: ['7643:4.1.1/username-schema'],
    kills: ['users.user-name-schema'],
    publishes(name, document) {
      const userName = attributesIn(document).find((attribute) => attribute.name === 'userName');
      if (name === 'Schemas' && userName) userName.caseExact = true;
      return document;
    },
  },
  {
    id: 'create.twice-the-same-name',
    says: 'two accounts may have one userName',
    breaks: [
      '7643:4.1.1/username-unique',
      '7644:3.3/conflict-409',
      '7644:3.12/put-uniqueness',
      '7643:4.1.1/username-unique-ci',
      'practice:P30',
      '7644:3.12/patch-uniqueness',
    ],
    kills: [
      'users.taken-user-name-is-refused',
      'users.user-name-is-unique',
      'users.user-name-is-unique-in-any-case',
      'users.replace-with-taken-user-name',
      'practice.repeated-create-is-409',
      'users.replace-never-doubles-a-user-name',
      'patch.never-doubles-a-user-name',
      'patch.taken-user-name-is-refused',
    ],
    semantics: { unique: () => false },
  },
  {
    id: 'create.user-name-optional',
    says: 'an account without userName is created',
    breaks: ['7643:4.1.1/username-required', '7643:7/required-enforced', '7644:3.5.1/put-missing-required'],
    kills: [
      'users.create-needs-user-name',
      'users.replace-needs-user-name',
      'attributes.required-values-are-required',
    ],
    semantics: { requires: (attribute) => attribute.required && attribute.name !== 'userName' },
  },
];
