import type { Profile } from '../../config/profile.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';
import type { Given } from './given.ts';
import type { Network } from './network.ts';

/** What a fixture is made with: set-up and requests in the name of all that share it. */
export interface FixtureTools {
  given: Given;
  scim: Scim;
  network: Network;
  capabilities: Capabilities;
  profile: Profile;
  /** Repeats a read until it shows what is looked for or `--patience` is over. */
  eventually(
    read: () => PromiseLike<ScimResponse>,
    arrived: (answer: ScimResponse) => boolean,
  ): Promise<ScimResponse>;
}

/** See `fixture`. */
export interface Fixture<T> {
  readonly key: string;
  make(tools: FixtureTools): Promise<T>;
}

/**
 * Makes a fixture: resources or facts that many checks only read, made once a run by whoever asks first, with
 * `given.the(fixture)`, and removed at its end. Nobody may change them. What fails in the making blocks all that ask.
 * @param key what it is called in the evidence; fixtures of one key are one
 */
export function fixture<T>(key: string, make: (tools: FixtureTools) => Promise<T>): Fixture<T> {
  return { key, make };
}
