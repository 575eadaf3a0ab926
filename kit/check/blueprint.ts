import type { Profile } from '../../config/profile.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Composer } from './composer.ts';

type Kind = 'User' | 'Group';

/** What a blueprint composes with: names and values for whoever asks, and what the endpoint publishes. */
export interface Drawing {
  given: Composer;
  capabilities: Capabilities;
  profile: Profile;
}

/** How resources of one shape are composed, so that the run can make them ahead; see `blueprint`. */
export interface Blueprint {
  readonly key: string;
  readonly kind: Kind;
  draw(drawing: Drawing): Attributes;
}

/** By key: what config/holdings.json names them by. */
const blueprints = new Map<string, Blueprint>();

/**
 * Makes a blueprint: a shape of users or groups that checks ask for with `given.made(blueprint)`, and of whose create
 * nothing is claimed. Where bulk requests work, those that are known to be asked for are made many at a time.
 * @param key what it is called in config/holdings.json
 * @param draw their attributes: what they hang on is the endpoint and the names that it is given, nothing else
 * @throws Error where another one has this key
 */
export function blueprint(kind: Kind, key: string, draw: Blueprint['draw']): Blueprint {
  if (blueprints.has(key)) throw new Error(`there are two blueprints "${key}"`);
  const made = { key, kind, draw };
  blueprints.set(key, made);
  return made;
}

/** A user, and a group without members, like any other. */
export const ANY = {
  User: blueprint('User', 'User', () => ({})),
  Group: blueprint('Group', 'Group', () => ({})),
};

/** The blueprint of this key; undefined where no suite that was loaded has it. */
export const findBlueprint = (key: string): Blueprint | undefined => blueprints.get(key);
