import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';

/** Something that the endpoint publishes of itself and that changed. */
export interface ClaimChange {
  /** Such as `patch.supported`, `ResourceTypes/User`, `Schemas/…:User/emails.type/mutability`. */
  claim: string;
  before: string;
  after: string;
}

const ABSENT = 'absent';

/** Differences of two endpoints' claims and schemas, attribute by attribute and characteristic by characteristic. */
export function claimChanges(a: Capabilities | undefined, b: Capabilities | undefined): ClaimChange[] {
  const before = listClaims(a);
  const after = listClaims(b);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((claim) => {
    const [old, fresh] = [before.get(claim) ?? ABSENT, after.get(claim) ?? ABSENT];
    if (old === fresh || within(claim, before) || within(claim, after)) return [];
    return [{ claim, before: old, after: fresh }];
  });

  /** Whether a whole attribute came or went: its characteristics then say nothing more. */
  function within(claim: string, side: ReadonlyMap<string, string>): boolean {
    const holder = claim.slice(0, claim.lastIndexOf('/'));
    const other = side === before ? after : before;
    return (
      claim.startsWith('Schemas/') && other.get(holder) === 'published' && side.get(holder) === undefined
    );
  }
}

function listClaims(capabilities: Capabilities | undefined): Map<string, string> {
  const claims = new Map<string, string>();
  if (capabilities === undefined) return claims;
  for (const [feature, supported] of Object.entries(capabilities.features))
    if (supported !== undefined) claims.set(`${feature}.supported`, String(supported));
  for (const group of ['bulk', 'filter', 'pagination'] as const)
    for (const [name, value] of Object.entries(capabilities[group] ?? {}))
      claims.set(`${group}.${name}`, String(value));
  claims.set('authenticationSchemes', capabilities.authenticationSchemes.join(', '));
  for (const type of capabilities.resourceTypes ?? []) {
    const extensions = type.extensions.map(
      ({ schema, required }) => `${schema}${required ? ' (required)' : ''}`,
    );
    claims.set(`ResourceTypes/${type.name}`, [type.endpoint, type.schema, ...extensions].join(' '));
  }
  for (const schema of capabilities.schemas ?? [])
    addAttributes(`Schemas/${schema.id}`, schema.attributes, claims);
  return claims;
}

function addAttributes(holder: string, attributes: readonly Attribute[], claims: Map<string, string>): void {
  claims.set(holder, 'published');
  for (const attribute of attributes) {
    const { name, subAttributes, ...characteristics } = attribute;
    const path = `${holder}/${name}`;
    claims.set(path, 'published');
    for (const [key, value] of Object.entries(characteristics))
      claims.set(`${path}/${key}`, Array.isArray(value) ? value.join(', ') : String(value));
    addAttributes(path, subAttributes, claims);
  }
}
