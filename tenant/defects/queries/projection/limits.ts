import { isObject } from '../../../model.ts';
import { resolve } from '../../../schemas/attributes.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { isList } from '../../kit.ts';

/** What goes wrong with what a projection can ask for. */
export const projectionLimitDefects: Defect[] = [
  {
    id: 'project.reveals-password',
    says: 'the password is returned to who asks for it by name',
    breaks: ['7644:3.9/attributes-never'],
    kills: ['queries.never-returned-cannot-be-asked-for'],
    semantics: {
      shows: (attribute, key, projection) =>
        (attribute.name === 'password' && projection.attributes?.has('password') === true) ||
        strict.shows(attribute, key, projection),
    },
  },
  {
    id: 'project.not-on-writes',
    says: 'projections have no effect on the answers of writes',
    breaks: ['7644:3.9/attributes-on-post'],
    kills: ['queries.projection-applies-to-writes'],
    before({ method, query }) {
      if (method === 'GET') return undefined;
      query.delete('attributes');
      query.delete('excludedAttributes');
    },
  },
  {
    id: 'project.unknown-shows-all',
    says: 'attributes that names nothing known has no effect',
    breaks: ['7644:3.9/attributes-unknown'],
    kills: ['queries.unknown-attributes-ask-for-nothing'],
    before({ query }, { types }) {
      const names = query.get('attributes')?.split(',') ?? [];
      const known = names.some((name) => types.some((type) => resolve(type, name)));
      if (names.length > 0 && !known) query.delete('attributes');
    },
  },
  {
    id: 'project.narrows-the-filter',
    says: 'a filter does not see attributes that the projection leaves out',
    breaks: ['7644:3.9/attributes-query-filter'],
    kills: ['queries.projection-leaves-the-filter-alone'],
    after(request, { body }) {
      const { query } = request;
      const attribute = query.get('filter')?.split(' ')[0];
      const names = query.get('attributes')?.split(',');
      if (!isList(request) || !isObject(body) || !attribute || !names || names.includes(attribute))
        return undefined;
      body.Resources = [];
      body.totalResults = 0;
    },
  },
];
