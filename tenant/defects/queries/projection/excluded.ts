import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { rewrite } from '../kit.ts';

/** What goes wrong with `excludedAttributes`. */
export const projectionExcludedDefects: Defect[] = [
  {
    id: 'project.excluded-ignored',
    says: 'excludedAttributes has no effect',
    breaks: ['7644:3.9/excluded-get', '7644:3.9/excluded-subattr', 'entra:R05', 'entra:Q43'],
    kills: [
      'queries.excluded-attribute-is-left-out',
      'queries.excluded-sub-attribute-is-left-out',
      'entra.excluded-members-are-left-out',
      'entra.members-are-shown-when-asked',
    ],
    semantics: {
      shows: (attribute, key, { excluded: _excluded, ...rest }) => strict.shows(attribute, key, rest),
      showsSub: (sub, key, { excluded: _excluded, ...rest }) => strict.showsSub(sub, key, rest),
    },
  },
  {
    id: 'project.excludes-always-returned',
    says: 'what is always returned can be excluded',
    breaks: ['7644:3.4.2.5/excluded-always', '7644:3.9/attributes-id-always'],
    kills: ['queries.always-returned-cannot-be-excluded', 'queries.id-stays-with-any-projection'],
    semantics: {
      shows: (attribute, key, projection) =>
        strict.shows(attribute, key, projection) &&
        !(attribute.name !== 'schemas' && projection.excluded?.has(key.toLowerCase())),
    },
  },
  {
    id: 'project.excludes-whole-complex',
    says: 'a sub-attribute in excludedAttributes excludes its whole attribute',
    breaks: ['7644:3.9/excluded-subattr'],
    kills: ['queries.excluded-sub-attribute-is-left-out'],
    before: (request) =>
      rewrite(request, 'excludedAttributes', (names) =>
        names.map((name) => name.replace(/^(\w+)\.\w+$/, '$1')),
      ),
  },
];
