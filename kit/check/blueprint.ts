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

/** A fixture, as far as a blueprint knows it. */
export interface Basis<T> {
  readonly key: string;
  make(tools: never): Promise<T>;
}

/** How resources of one shape are composed, so that the run can make them ahead; see `blueprint`. */
export interface Blueprint {
  readonly key: string;
  readonly kind: Kind;
  /** What checks share that it is composed from; none as a rule. */
  readonly basis?: Basis<unknown>;
  /** Whether one value may stand in place of several in a list that takes one alone. */
  readonly shorter?: boolean;
  draw(drawing: Drawing, basis: unknown): Attributes;
}

/** By key: what config/holdings.json names them by. */
const blueprints = new Map<string, Blueprint>();

/**
 * Makes a blueprint: a shape of users or groups that checks ask for with `given.made(blueprint)`, and of whose create
 * nothing is claimed. Where bulk requests work, those that are known to be asked for are made many at a time.
 * @param key what it is called in config/holdings.json
 * @param draw their attributes: what they hang on is the endpoint and the names that it is given, nothing else; a
 * userName or displayName of their own begins with `given.unique()`
 * @throws Error where another one has this key
 */
export function blueprint(
  kind: Kind,
  key: string,
  draw: (drawing: Drawing) => Attributes,
  options: Pick<Blueprint, 'shorter'> = {},
): Blueprint {
  return entered({ key, kind, draw, ...options });
}

/**
 * The same of a shape that hangs on what checks share as well, such as who is in a group: one is made ahead as soon as
 * that is there, and handed out while it is the same.
 */
export function blueprintFrom<T>(
  kind: Kind,
  key: string,
  basis: Basis<T>,
  draw: (drawing: Drawing, basis: T) => Attributes,
  options: Pick<Blueprint, 'shorter'> = {},
): Blueprint {
  return entered({ key, kind, basis, draw: (drawing, known) => draw(drawing, known as T), ...options });
}

function entered(made: Blueprint): Blueprint {
  if (blueprints.has(made.key)) throw new Error(`there are two blueprints "${made.key}"`);
  blueprints.set(made.key, made);
  return made;
}

/** A user, and a group without members, like any other. */
export const ANY = {
  User: blueprint('User', 'User', () => ({})),
  Group: blueprint('Group', 'Group', () => ({})),
};

/** The blueprint of this key; undefined where no suite that was loaded has it. */
export const findBlueprint = (key: string): Blueprint | undefined => blueprints.get(key);
