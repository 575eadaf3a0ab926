import type { Profile } from '../../config/profile.ts';
import { type Attributes, at } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { listAttributes, resourceType } from '../../schemas/lookup.ts';

type Kind = 'User' | 'Group';

/** An attribute that the endpoint's schemas require of a new resource, and that no mapping gives. */
export interface Unmapped {
  kind: Kind;
  path: string;
}

/**
 * What a job has to carry at this endpoint, by its published schemas, and does not.
 * @param targets paths that are mapped, for each kind that the job writes
 * @param templates constants that stand for mappings
 */
export function findUnmapped(
  capabilities: Capabilities,
  targets: Partial<Record<Kind, readonly string[]>>,
  templates: Partial<Record<Kind, Attributes>> = {},
): Unmapped[] {
  return (['User', 'Group'] as const).flatMap((kind) => {
    const mapped = targets[kind]?.map((path) => path.toLowerCase());
    if (mapped === undefined || mapped.length === 0) return [];
    const required = (resourceType(capabilities, kind)?.extensions ?? []).filter((one) => one.required);
    const isWritten = (schema: string) =>
      required.some((one) => one.schema === schema) ||
      mapped.some((path) => path.startsWith(`${schema.toLowerCase()}:`));
    return listAttributes(capabilities, kind)
      .filter(({ attribute }) => attribute.required && attribute.mutability !== 'readOnly')
      .filter(({ schema, extension }) => !extension || isWritten(schema))
      .map(({ attribute, schema, extension }) => (extension ? `${schema}:${attribute.name}` : attribute.name))
      .filter((path) => !/^(?:id|schemas|meta)$/i.test(path) && at(templates[kind], path) === undefined)
      .filter((path) => !mapped.some((target) => isWithin(target, path.toLowerCase())))
      .map((path) => ({ kind, path }));
  });
}

/** The targets of a profile's mapping, for the kinds that it serves. */
export function listMapped({ mapping, resources }: Profile): Partial<Record<Kind, string[]>> {
  const of = (kind: Kind, without: string) =>
    resources === without
      ? []
      : mapping.filter(({ resource }) => resource === kind).map(({ target }) => target);
  return { User: of('User', 'groups'), Group: of('Group', 'users') };
}

/** Whether a target is an attribute, or something of it. */
function isWithin(target: string, path: string): boolean {
  return target.startsWith(path) && /^(?:$|[.[])/.test(target.slice(path.length));
}

/** What lacks, in a sentence, and what to do about it. */
export function describeUnmapped(all: readonly Unmapped[]): { says: string; fix: string } {
  const names = all.map(({ path, kind }) => `${path} of a ${kind}`).join(', ');
  const paths = all.map(({ path }) => path).join(', ');
  return {
    says: `not mapped, and required by the endpoint's schemas: ${names}`,
    fix: `Map ${paths}, as a constant where the directory has no such value: without it creates may be refused. Or publish ${paths} as not required.`,
  };
}
