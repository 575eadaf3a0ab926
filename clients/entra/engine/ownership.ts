import { readList } from '../../../kit/check/must.ts';
import { quote, type Scim } from '../../../kit/check/scim.ts';
import { NoAnswer } from '../../../kit/errors.ts';
import { type Attributes, at } from '../../../schemas/attributes.ts';

/** Whose an account is that a lookup found; `unproved`: a create of its name was sent, and what it made is not known. */
export type Whose = 'ours' | 'unproved' | 'foreign';

/** An attribute of which no two resources of a kind have one value. */
export interface Unique {
  path: string;
  /** Whether that is known; else an endpoint may refuse to look it up. */
  certain: boolean;
}

/** What the engine asks of the run that it belongs to. */
export interface Ownership {
  /** Whether a value bears the run's marker, so that nobody else has it. */
  isMarked(value: string): boolean;
  /** Whose a resource is that a lookup found. */
  whose(endpoint: string, path: string, resource: Attributes): Promise<Whose>;
  /** Told, before it is sent, a create of whose unique values lookups showed that they are nobody's. */
  vouch(endpoint: string, body: Attributes): void;
  /** Whether a GET shows that what a create was answered with is what it made. */
  prove(path: string): Promise<boolean>;
  unique(kind: 'User' | 'Group'): Unique[];
}

/** Why a create is not sent: an account has one of its values already, or that cannot be seen. */
export type Obstacle = { attribute: string } & Has;

/** What a lookup found, or what it answered in place of a list. */
type Has = { found: Attributes; answered?: never } | { answered: string; found?: never };

/**
 * Looks up each unique value of a new resource that does not bear the run's marker: an endpoint that upserts would
 * overwrite the account that has it. These lookups are the rehearsal's own: the service sends only those by matching
 * attributes.
 * @returns undefined where nobody has any of them
 */
export async function obstacleTo(
  scim: Scim,
  endpoint: string,
  body: Attributes,
  { unique, isMarked }: { unique: readonly Unique[]; isMarked: Ownership['isMarked'] },
): Promise<Obstacle | undefined> {
  for (const { path, certain } of unique)
    for (const value of [at(body, path)].flat()) {
      if (typeof value !== 'string' || value === '' || isMarked(value)) continue;
      const found = await whoHas(scim, endpoint, path, value);
      if (found?.found !== undefined || (found && certain)) return { attribute: path, ...found };
    }
  return undefined;
}

async function whoHas(scim: Scim, endpoint: string, path: string, value: string): Promise<Has | undefined> {
  const step = `see that no account has this ${path}`;
  try {
    const answer = await scim.find(endpoint, `${path} eq ${quote(value)}`).as('control', step);
    if (!answer.ok) return { answered: `status ${answer.status}` };
    const { total, resources } = readList(answer);
    const [found] = resources;
    if (found !== undefined) return { found };
    const nobody = total === 0 || Array.isArray(answer.body.Resources);
    return nobody && (total ?? 0) === 0 ? undefined : { answered: 'no list' };
  } catch (error) {
    if (error instanceof NoAnswer) return { answered: `nothing (${error.code})` };
    throw error;
  }
}
