import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { deeply, eachResource, isProjected, reorder } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** How resources are written; what they say stays the same. */
export const shapeVariations: Variation[] = [
  {
    id: 'shape.nulls',
    says: 'attributes without a value are shown as null',
    basis: ['7643:2.5'],
    rows: ['7643:2.5/unassigned-omitted'],
    choice: 'unassigned',
    after: (request, response, tenancy) =>
      eachResource(request, response, (resource) => fill(request, resource, tenancy, () => null)),
  },
  {
    id: 'shape.empty-lists',
    says: 'lists without a value are shown as []',
    basis: ['7643:2.5'],
    choice: 'unassigned',
    after: (request, response, tenancy) =>
      eachResource(request, response, (resource) =>
        fill(request, resource, tenancy, (isList) => (isList ? [] : undefined)),
      ),
  },
  {
    id: 'shape.empty-extensions',
    rows: ['7644:3.9/attributes-empty-extension'],
    says: 'extensions of the type are listed and shown whether they have a value or not',
    basis: ['7643:3', '7643:3.3', '7643:2.5'],
    after: (request, response, { types }) =>
      eachResource(request, response, (resource) => {
        if (isProjected(request) || !Array.isArray(resource.schemas)) return;
        const type = types.find(({ base }) => (resource.schemas as unknown[]).includes(base.id));
        for (const { id } of type?.extensions ?? []) {
          resource[id] ??= {};
          if (!resource.schemas.includes(id)) resource.schemas.push(id);
        }
      }),
  },
  {
    id: 'shape.members-reversed',
    says: 'members of JSON objects are in reverse order',
    basis: ['8259:4', '7643:2.3.8'],
    choice: 'order of members',
    after: (_request, response) => {
      response.body = deeply(response.body, (object) => {
        reorder(object, (names) => names.reverse());
        return object;
      });
    },
  },
  {
    id: 'shape.members-sorted',
    says: 'members of JSON objects come in the order of the alphabet',
    basis: ['8259:4', '7643:2.3.8'],
    choice: 'order of members',
    after: (_request, response) => {
      response.body = deeply(response.body, (object) => {
        reorder(object, (names) => names.sort());
        return object;
      });
    },
  },
  {
    id: 'shape.schemas-reversed',
    says: '"schemas" names extensions before the core',
    basis: ['7643:3'],
    after: (request, response) =>
      eachResource(request, response, ({ schemas }) => Array.isArray(schemas) && schemas.reverse()),
  },
  naming(
    'pascal-case',
    'attribute names begin with a capital',
    (name) => name[0]?.toUpperCase() + name.slice(1),
  ),
  naming('lower-case', 'attribute names are in lower case', (name) => name.toLowerCase()),
  naming('upper-case', 'attribute names are in upper case', (name) => name.toUpperCase()),
  {
    ...naming(
      'first-spelling',
      'attribute names are in small letters, and of one that comes in two spellings the first counts',
      (name) => name.toLowerCase(),
    ),
    before({ body }) {
      keepFirst(body);
      return undefined;
    },
  },
  {
    id: 'shape.indented',
    says: 'JSON is indented',
    basis: ['8259:2'],
    choice: 'text',
    after: (_request, response) => {
      if (response.body !== undefined) response.raw = `${JSON.stringify(response.body, null, '\t')}\r\n`;
    },
  },
  {
    id: 'shape.escaped',
    says: 'JSON escapes slashes and all non-ASCII letters',
    basis: ['8259:7'],
    choice: 'text',
    after: (_request, response) => {
      if (response.body === undefined) return;
      const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
      response.raw = JSON.stringify(response.body)
        .replaceAll('/', '\\/')
        .replace(/[\u0080-\uffff]/g, escaped);
    },
  },
  {
    id: 'shape.elements-reversed',
    says: 'values of a list come in another order than they were sent in',
    basis: ['7643:2.4', '7643:3.1'],
    choice: 'order of elements',
    semantics: (usual) => ({
      complete: (type, data) => {
        const made = usual.complete(type, data);
        const turned = Object.entries(made).map(([name, value]) => [
          name,
          Array.isArray(value) ? sorted(value) : value,
        ]);
        return Object.fromEntries(turned) as ScimObject;
      },
    }),
  },
  {
    id: 'shape.primary-always-said',
    says: 'each value of a list says whether it is the primary one',
    basis: ['7643:2.4'],
    semantics: (usual) => ({
      complete: (type, data) => {
        const made = { ...usual.complete(type, data) };
        for (const name of WITH_PRIMARY) {
          const values = made[name];
          if (Array.isArray(values))
            made[name] = values.map((one) => (isObject(one) ? { primary: false, ...one } : one));
        }
        return made;
      },
    }),
  },
];

const WITH_PRIMARY = ['emails', 'phoneNumbers', 'addresses', 'ims', 'photos', 'roles', 'entitlements'];

/** By what they are, so that an order does not come back when it is turned twice. */
const sorted = (values: unknown[]): unknown[] =>
  [...values].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? 1 : -1));

function fill(
  request: TenantRequest,
  resource: ScimObject,
  { types }: Tenancy,
  value: (isList: boolean) => unknown,
): void {
  if (isProjected(request)) return;
  const type = types.find(
    ({ base }) => Array.isArray(resource.schemas) && resource.schemas.includes(base.id),
  );
  for (const { name, multiValued, returned } of type?.base.attributes ?? []) {
    if (returned === 'never' || returned === 'request' || resource[name] !== undefined) continue;
    const shown = value(multiValued);
    if (shown !== undefined) resource[name] = shown;
  }
}

/** Takes from a body, and from all that is in it, whatever comes again under another spelling of its name. */
function keepFirst(value: unknown): void {
  if (Array.isArray(value)) for (const inner of value) keepFirst(inner);
  if (!isObject(value)) return;
  const seen = new Set<string>();
  for (const name of Object.keys(value)) {
    if (seen.has(name.toLowerCase())) delete value[name];
    else keepFirst(value[name]);
    seen.add(name.toLowerCase());
  }
}

/** RFC 7643 section 2.1: attribute names are case insensitive. */
function naming(id: string, says: string, change: (name: string) => string): Variation {
  const rename = (object: ScimObject): ScimObject =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [
        /^[a-z][A-Za-z0-9]+$/.test(name) ? change(name) : name,
        value,
      ]),
    );
  return {
    id: `shape.${id}`,
    says,
    basis: ['7643:2.1'],
    choice: 'case of names',
    after: (request, response) =>
      eachResource(request, response, (resource) => {
        const renamed = deeply(structuredClone(resource), rename) as ScimObject;
        for (const name of Object.keys(resource)) delete resource[name];
        Object.assign(resource, renamed);
      }),
  };
}
