import { loadProfile } from '../../config/profiles.ts';
import type { Row } from '../../config/row.ts';
import type { Variation } from '../../tenant/index.ts';
import { SCHEMA, type SchemaAttribute, ScimProblem } from '../../tenant/model.ts';
import { groupSchema, userSchema } from '../../tenant/schemas/core.ts';
import { enterpriseSchema } from '../../tenant/schemas/enterprise.ts';
import { of } from '../../tenant/variations/users/schemaOf.ts';

/** Characteristics that RFC 7643 gives an attribute for good (sections 3.1, 4.1.1, 4.1.2 and 4.2). */
const FIXED: Record<string, string[]> = {
  userName: ['read-only', 'write-only', 'on-request', 'absent', 'listed'],
  password: ['read-only', 'immutable', 'always', 'on-request', 'unique', 'listed', 'any-case'],
  preferredLanguage: ['unique'],
  locale: ['unique'],
  timezone: ['unique'],
  'addresses.country': ['listed'],
  displayName: ['group read-only', 'group write-only', 'group absent', 'group on-request', 'group listed'],
  members: ['required', 'write-only', 'read-only', 'always', 'immutable'],
};

/** One attribute otherwise than the tenant has it, as a lawful endpoint may publish it. */
export interface Drawn {
  variation: Variation;
  /** The attribute's path, such as `name.givenName`, with the group's behind `Group:`. */
  about: string;
}

/** Attributes that the connector's job writes: its documents close some choices about them. */
const MAPPED = new Set(loadProfile('smartfile').mapping.map(({ target }) => target.replace(/[.[].*$/s, '')));

/** Rows of clients' documents that may fail where these attributes are changed. */
export function closedBy(drawn: Drawn[]): (row: Row) => boolean {
  const mapped = drawn.some(({ about }) => MAPPED.has(about.replace(/^Group:/, '').replace(/\..*$/s, '')));
  return ({ source }) => mapped && (source === 'entra' || source === 'smartfile');
}

/** Every change to one characteristic of one attribute that the text leaves to the endpoint. */
export function drawnChanges(): Drawn[] {
  return [userSchema, enterpriseSchema, groupSchema].flatMap(({ id, attributes }) =>
    attributes
      .filter(({ mutability }) => mutability !== 'readOnly')
      .flatMap((attribute) => [...wholes(id, attribute), ...parts(id, attribute)]),
  );
}

const CHANGES: Record<string, Partial<SchemaAttribute>> = {
  required: { required: true },
  immutable: { mutability: 'immutable' },
  'read-only': { mutability: 'readOnly' },
  'write-only': { mutability: 'writeOnly', returned: 'never' },
  always: { returned: 'always' },
  'on-request': { returned: 'request' },
};
const OF_TEXT: Record<string, Partial<SchemaAttribute>> = {
  unique: { uniqueness: 'server' },
  listed: { canonicalValues: ['Alpha', 'beta', 'GAMMA'] },
};

function wholes(place: string, attribute: SchemaAttribute): Drawn[] {
  const { name, type, multiValued, caseExact } = attribute;
  const text = type === 'string' && !multiValued;
  const changes = {
    ...CHANGES,
    ...(text ? { ...OF_TEXT, [caseExact ? 'any-case' : 'exact-case']: { caseExact: !caseExact } } : {}),
  };
  const kind = place === SCHEMA.group ? 'group ' : '';
  const lawful = (change: string) => {
    const fixed = FIXED[name] ?? [];
    if (fixed.includes(`${kind}${change}`) || (kind !== '' && name === 'members' && fixed.includes(change)))
      return false;
    return !(name === 'userName' && change === 'exact-case') && !alreadyIs(attribute, changes[change]);
  };
  return [
    ...Object.keys(changes)
      .filter(lawful)
      .map((change) => made(place, name, change, (usual) => ({ ...usual, ...changes[change] }))),
    ...(lawful('absent') ? [absent(place, name)] : []),
  ];
}

function parts(place: string, { name, subAttributes }: SchemaAttribute): Drawn[] {
  return subAttributes.flatMap((sub) => {
    if (sub.mutability === 'readOnly' || ['members', 'manager'].includes(name)) return [];
    const path = `${name}.${sub.name}`;
    const change = (what: string, to: Partial<SchemaAttribute>) =>
      made(place, path, what, (usual) => ({
        ...usual,
        subAttributes: usual.subAttributes.map((one) => (one.name === sub.name ? { ...one, ...to } : one)),
      }));
    const isValue = sub.name === 'value';
    return [
      ...(sub.name === 'primary' ? [] : [change('required', { required: true })]),
      ...(sub.type === 'string' && !isValue && !FIXED[path]?.includes('listed')
        ? [change('listed', { canonicalValues: ['Alpha', 'beta', 'GAMMA'] })]
        : []),
      ...(isValue ? [] : [change('read-only', { mutability: 'readOnly' })]),
      ...(isValue
        ? []
        : [
            made(place, path, 'absent', (usual) => ({
              ...usual,
              subAttributes: usual.subAttributes.filter((one) => one.name !== sub.name),
            })),
          ]),
    ];
  });
}

function made(
  place: string,
  path: string,
  change: string,
  to: (usual: SchemaAttribute) => SchemaAttribute,
): Drawn {
  const [name = path] = path.split('.');
  const about = place === SCHEMA.group ? `Group:${path}` : path;
  return {
    about,
    variation: of(`${about} ${change}`, `${about} is ${change}`, ['7643:7'], name, to, {
      on: place,
      ...(change === 'listed' ? { semantics: onlyListed } : {}),
    }),
  };
}

function absent(place: string, name: string): Drawn {
  const about = place === SCHEMA.group ? `Group:${name}` : name;
  return {
    about,
    variation: {
      ...of(`${about} absent`, `there is no ${about}`, ['7643:4.1'], name, {}, { on: place }),
      schemas: (all) =>
        all.map((one) =>
          one.id === place
            ? { ...one, attributes: one.attributes.filter((attribute) => attribute.name !== name) }
            : one,
        ),
    },
  };
}

const onlyListed: NonNullable<Variation['semantics']> = (usual) => ({
  keep: (value, attribute) => {
    const isDrawn = attribute.canonicalValues.includes('GAMMA');
    if (
      isDrawn &&
      !attribute.canonicalValues.some((one) => one.toLowerCase() === String(value).toLowerCase())
    )
      throw new ScimProblem(400, `${attribute.name} is one of a list`, 'invalidValue');
    return usual.keep(value, attribute);
  },
});

function alreadyIs(attribute: SchemaAttribute, change: Partial<SchemaAttribute> = {}): boolean {
  return Object.entries(change).every(
    ([name, value]) => JSON.stringify(attribute[name as keyof SchemaAttribute]) === JSON.stringify(value),
  );
}
