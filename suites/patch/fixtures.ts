import type { CheckTools } from '../../kit/check/check.ts';
import { fixture, type Given } from '../../kit/check/given.ts';
import { freeTexts, isFree, isFreeText } from '../../kit/compose/choose.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import { type Attributes, at, elements, equal, member, unassigned } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, type Located, listAttributes } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { plainUser } from '../users/fixtures.ts';

/** A list of complex values with a value each; told apart by type where the endpoint keeps types. */
export interface ListTarget {
  path: string;
  /** Three types that the endpoint knows; empty where it keeps none. */
  types: string[];
}

/** A list whose elements have sub-attributes that a client sets one by one. */
export interface PartsTarget {
  path: string;
  types: string[];
  /** Strings beside value and type, at least one. */
  subs: string[];
}

/** A single complex value with strings that a client sets and removes one by one. */
export interface ComplexTarget {
  path: string;
  subs: string[];
}

/** What PATCH can be tried on here: published, writable, optional, and seen to be kept by a create. */
export interface Specimen {
  /** Paths of single strings. */
  texts: string[];
  complex: ComplexTarget | undefined;
  list: ListTarget | undefined;
  parts: PartsTarget | undefined;
}

export type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'notApplicable'>;

const NAME_PARTS = ['givenName', 'familyName', 'middleName'];
const LISTS = ['emails', 'phoneNumbers', 'entitlements'];
const PARTS = ['addresses', 'emails', 'phoneNumbers'];
const FREE_PARTS = /^(streetAddress|locality|region|postalCode|display)$/i;

/**
 * The specimen of this endpoint, found once a run with one user that carries everything; a plain replace has to be
 * answered with 2xx, so that an endpoint without a working PATCH blocks instead of failing everything.
 */
export const specimen = fixture(
  'patch.specimen',
  async ({ given, scim, capabilities }): Promise<Specimen> => {
    given.anyAttribute('User', 'optional and writable', ({ attribute }) => isFree(attribute));
    const wish = chooseSpecimen(capabilities);
    const body = composeSpecimen(given, wish);
    const user = await given.userWithLists(body);
    const kept = keepStored(wish, user.sent, await given.read(user));
    // What the endpoint works out where nothing was sent cannot be seen to be taken away.
    const { read: bare } = await plainUser(given);
    const removable = kept.texts.filter((path) => unassigned(at(bare, path)));
    if (removable.length > 0) kept.texts = removable;
    const path = kept.texts[0] ?? changeablePath(capabilities);
    const value = newValue(given, path);
    await given.step('change one attribute', scim.patch(user.path, [{ op: 'replace', path, value }]));
    return kept;
  },
);

/** A single string that the endpoint keeps; not applicable where it keeps none. */
export async function findTextAttribute(tools: Tools): Promise<string> {
  const { texts } = await tools.given.the(specimen);
  return texts[0] ?? lacking(tools, 'optional string');
}

/** A change that this endpoint carries out, new at each call: of an optional string, else of the name. */
export async function chooseChange(tools: Tools): Promise<{ op: string; path: string; value: string }> {
  const [path = changeablePath(tools.capabilities)] = (await tools.given.the(specimen)).texts;
  return { op: 'replace', path, value: newValue(tools.given, path) };
}

/** A complex single value with at least two strings in it. */
export async function findComplexTarget(tools: Tools): Promise<ComplexTarget> {
  return (await tools.given.the(specimen)).complex ?? lacking(tools, 'complex value of two strings');
}

export async function findListTarget(tools: Tools): Promise<ListTarget> {
  return (await tools.given.the(specimen)).list ?? lacking(tools, 'list of two values');
}

/** The list where its elements have types: for paths that select by type. */
export async function findTypedList(tools: Tools): Promise<ListTarget> {
  const list = await findListTarget(tools);
  return list.types.length > 0 ? list : lacking(tools, 'list of values with types');
}

export async function findPartsTarget(tools: Tools): Promise<PartsTarget> {
  return (await tools.given.the(specimen)).parts ?? lacking(tools, 'list of complex values with types');
}

/** A new element of a list, of the type at this place. */
export function composeElement(given: Given, { path, types }: ListTarget, place = 0): Attributes {
  const type = types[place];
  return given.whole('User', path, {
    value: valueFor(given, path),
    ...present({ type }),
  });
}

/** The filter in brackets that selects this element and no other. */
export function selecting(list: ListTarget, element: Attributes): string {
  const by = list.types.length > 0 ? 'type' : 'value';
  return `${by} eq ${JSON.stringify(element[by])}`;
}

/** Type and value of each element, comparable: letter case and the form of telephone numbers do not count. */
export function listKeys({ path, types }: ListTarget, source: Attributes | Attributes[]): string[] {
  const list = Array.isArray(source) ? source : elements(source, path);
  return list.map((element) => {
    const value = String(member(element, 'value')).toLowerCase();
    const type = types.length > 0 ? String(member(element, 'type')).toLowerCase() : '';
    return `${type}:${path === 'phoneNumbers' ? value.replace(/\D/g, '') : value}`;
  });
}

function lacking(tools: Tools, what: string): never {
  return tools.notApplicable(`the endpoint publishes and keeps no ${what} of users`, 'nothing-to-observe');
}

