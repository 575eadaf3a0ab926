import type { Attribute, Capabilities, Feature, SchemaDefinition } from '../schemas/capabilities.ts';
import type { MatchingAttribute, Profile } from './profile.ts';

/** Whether a precondition of a row holds, and on whose word. */
export interface GateVerdict {
  /** `unknown`: the endpoint published nothing that answers it, and the profile assumes nothing. */
  state: 'open' | 'closed' | 'unknown';
  basis: 'declared' | 'assumed' | 'target';
  /** A phrase for users, such as "the endpoint says patch.supported is false". */
  why: string;
}

/** A precondition that rows name. */
export type Gate = (capabilities: Capabilities, profile: Profile) => GateVerdict;

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const open = (basis: GateVerdict['basis'], why: string): GateVerdict => ({
  state: 'open',
  basis,
  why,
});
const closed = (basis: GateVerdict['basis'], why: string): GateVerdict => ({ state: 'closed', basis, why });
const unknown = (why: string): GateVerdict => ({ state: 'unknown', basis: 'declared', why });
export const decide = (holds: boolean, basis: GateVerdict['basis'], why: string): GateVerdict =>
  holds ? open(basis, why) : closed(basis, why);

function basisOf(capabilities: Capabilities, member: string): 'declared' | 'assumed' {
  return capabilities.assumed.includes(member) ? 'assumed' : 'declared';
}

function speaker(basis: GateVerdict['basis'], profile: Profile): string {
  return basis === 'assumed' ? `profile ${profile.name} assumes that` : 'the endpoint says that';
}

/** Holds when the endpoint says, or the profile assumes, that the feature's `supported` equals `wanted`. */
export function supports(feature: Feature, wanted: boolean): Gate {
  return (capabilities, profile) => {
    const declared = capabilities.features[feature];
    const value = declared ?? profile.assume.features?.[feature];
    if (value === undefined) return unknown(`the endpoint publishes no readable ${feature}.supported`);
    const basis = declared === undefined ? 'assumed' : basisOf(capabilities, feature);
    // An assumption spares an endpoint from questions; it never holds the endpoint to an absence it did not claim.
    if (!wanted && basis === 'assumed')
      return closed('assumed', `the endpoint does not say whether it supports ${feature}`);
    return decide(value === wanted, basis, `${speaker(basis, profile)} ${feature}.supported is ${value}`);
  };
}

/** Holds when a resource type with this base schema is published and the profile provisions it. */
export function offers(urn: string, name: 'User' | 'Group'): Gate {
  return (capabilities, profile) => {
    const served = name === 'User' ? 'users' : 'groups';
    if (profile.resources !== 'both' && profile.resources !== served) {
      return closed('assumed', `profile ${profile.name} provisions ${profile.resources} only`);
    }
    if (!capabilities.resourceTypes) return unknown('the endpoint publishes no readable /ResourceTypes');
    const basis = basisOf(capabilities, 'resourceTypes');
    const found = capabilities.resourceTypes.some((type) => type.schema === urn);
    return decide(
      found,
      basis,
      `${speaker(basis, profile)} it ${found ? 'has' : 'has no'} resource type ${name}`,
    );
  };
}

/** Holds when one of the alternatives holds; the first that is open speaks, else the first unknown one. */
export function anyOf(...gates: Gate[]): Gate {
  return (capabilities, profile) => {
    const verdicts = gates.map((gate) => gate(capabilities, profile));
    const best =
      verdicts.find(({ state }) => state === 'open') ?? verdicts.find(({ state }) => state === 'unknown');
    return best ?? (verdicts[0] as GateVerdict);
  };
}

/** Holds when some resource type lists an extension that the predicate accepts. */
export function extension(
  accepts: (link: { schema: string; required: boolean }) => boolean,
  what: string,
): Gate {
  return (capabilities, profile) => {
    if (!capabilities.resourceTypes) return unknown('the endpoint publishes no readable /ResourceTypes');
    const basis = basisOf(capabilities, 'resourceTypes');
    const found = capabilities.resourceTypes.some(({ extensions }) => extensions.some(accepts));
    return decide(found, basis, `${speaker(basis, profile)} ${found ? 'a' : 'no'} resource type has ${what}`);
  };
}

