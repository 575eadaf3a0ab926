import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import type { ScimResponse } from '../wire/response.ts';

/**
 * Lists in which one value has to be the primary one: by RFC 7643 section 2.4 there may be none, and no schema can publish
 * that there has to be. Learned once a run.
 */
export class Primaries {
  private readonly names = new Set<string>();
  private readonly inVain = new Set<string>();

  /** What the first value of a list carries beside itself. */
  of(name: string): Attributes {
    return this.names.has(name) ? { primary: true } : {};
  }

  /** A body whose first value is the primary one in each list that needs one. */
  complete(body: Attributes): Attributes {
    return withPrimaries(
      body,
      Object.keys(body).filter((name) => this.names.has(name)),
    );
  }

  /**
   * Sends a refused create once more, with a primary value in each list that has none.
   * @returns the answer where it was taken like that
   */
  async learn(
    capabilities: Capabilities,
    body: Attributes,
    post: (body: Attributes) => PromiseLike<ScimResponse>,
  ): Promise<ScimResponse | undefined> {
    const lists = Object.keys(body).filter(
      (name) =>
        lacksPrimary(body[name]) &&
        !this.inVain.has(name) &&
        findAttribute(capabilities, 'User', `${name}.primary`)?.mutability === 'readWrite',
    );
    if (lists.length === 0) return undefined;
    const answer = await post(withPrimaries(body, lists));
    for (const name of lists) (answer.ok ? this.names : this.inVain).add(name);
    return answer.ok ? answer : undefined;
  }
}

function withPrimaries(body: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      names.includes(name) && Array.isArray(value) && lacksPrimary(value)
        ? value.map((one, at) => (at === 0 ? { ...one, primary: true } : one))
        : value,
    ]),
  );
}

const lacksPrimary = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(isObject) &&
  !value.some((one) => member(one, 'primary') === true);
