import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import { NotApplicable } from '../errors.ts';
import type { ScimResponse } from '../wire/response.ts';

/** Statuses by which an endpoint says that it cannot take a value. */
const CANNOT_TAKE = [400, 413, 422];

type Post = (body: Attributes) => PromiseLike<ScimResponse>;

/** A create, and what was sent of it in the end. */
interface Creation {
  answer: ScimResponse;
  sent: Attributes;
}

/**
 * Lists that were seen to hold one value alone: no text says how many a list has to hold (RFC 7643 section 2.4), and no
 * schema can publish it. Learned once a run.
 */
export class Singles {
  /** In small letters. */
  private readonly names = new Set<string>();

  /**
   * Sends a create with several values in its lists.
   * @param shorter whether one value may stand in place of several where a list takes no more
   * @returns the answer; the refusal where it has other reasons than the length of a list
   * @throws NotApplicable where a list takes no more than one and all are needed
   */
  async create(wanted: Attributes, shorter: boolean, post: Post): Promise<Creation> {
    const known = severalIn(wanted).filter((name) => this.names.has(name.toLowerCase()));
    if (!shorter) relyOnSeveral(known);
    const sent = withFirsts(wanted, known);
    const answer = await post(sent);
    if (answer.ok || !CANNOT_TAKE.includes(answer.status)) return { answer, sent };
    const lists = severalIn(sent);
    // Each list alone before all of them: the one that is too long is to be known by its name.
    for (const cut of [...lists.map((name) => [name]), ...(lists.length > 1 ? [lists] : [])]) {
      const less = withFirsts(sent, cut);
      const again = await post(less);
      if (!again.ok) continue;
      for (const name of cut) this.names.add(name.toLowerCase());
      if (!shorter) relyOnSeveral(cut);
      return { answer: again, sent: less };
    }
    return { answer, sent };
  }
}

function relyOnSeveral(singles: readonly string[]): void {
  if (singles.length > 0)
    throw new NotApplicable(
      'nothing-to-observe',
      `the endpoint accepts only one value of ${singles.join(' and ')}`,
    );
}

/** A body whose lists of these names carry one value: the primary one, or the first. */
function withFirsts(body: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      names.includes(name) && Array.isArray(value)
        ? [value.find((one) => member(one, 'primary') === true) ?? value[0]]
        : value,
    ]),
  );
}

/** Names of the lists of complex values with more than one in them; members of groups are another matter. */
function severalIn(body: Attributes): string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value) && value.length > 1 && value.every(isObject) && name.toLowerCase() !== 'members'
      ? [name]
      : [],
  );
}