/** Holds when a data resource's schema publishes an attribute that the predicate accepts. */
export function someAttribute(
  accepts: (attribute: Attribute, topLevel: boolean) => boolean,
  what: string,
): Gate {
  const holds = (list: Attribute[], topLevel: boolean): boolean =>
    list.some((one) => accepts(one, topLevel) || holds(one.subAttributes, false));
  return (capabilities, profile) => {
    if (!capabilities.schemas) return unknown('the endpoint publishes no readable /Schemas');
    const basis = basisOf(capabilities, 'schemas');
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

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** `attribute:User.emails`, `attribute:Group.members.value`, `attribute:enterprise.manager`. */
export function attributePublished(path: string): Gate {
  const [owner = '', ...names] = path.split('.');
  return (capabilities, profile) => {
    const { schemas, resourceTypes } = capabilities;
    if (!schemas) return unknown('the endpoint publishes no readable /Schemas');
    const basis = basisOf(capabilities, 'schemas');
    const core = { user: userUrn, group: groupUrn, enterprise: enterpriseUrn }[owner.toLowerCase()];
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

export function pagination(
  holds: (published: NonNullable<Capabilities['pagination']>) => boolean,
  what: string,
): Gate {
  return ({ pagination: published }) => {
    if (!published) return closed('declared', 'the endpoint does not publish pagination of RFC 9865');
    return decide(
      holds(published),
      'declared',
      `the endpoint's pagination says ${what}: ${holds(published)}`,
    );
  };
}

/** First attribute name of a target path: `emails[type eq "work"].value` gives `emails`. */
function firstName(path: string): string {
  const local = path.startsWith(`${enterpriseUrn}:`) ? path.slice(enterpriseUrn.length + 1) : path;
  return local.split(/[.[]/)[0] ?? local;
}

/** `mapped:User.title`, `mapped:enterprise.manager`: the profile's mapping writes to it. */
export function mapped(path: string): Gate {
  const [owner = '', name = ''] = path.split('.');
  return (_, profile) => {
    const found = profile.mapping.some(({ resource, target }) => {
      const actual = target.startsWith(`${enterpriseUrn}:`) ? 'enterprise' : resource;
      return sameName(actual, owner) && sameName(firstName(target), name);
    });
    return decide(found, 'assumed', `profile ${profile.name} ${found ? 'maps' : 'does not map'} ${path}`);
  };
}

/** `matching:User.externalId`: the profile looks resources up by it. */
export function matching(path: string): Gate {
  const [owner = '', name = ''] = path.split('.');
  const hits = (one: MatchingAttribute) =>
    sameName(one.resource, owner) && sameName(firstName(one.path), name);
  return (_, profile) => {
    const found = profile.matching.some(hits);
    return decide(
      found,
      'assumed',
      `profile ${profile.name} ${found ? 'matches' : 'does not match'} on ${path}`,
    );
  };
}

export function provisions(what: 'users' | 'groups'): Gate {
  return (_, profile) => {
    const holds = profile.resources === 'both' || profile.resources === what;
    return decide(holds, 'assumed', `profile ${profile.name} provisions ${profile.resources}`);
  };
}

export const target = (holds: (target: Capabilities['target']) => boolean, yes: string, no: string): Gate => {
  return (capabilities) => {
    const answer = holds(capabilities.target);
    return decide(answer, 'target', answer ? yes : no);
  };
};

/** Whether the profile's account of soft deletion is the wanted one; unknown where the profile does not say. */
export function softDelete(profile: Profile, wanted: Profile['softDelete']): GateVerdict {
  const why = `profile ${profile.name} says softDelete: ${profile.softDelete}`;
  if (profile.softDelete === 'unknown') return { state: 'unknown', basis: 'assumed', why };
  return decide(profile.softDelete === wanted, 'assumed', why);
}
