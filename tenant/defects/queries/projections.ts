import { isObject, type TenantRequest } from '../../model.ts';
import { resolve } from '../../schemas/attributes.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList } from '../kit.ts';

/** Changes the names in a parameter of projection; without names left, nothing but the minimum is asked for. */
function rewrite(
  { query }: TenantRequest,
  parameter: 'attributes' | 'excludedAttributes',
  change: (names: string[]) => string[],
): undefined {
  const text = query.get(parameter);
  if (text !== undefined) query.set(parameter, change(text.split(',')).join(',') || 'nothing');
}

/** What goes wrong with single forms of projection. */
export const projectionDefects: Defect[] = [
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
    says: 'names behind a URN ask for nothing',
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
