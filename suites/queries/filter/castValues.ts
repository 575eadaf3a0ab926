import { twoTypesOf } from '../../../kit/compose/sample.ts';
import { type Attributes, at, isQualified, splitPath } from '../../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute, type Located, listAttributes } from '../../../schemas/lookup.ts';
import { present } from '../../../schemas/present.ts';

/** How much the users of the cast carry: all that is published, the core's plainest attributes, nothing more. */
export type Wealth = 'rich' | 'plain' | 'bare';

export const LETTERS = [...'abcdefgh'];

/** Two texts whose combinations tell `and`, `or` and `not` apart; each is missing on one user. */
const FIRST = ['Amber', 'Birch', 'Amber', undefined, 'Cedar', 'Birch', 'Amberwood', 'Dune'];
const SECOND = ['North', 'North', 'South', 'North', 'South', 'South', undefined, 'West'];
/** As text, 10 and 100 come before 9. */
const NUMBERS = [9, 10, 100, 2, 33, undefined, 7, 21];
const FLAGS = [true, false, true, undefined, false, true, false, true];
/** Preferred texts, the least likely to be bound to a form first. */
const TEXTS = ['title', 'nickName', 'userType', 'displayName', 'name.familyName', 'name.givenName'];
const BOUND =
  /^(userName|password|locale|timezone|preferredLanguage|groups|active|roles|entitlements|manager|addresses|phoneNumbers|ims|photos|x509Certificates)$/i;

const isText = (attribute: Attribute): boolean =>
  attribute.type === 'string' &&
  !attribute.multiValued &&
  attribute.canonicalValues.length === 0 &&
  attribute.uniqueness === 'none' &&
  isPlain(attribute);

const isPlain = ({ mutability, returned }: Attribute): boolean =>
  mutability === 'readWrite' && (returned === 'default' || returned === 'always');

/** Paths of attributes that may hold any text and hold it for several users alike. */
export function textPaths(capabilities: Capabilities): string[] {
  const known = TEXTS.filter((path) => {
    const attribute = findAttribute(capabilities, 'User', path);
    return attribute !== undefined && isText(attribute);
  });
  const others = listAttributes(capabilities, 'User')
    .filter(
      ({ path, attribute }) => isText(attribute) && !BOUND.test(attribute.name) && !known.includes(path),
    )
    .map(({ path }) => path);
  return [...known, ...others];
}

/**
 * The attributes of one user of the cast.
 * @param stem begins every text, so that no other resource of the tenant holds it
 */
export function valuesFor(
  capabilities: Capabilities,
  wealth: Wealth,
  stem: string,
  domain: string,
  index: number,
): Attributes {
  if (wealth === 'bare') return {};
  const values: Attributes = { externalId: `${stem}Ext${LETTERS[index]}` };
  const texts = textPaths(capabilities).filter((path) => wealth === 'rich' || !isQualified(path));
  texts.forEach((path, order) => {
    const word = (order % 2 === 0 ? FIRST : SECOND)[(index + 3 * (order >> 1)) % LETTERS.length];
    if (word !== undefined) put(values, path, `${stem}${word}`);
  });
  const emails = addresses(capabilities, stem, domain, index);
  if (emails !== undefined) values.emails = emails;
  if (wealth === 'rich')
    for (const located of listAttributes(capabilities, 'User')) {
      if (BOUND.test(located.attribute.name) || !isPlain(located.attribute)) continue;
      const value =
        at(values, located.path) === undefined ? typed(located.attribute, stem, index) : undefined;
      if (value !== undefined && !texts.includes(located.path)) put(values, located.path, value);
    }
  return values;
}

