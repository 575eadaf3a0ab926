import { ENTERPRISE, GROUP, USER } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities, Feature, SchemaDefinition } from '../../schemas/capabilities.ts';
import type { Profile } from '../profile.ts';
import { type ConditionVerdict, decide, type Holds, sameName, unknown, unmet } from './condition.ts';

function findBasis(capabilities: Capabilities, member: string): 'declared' | 'assumed' {
  return capabilities.assumed.includes(member) ? 'assumed' : 'declared';
}

function speaker(basis: ConditionVerdict['basis'], profile: Profile): string {
  return basis === 'assumed' ? `profile ${profile.name} assumes that` : 'the endpoint says that';
}

/** Holds when the endpoint says, or the profile assumes, that the feature's `supported` equals `wanted`. */
export function supports(feature: Feature, wanted: boolean): Holds {
  return (capabilities, profile) => {
    const declared = capabilities.features[feature];
    const value = declared ?? profile.assume.features?.[feature];
    if (value === undefined) return unknown(`the endpoint publishes no readable ${feature}.supported`);
    const basis = declared === undefined ? 'assumed' : findBasis(capabilities, feature);
    // An assumption spares an endpoint from questions; it never holds the endpoint to an absence it did not claim.
    if (!wanted && basis === 'assumed')
      return unmet('assumed', `the endpoint does not say whether it supports ${feature}`);
    return decide(value === wanted, basis, `${speaker(basis, profile)} ${feature}.supported is ${value}`);
  };
}

/** Holds when a resource type with this base schema is published and the profile provisions it. */
export function offers(urn: string, name: 'User' | 'Group'): Holds {
  return (capabilities, profile) => {
    const served = name === 'User' ? 'users' : 'groups';
    if (profile.resources !== 'both' && profile.resources !== served) {
      return unmet('assumed', `profile ${profile.name} provisions ${profile.resources} only`);
    }
    if (!capabilities.resourceTypes) return unknown('the endpoint publishes no readable /ResourceTypes');
    const basis = findBasis(capabilities, 'resourceTypes');
    const found = capabilities.resourceTypes.some((type) => type.schema === urn);
    return decide(
      found,
      basis,
      `${speaker(basis, profile)} it ${found ? 'has' : 'has no'} resource type ${name}`,
    );
  };
}

/** Holds when some resource type lists an extension that the predicate accepts. */
export function extension(
  accepts: (link: { schema: string; required: boolean }) => boolean,
  what: string,
): Holds {
  return (capabilities, profile) => {
    if (!capabilities.resourceTypes) return unknown('the endpoint publishes no readable /ResourceTypes');
    const basis = findBasis(capabilities, 'resourceTypes');
    const found = capabilities.resourceTypes.some(({ extensions }) => extensions.some(accepts));
    return decide(found, basis, `${speaker(basis, profile)} ${found ? 'a' : 'no'} resource type has ${what}`);
  };
}

/** Holds when a data resource's schema publishes an attribute that the predicate accepts. */
export function someAttribute(
  accepts: (attribute: Attribute, topLevel: boolean) => boolean,
  what: string,
): Holds {
  const holds = (list: Attribute[], topLevel: boolean): boolean =>
    list.some((one) => accepts(one, topLevel) || holds(one.subAttributes, false));
  return (capabilities, profile) => {
    if (!capabilities.schemas) return unknown('the endpoint publishes no readable /Schemas');
    const basis = findBasis(capabilities, 'schemas');
    const found = dataSchemas(capabilities, capabilities.schemas).some((one) => holds(one.attributes, true));
    return decide(found, basis, `${speaker(basis, profile)} ${found ? 'an' : 'no'} attribute ${what}`);
  };
}

/** Schemas of resources and their extensions: the discovery schemas describe nothing that a client writes. */
function dataSchemas(capabilities: Capabilities, schemas: SchemaDefinition[]): SchemaDefinition[] {
  const types = capabilities.resourceTypes;
  if (!types)
    return schemas.filter(({ id }) => !/:core:2\.0:(ServiceProviderConfig|ResourceType|Schema)$/i.test(id));
  const used = new Set(
    types.flatMap((type) => [type.schema, ...type.extensions.map(({ schema }) => schema)]),
  );
  return schemas.filter(({ id }) => used.has(id));
}

/** `attribute:User.emails`, `attribute:Group.members.value`, `attribute:enterprise.manager`. */
export function attributePublished(path: string): Holds {
  const [owner = '', ...names] = path.split('.');
  return (capabilities, profile) => {
    const { schemas, resourceTypes } = capabilities;
    if (!schemas) return unknown('the endpoint publishes no readable /Schemas');
    const basis = findBasis(capabilities, 'schemas');
    const core = { user: USER, group: GROUP, enterprise: ENTERPRISE }[owner.toLowerCase()];
    const urn = resourceTypes?.find(({ name }) => sameName(name, owner))?.schema ?? core;
    let level = schemas.find(({ id }) => id === urn)?.attributes ?? [];
    let found: Attribute | undefined;
    for (const name of names) {
      found = level.find((one) => sameName(one.name, name));
      level = found?.subAttributes ?? [];
    }
    const unlisted =
      owner === 'enterprise' &&
      resourceTypes?.every(({ extensions }) => extensions.every((e) => e.schema !== urn));
    const holds = found !== undefined && !unlisted;
    return decide(
      holds,
      basis,
      `${speaker(basis, profile)} ${path} is ${holds ? '' : 'not '}among its attributes`,
    );
  };
}

/** Holds when the endpoint publishes pagination of RFC 9865 that the predicate accepts. */
export function pagination(
  holds: (published: NonNullable<Capabilities['pagination']>) => boolean,
  what: string,
): Holds {
  return ({ pagination: published }) => {
    if (!published) return unmet('declared', 'the endpoint does not publish pagination of RFC 9865');
    return decide(
      holds(published),
      'declared',
      `the endpoint's pagination says ${what}: ${holds(published)}`,
    );
  };
}
