import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';

/** What goes wrong with projection and .search. */
export const projectingDefects: Defect[] = [
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
  {
    id: 'search.creates',
    says: 'POST .search is taken for a create',
    breaks: ['7644:3.4.3/search-resource', '7644:3.4.3/search-no-create'],
    kills: ['queries.search-answers-like-get', 'queries.search-creates-nothing'],
    after: (request, response) =>
      request.path.endsWith('/.search') && response.status === 200 ? { ...response, status: 201 } : undefined,
  },
  {
    id: 'search.ignores-filter',
    says: '.search lists everything',
    breaks: ['7644:3.4.3/search-resource', '7644:3.12/search-invalid-filter'],
    kills: ['queries.search-answers-like-get', 'queries.search-refuses-invalid-filter'],
    before(request) {
      if (request.path.endsWith('/.search') && isObject(request.body)) delete request.body.filter;
    },
  },
];
