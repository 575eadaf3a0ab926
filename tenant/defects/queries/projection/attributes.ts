import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { isList } from '../../kit.ts';
import { rewrite } from '../kit.ts';

/** What goes wrong with `attributes`. */
export const projectionAttributeDefects: Defect[] = [
  {
    id: 'project.attributes-ignored',
    says: 'attributes has no effect',
    breaks: ['7644:3.9/attributes-get', '7644:3.4.2.5/attributes-list', '7644:3.9/attributes-subattr'],
    kills: [
      'queries.attributes-narrow-a-resource',
      'queries.attributes-narrow-a-list',
      'queries.attributes-reach-sub-attributes',
    ],
    semantics: {
      shows: (attribute, key, { attributes: _attributes, ...rest }) => strict.shows(attribute, key, rest),
      showsSub: (sub, key, { attributes: _attributes, ...rest }) => strict.showsSub(sub, key, rest),
    },
  },
  {
    id: 'project.not-on-lists',
    says: 'projections have no effect on lists',
    breaks: ['7644:3.4.2.5/attributes-list', '7644:3.9/excluded-get'],
    kills: [
      'queries.attributes-narrow-a-list',
      'queries.excluded-attribute-is-left-out-of-lists',
      'entra.excluded-members-are-left-out',
    ],
    before(request) {
      if (!isList(request)) return undefined;
      request.query.delete('attributes');
      request.query.delete('excludedAttributes');
    },
  },
  {
    id: 'project.first-name-only',
    says: 'of several names in attributes only the first counts',
    breaks: ['7644:3.9/attributes-multiple'],
    kills: ['queries.attributes-take-several-names'],
    before: (request) => rewrite(request, 'attributes', (names) => names.slice(0, 1)),
  },
  {
    id: 'project.whole-complex',
    says: 'a sub-attribute in attributes asks for its whole attribute',
    breaks: ['7644:3.9/attributes-subattr'],
    kills: ['queries.attributes-reach-sub-attributes'],
    before: (request) =>
      rewrite(request, 'attributes', (names) => names.map((name) => name.replace(/^(\w+)\.\w+$/, '$1'))),
  },
  {
    id: 'project.knows-no-urns',
    says: 'qualified names in attributes have no effect',
    breaks: ['7644:3.10/attributes-urn'],
    kills: ['queries.attributes-take-urn-names'],
    before: (request) =>
      rewrite(request, 'attributes', (names) => names.filter((name) => !name.startsWith('urn:'))),
  },
  {
    id: 'project.letter-case-counts',
    says: 'names in other letter case name nothing',
    breaks: ['7644:3.10/attributes-case'],
    kills: ['queries.projection-ignores-letter-case'],
    before(request) {
      const known = (names: string[]) => names.filter((name) => !/^[A-Z]+$/.test(name));
      rewrite(request, 'attributes', known);
      return rewrite(request, 'excludedAttributes', known);
    },
  },
  {
    id: 'project.drops-id',
    says: 'attributes leaves the id out',
    breaks: ['entra:R10', '7644:3.9/attributes-id-always', '7643:7/returned-always', '7643:3.1/id-present'],
    kills: [
      'queries.id-stays-with-any-projection',
      'attributes.returned-always',
      'entra.every-resource-has-its-id',
      'traffic.resources-have-an-id',
    ],
    semantics: {
      shows: (attribute, key, projection) =>
        attribute.name === 'id' && projection.attributes
          ? projection.attributes.has('id')
          : strict.shows(attribute, key, projection),
    },
  },
];