/** Every fourth user has no address, which is said with an empty list; the others have two of different type. */
function addresses(capabilities: Capabilities, stem: string, domain: string, index: number) {
  const list = findAttribute(capabilities, 'User', 'emails');
  if (list === undefined || !isPlain(list)) return undefined;
  if (index % 4 === 3) return list.required ? undefined : [];
  const [work, home] = twoTypesOf(list);
  const letter = LETTERS[index];
  return [
    { value: `${stem}${letter}.one@${domain}`, ...present({ type: work }), primary: true },
    { value: `${stem}${letter}.two@${domain}`, ...present({ type: home }) },
  ];
}

function typed(attribute: Attribute, stem: string, index: number): unknown {
  if (attribute.multiValued)
    return attribute.type === 'complex' ? elements(attribute, stem, index) : list(attribute, stem, index);
  if (attribute.type !== 'complex') return single(attribute, stem, index);
  const subs = attribute.subAttributes.filter((sub) => isPlain(sub) && !sub.multiValued);
  if (attribute.subAttributes.some(({ name }) => name === '$ref')) return undefined;
  const pairs = subs
    .map((sub) => [sub.name, single(sub, stem, index)])
    .filter(([, value]) => value !== undefined);
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

function list(attribute: Attribute, stem: string, index: number): unknown {
  if (index === 3) return attribute.required ? undefined : [];
  const [one, two] = [single(attribute, stem, index), single(attribute, stem, (index + 4) % LETTERS.length)];
  const values = [one, two].filter((value) => value !== undefined);
  return values.length === 2 && one !== two ? values : values.slice(0, 1);
}

/** Two elements of which one is primary, as in a list of addresses. */
function elements(attribute: Attribute, stem: string, index: number): unknown {
  const has = (name: string) => attribute.subAttributes.some((sub) => sub.name === name);
  if (!has('value') || !has('type') || has('$ref') || index === 3) return undefined;
  return [0, 1].map((place) =>
    Object.fromEntries(
      attribute.subAttributes
        .filter((sub) => isPlain(sub) && !sub.multiValued && sub.name !== 'primary')
        .map((sub) => [
          sub.name,
          sub.name === 'value'
            ? `${stem}${LETTERS[index]}${place}`
            : single(sub, stem, (index + 3 * place) % LETTERS.length),
        ])
        .filter(([, value]) => value !== undefined),
    ),
  );
}

function single(attribute: Attribute, stem: string, index: number): unknown {
  const number = NUMBERS[index];
  switch (attribute.type) {
    case 'boolean':
      return FLAGS[index];
    case 'integer':
      return number;
    case 'decimal':
      return number === undefined ? undefined : number + 0.5;
    case 'dateTime':
      return number === undefined ? undefined : `20${String(10 + index)}-06-15T0${index}:30:00Z`;
    case 'binary':
      return Buffer.from(`conformance ${LETTERS[index]}`).toString('base64');
    case 'reference':
      return attribute.referenceTypes.some((type) => /^(external|uri)$/i.test(type)) ||
        attribute.referenceTypes.length === 0
        ? `https://example.test/${stem}${LETTERS[index]}`
        : undefined;
    case 'string':
      if (attribute.canonicalValues.length > 0)
        return attribute.canonicalValues[index % attribute.canonicalValues.length];
      return `${stem}${attribute.uniqueness === 'none' ? (FIRST[index] ?? 'None') : LETTERS[index]}`;
    default:
      return undefined;
  }
}

function put(values: Attributes, path: string, value: unknown): void {
  const { urn, names } = splitPath(path);
  let holder = values;
  for (const name of [...(urn === undefined ? [] : [urn]), ...names.slice(0, -1)]) {
    holder[name] = { ...(holder[name] as Attributes | undefined) };
    holder = holder[name] as Attributes;
  }
  holder[names.at(-1) ?? ''] = value;
}

/** Published attributes that the cast has values for, to be named in filters. */
export function namedBy(capabilities: Capabilities): Located[] {
  return listAttributes(capabilities, 'User').filter(
    ({ attribute }) => !BOUND.test(attribute.name) && isPlain(attribute),
  );
}