function chooseSpecimen(capabilities: Capabilities): Specimen {
  const core = listAttributes(capabilities, 'User').filter(
    ({ attribute, extension }: Located) => !extension && isFree(attribute),
  );
  const published = (path: string) => core.find((one) => one.path.toLowerCase() === path.toLowerCase());
  const name = published('name')?.attribute;
  const subs = NAME_PARTS.filter((part) => isStringAt(capabilities, `name.${part}`));
  const list = LISTS.find((path) => isList(published(path)?.attribute));
  const parts = PARTS.map((path) => partsAt(published(path)?.attribute)).find((one) => one !== undefined);
  return {
    texts: freeTexts(capabilities),
    complex: name?.type === 'complex' && subs.length > 1 ? { path: 'name', subs } : undefined,
    list:
      list === undefined ? undefined : { path: list, types: chooseThreeTypes(published(list)?.attribute) },
    parts,
  };
}

function isStringAt(capabilities: Capabilities, path: string): boolean {
  const found = findAttribute(capabilities, 'User', path);
  return found !== undefined && isFreeText(found);
}

function isList(attribute: Attribute | undefined): boolean {
  const value = attribute?.subAttributes.find(({ name }) => name === 'value');
  return attribute?.multiValued === true && value?.type === 'string' && value.canonicalValues.length === 0;
}

function partsAt(attribute: Attribute | undefined): PartsTarget | undefined {
  const types = chooseThreeTypes(attribute);
  const subs = (attribute?.subAttributes ?? [])
    .filter((sub) => FREE_PARTS.test(sub.name) && isFreeText(sub))
    .map(({ name }) => name);
  if (attribute?.multiValued !== true || types.length === 0 || subs.length === 0) return undefined;
  return { path: attribute.name, types, subs };
}

/** Three types of a list; none where it has fewer than two. */
function chooseThreeTypes(attribute: Attribute | undefined): string[] {
  const known = listTypes(attribute).slice(0, 3);
  return known.length < 2 ? [] : known;
}

function composeSpecimen(given: Given, { texts, complex, list, parts }: Specimen): Attributes {
  const body: Attributes = {};
  for (const path of texts) body[path] = given.unique();
  if (complex !== undefined)
    body[complex.path] = Object.fromEntries(complex.subs.map((sub) => [sub, given.unique()]));
  if (list !== undefined) body[list.path] = [composeElement(given, list, 0), composeElement(given, list, 1)];
  if (parts !== undefined) {
    const both = (body[parts.path] ?? [{}, {}]) as Attributes[];
    body[parts.path] = both.map((element, place) => ({ ...element, ...composePart(given, parts, place) }));
  }
  return body;
}

/** An element with all the sub-attributes of the target, of the type at this place. */
export function composePart(given: Given, { path, types, subs }: PartsTarget, place: number): Attributes {
  const value = path === 'addresses' ? {} : { value: valueFor(given, path) };
  return given.whole('User', path, {
    ...value,
    type: types[place],
    ...Object.fromEntries(subs.map((sub) => [sub, sub === 'postalCode' ? `9160${place}` : given.unique()])),
  });
}

function valueFor(given: Given, path: string): string {
  if (path === 'emails') return given.address();
  if (path === 'phoneNumbers')
    return `tel:+1-201-555-${String(Math.abs(given.seed()) % 10_000).padStart(4, '0')}`;
  return given.unique();
}

/** A part of a complex value as a PATCH writes it: beside what changes, what no such value may lack, as it was. */
export function partial(
  { capabilities }: Pick<Tools, 'capabilities'>,
  sent: Attributes,
  path: string,
  change: Attributes,
): Attributes {
  const required =
    findAttribute(capabilities, 'User', path)?.subAttributes.filter((sub) => sub.required) ?? [];
  const fixed = required.map(({ name }) => [name, at(sent, `${path}.${name}`)]);
  return { ...Object.fromEntries(fixed), ...change };
}

/** Of the wish what the endpoint was seen to keep. */
function keepStored(wish: Specimen, sent: Attributes, read: Attributes): Specimen {
  const keeps = (path: string) => equal(at(read, path), at(sent, path), false);
  const { complex, list, parts } = wish;
  const subs = complex?.subs.filter((sub) => keeps(`${complex.path}.${sub}`)) ?? [];
  const untyped = list === undefined ? undefined : { ...list, types: [] };
  const keepsList = (one: ListTarget | undefined): boolean =>
    one !== undefined &&
    listKeys(one, sent).length > 1 &&
    equal(listKeys(one, sent).sort(), listKeys(one, read).sort());
  const kept = parts?.subs.filter((sub) => keeps(`${parts.path}.${sub}`)) ?? [];
  return {
    texts: wish.texts.filter(keeps),
    complex: complex !== undefined && subs.length > 1 ? { ...complex, subs } : undefined,
    list: [list, untyped].find(keepsList),
    parts:
      parts !== undefined && kept.length > 0 && keeps(`${parts.path}.type`)
        ? { ...parts, subs: kept }
        : undefined,
  };
}

/** Values of a sub-attribute of the elements of one type. */
export function ofType(resource: object, path: string, type: string | undefined, sub: string): unknown[] {
  const list = at(resource, path);
  return (Array.isArray(list) ? list : [])
    .filter((element) => equal(at(element, 'type'), type, false))
    .map((element) => at(element, sub))
    .filter((value) => !unassigned(value));
}
