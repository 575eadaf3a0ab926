import type { Ownership, Rules, Unique } from '../clients/entra/engine/index.ts';
import { prove, whose } from '../kit/run/prove.ts';
import type { Run } from '../kit/run/run.ts';
import { ENTERPRISE, GROUP, USER } from '../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../schemas/capabilities.ts';

/** Whose accounts are, for a provisioning job of this run. */
export function trackOwnership(run: Run, rules: Rules): Ownership {
  const unique = {
    User: listUnique(run.capabilities, 'User', rules),
    Group: listUnique(run.capabilities, 'Group', rules),
  };
  return {
    isMarked: (value) => value.toLowerCase().includes(run.marker),
    whose: (endpoint, path, resource) => whose(run, endpoint, path, resource),
    vouch: (endpoint, body) => run.vouch(endpoint, body),
    prove: (path) => prove(run, path),
    unique: (kind) => unique[kind],
  };
}

/** What many endpoints key accounts by, whatever their schema says: most publish that of the RFC as it stands there. */
const USUAL_KEYS = ['emails.value', `${ENTERPRISE}:employeeNumber`];

/**
 * Attributes of which an endpoint may hold each value once: by SCIM or as the job matches by them, by the published
 * schema, and by what many endpoints key accounts by.
 */
function listUnique(
  { resourceTypes, schemas }: Capabilities,
  kind: 'User' | 'Group',
  rules: Rules,
): Unique[] {
  const named = kind === 'User' || rules.matching.Group.some(({ path }) => path === 'displayName');
  const certain = [...(named ? [kind === 'User' ? 'userName' : 'displayName'] : []), 'externalId'];
  const core = kind === 'User' ? USER : GROUP;
  const extensions = resourceTypes?.find(({ schema }) => schema === core)?.extensions ?? [];
  const published = (schemas ?? []).flatMap(({ id, attributes }) => {
    if (id === core) return pathsIn(attributes, '');
    return extensions.some(({ schema }) => schema === id) ? pathsIn(attributes, `${id}:`) : [];
  });
  const known = new Set([...certain, ...published]);
  const usual = kind === 'User' ? USUAL_KEYS.filter((path) => !known.has(path)) : [];
  return [
    ...[...known].map((path) => ({ path, certain: true })),
    ...usual.map((path) => ({ path, certain: false })),
  ];
}

/** Paths of the texts that are unique by themselves, or as the value of an attribute that is. */
function pathsIn(attributes: readonly Attribute[], prefix: string): string[] {
  return attributes.flatMap(({ name, type, uniqueness, mutability, subAttributes }) => {
    if (mutability === 'readOnly') return [];
    if (type !== 'complex') return uniqueness === 'none' ? [] : [prefix + name];
    return subAttributes
      .filter((one) => one.uniqueness !== 'none' || (uniqueness !== 'none' && one.name === 'value'))
      .map((one) => `${prefix}${name}.${one.name}`);
  });
}
