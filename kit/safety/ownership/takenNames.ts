import { type Attributes, member } from '../../../schemas/attributes.ts';

/** Names that are remembered at most. */
const MOST = 50_000;

/** Names that lookups showed to be somebody else's: an endpoint may overwrite an account whose name is posted again. */
export class TakenNames {
  private readonly names = new Set<string>();

  /** Remembers the unique names of a resource that is not the run's own. */
  note(endpoint: string, resource: Attributes): void {
    for (const [attribute, value] of uniqueNames(resource))
      if (this.names.size < MOST) this.names.add(makeKey(endpoint, attribute, value));
  }

  /** The attribute of a new resource whose value is somebody else's; `undefined` where there is none. */
  in(endpoint: string, resource: Attributes): string | undefined {
    if (this.names.size === 0) return undefined;
    return uniqueNames(resource).find(([attribute, value]) =>
      this.names.has(makeKey(endpoint, attribute, value)),
    )?.[0];
  }
}

/** The attributes under which an endpoint may hold two resources for one and the same; a user's displayName is none. */
function uniqueNames(resource: Attributes): [string, string][] {
  const named = member(resource, 'userName') === undefined ? 'displayName' : 'userName';
  return [named, 'externalId'].flatMap((attribute): [string, string][] => {
    const value = member(resource, attribute);
    return typeof value === 'string' && value !== '' ? [[attribute, value]] : [];
  });
}

const makeKey = (...parts: string[]): string => parts.join(' ').toLowerCase();
