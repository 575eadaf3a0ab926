import { invalid } from '../../errors.ts';
import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import { distinct } from '../../semantics/elements.ts';
import { eachResource, isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** References and memberships: what is checked, what is shown, what is kept. */
export const groupVariations: Variation[] = [
  {
    id: 'groups.references-unchecked',
    says: 'members and managers need not exist',
    basis: ['7643:2.3.7'],
    rows: ['7643:2.3.7/referential-integrity'],
    choice: 'unknown references',
    semantics: () => ({ checksReferences: false }),
  },
  {
    id: 'groups.unknown-members-dropped',
    says: 'members that do not exist are ignored',
    basis: ['7643:2.3.7', '7644:3.3'],
    rows: ['7643:2.3.7/referential-integrity'],
    smartfileRows: ['entra:Q14'],
    choice: 'unknown references',
    before: ({ method, body, path }, { store }) => {
      if (
        (method !== 'POST' && method !== 'PUT') ||
        !/^\/Groups/.test(path) ||
        !isObject(body) ||
        !Array.isArray(body.members)
      )
        return undefined;
      body.members = body.members.filter(
        (one) => !isObject(one) || typeof one.value !== 'string' || store.find(one.value),
      );
      return undefined;
    },
  },
  {
    id: 'groups.without-members',
    says: 'groups have a name, and no members that clients see',
    basis: ['7643:4.2', '7643:8.7.1'],
    rows: ['7643:4.2/members-roundtrip'],
    smartfileRows: [
      ...['G01', 'Q12', 'Q13', 'Q15', 'Q16', 'Q17', 'Q40', 'Q55', 'R01', 'R02', 'R30', 'R31'].map(
        (id) => `entra:${id}`,
      ),
      ...['S20', 'S21', 'S22', 'S30', 'S37'].map((id) => `smartfile:${id}`),
    ],
    choice: `schema of members in ${SCHEMA.group}`,
    // Every lookup of a client that leaves members out would be refused.
    excludes: ['lists.unknown-projections-refused'],
    schemas: (all) =>
      all.map((one) =>
        one.id === SCHEMA.group
          ? { ...one, attributes: one.attributes.filter(({ name }) => name !== 'members') }
          : one,
      ),
  },
  {
    id: 'groups.everyone',
    says: 'each account is in a group that is worked out, and whose members are not listed',
    basis: ['7643:4.1.2', '7643:4.2'],
    after: (request, response, { store }) =>
      eachResource(request, response, (resource) => {
        const isAccount = Array.isArray(resource.schemas) && resource.schemas.includes(SCHEMA.user);
        const [everyone] = store.walk('Group');
        if (!isAccount || everyone === undefined || !asksForGroups(request)) return;
        const groups = Array.isArray(resource.groups) ? resource.groups : [];
        if (groups.some((one) => isObject(one) && one.value === everyone.id)) return;
        const shown = { value: everyone.id, display: everyone.data.displayName, type: 'indirect' };
        resource.groups = [...groups, shown];
      }),
  },
  {
    id: 'groups.users-alone',
    says: 'groups hold accounts only, and no groups',
    basis: ['7643:4.2'],
    rows: ['7643:4.2/nested-groups'],
    before: (request, tenancy) => {
      if (!['POST', 'PUT', 'PATCH'].includes(request.method) || !isAuthorized(request, tenancy))
        return undefined;
      if (
        /^\/Groups/.test(request.path) &&
        namesGroup(request.body, (id) => tenancy.store.get('Group', id) !== undefined)
      )
        throw invalid('members are accounts');
      return undefined;
    },
    schemas: (all) =>
      all.map((one) => ({
        ...one,
        attributes: one.attributes.map((usual) =>
          usual.name === 'members'
            ? {
                ...usual,
                subAttributes: usual.subAttributes.map((sub) => ({
                  ...sub,
                  ...(sub.name === '$ref' ? { referenceTypes: ['User'] } : {}),
                  ...(sub.name === 'type' ? { canonicalValues: ['User'] } : {}),
                })),
              }
            : usual,
        ),
      })),
  },
  shown(
    'members-without-names',
    'members come without display',
    ['7643:4.2', '7643:2.4'],
    'members',
    (one) => delete one.display,
  ),
  {
    ...shown(
      'members-without-type',
      'members come without type',
      ['7643:4.2'],
      'members',
      (one) => delete one.type,
    ),
    rows: ['7643:4.2/members-type'],
  },
  shown(
    'groups-without-names',
    'the groups of an account come without display and type',
    ['7643:4.1.2'],
    'groups',
    (one) => {
      delete one.display;
      delete one.type;
    },
  ),
  shown('members-with-null-names', 'members come with a display of null', ['7643:2.5'], 'members', (one) =>
    Object.assign(one, { display: null }),
  ),
  {
    id: 'groups.members-sorted',
    says: 'members come in the order of their ids',
    basis: ['7643:2.4', '7643:4.2'],
    choice: 'order of members',
    after: (request, response) =>
      eachResource(request, response, ({ members }) => {
        if (Array.isArray(members))
          members.sort((left, right) => (String(left.value) < String(right.value) ? -1 : 1));
      }),
  },
  {
    id: 'groups.no-members-as-empty-list',
    says: 'a group without members is shown with an empty list',
    basis: ['7643:2.5'],
    choice: 'unassigned members',
    after: (request, response) => {
      const asked = [request.query.get('attributes'), request.query.get('excludedAttributes')];
      if (asked.some((one) => one !== undefined && one !== null)) return;
      eachResource(request, response, (resource) => {
        if (isObject(resource.meta) && resource.meta.resourceType === 'Group') resource.members ??= [];
      });
    },
  },
  {
    id: 'groups.indirect-memberships',
    says: 'accounts show the groups of their groups, of type indirect',
    basis: ['7643:4.1.2'],
    rows: ['7643:4.1.2/groups-indirect'],
    after: (request, response, { store, semantics, url }) =>
      eachResource(request, response, (resource) => {
        if (!Array.isArray(resource.groups)) return;
        const known = new Set(resource.groups.map(({ value }) => value));
        for (const { value } of [...resource.groups]) {
          for (const { id, type, data } of store.referrers(String(value))) {
            if (type !== 'Group' || known.has(id)) continue;
            known.add(id);
            const $ref = semantics.address(url, '/Groups', id);
            resource.groups.push({ value: id, $ref, display: data.displayName, type: 'indirect' });
          }
        }
      }),
  },
  {
    id: 'groups.repeated-members-once',
    says: 'members listed twice are kept once, whatever kind they are said to be',
    basis: ['7643:2.4', '7643:4.2'],
    before: ({ body, path }) => {
      if (/^\/Groups/.test(path) && isObject(body) && Array.isArray(body.members))
        body.members = distinct(
          body.members,
          (left, right) => isObject(left) && isObject(right) && left.value === right.value,
        );
      return undefined;
    },
  },
  {
    id: 'groups.names-trimmed',
    says: 'group names have spaces at their ends taken off',
    basis: ['7644:3.3', '7643:4.2'],
    semantics: (usual) => ({
      complete: (type, data) => {
        const made = usual.complete(type, data);
        return type === 'Group' && typeof made.displayName === 'string'
          ? { ...made, displayName: made.displayName.trim() }
          : made;
      },
    }),
    smartfileRows: ['entra:R12', 'entra:Q18'],
  },
];

function namesGroup(value: unknown, isGroup: (id: string) => boolean): boolean {
  if (Array.isArray(value)) return value.some((inner) => namesGroup(inner, isGroup));
  if (!isObject(value)) return false;
  if (typeof value.value === 'string' && isGroup(value.value)) return true;
  return Object.values(value).some((inner) => namesGroup(inner, isGroup));
}

function shown(
  id: string,
  says: string,
  basis: string[],
  name: string,
  change: (element: ScimObject) => unknown,
): Variation {
  return {
    id: `groups.${id}`,
    says,
    basis,
    after: (request, response) =>
      eachResource(request, response, (resource) => {
        const values = resource[name];
        for (const one of Array.isArray(values) ? values : []) if (isObject(one)) change(one);
      }),
  };
}

/** Whether the groups of accounts are among what a request wants to see. */
function asksForGroups({ query, body }: TenantRequest): boolean {
  const named = (parameter: string): string | undefined => {
    const inBody = isObject(body) ? body[parameter] : undefined;
    const value = query.get(parameter) ?? inBody;
    return value === undefined ? undefined : String(value);
  };
  const [asked, excluded] = [named('attributes'), named('excludedAttributes')];
  return (asked === undefined || /\bgroups\b/i.test(asked)) && !/\bgroups\b/i.test(excluded ?? '');
}
