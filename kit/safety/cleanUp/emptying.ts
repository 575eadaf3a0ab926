import { type Attributes, PATCH_OP, readValues } from '../../../schemas/attributes.ts';
import { without } from '../../compose/merge.ts';
import { NoAnswer, Refused } from '../../errors.ts';
import { stripQuery } from '../../wire/paths.ts';
import type { Purpose, ScimRequest, Sender } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import { quote } from '../../wire/scim.ts';
import type { Sending } from '../../wire/sending.ts';

/** A write that takes all members from a group. */
type Form = (group: Attributes) => Pick<ScimRequest, 'method'> & { body: unknown };

const patch = (...Operations: object[]) => ({
  method: 'PATCH',
  body: { schemas: [PATCH_OP], Operations },
});

/** Ways to empty a group, from that which names nothing else to that which sends it whole. */
const FORMS: readonly Form[] = [
  () => patch({ op: 'remove', path: 'members' }),
  (group) =>
    patch(
      ...readValues(group, 'members').map((id) => ({
        op: 'remove',
        path: `members[value eq ${quote(String(id))}]`,
      })),
    ),
  () => patch({ op: 'replace', path: 'members', value: [] }),
  (group) => ({ method: 'PUT', body: { ...without(group, ['meta', 'members']), members: [] } }),
];

/** Answers to a DELETE that may be due to members: as things stand it is not possible. */
const AS_THINGS_STAND = new Set([400, 403, 409, 422]);

/**
 * Takes the members from groups of the run that an endpoint does not delete as long as they have any, which it may
 * refuse (RFC 7644 section 3.12, 409). The way that worked once is taken first from then on.
 */
export class Emptying {
  private readonly emptied = new Set<string>();
  private forms: readonly Form[] = FORMS;

  /** Paths of the groups that were emptied. */
  get groups(): ReadonlySet<string> {
    return this.emptied;
  }

  /** Deletes what is at a path; where that is refused and it has members, once more without them. */
  async delete(session: Sending, sender: Sender, path: string): Promise<ScimResponse> {
    const request: ScimRequest = { method: 'DELETE', path, purpose: 'clean-up' };
    const answer = await session.send(request, sender);
    return (await this.empty(session, sender, answer)) ? session.send(request, sender) : answer;
  }

  /**
   * Empties what an answer to a DELETE is about, where it was refused and has members.
   * @returns whether it is empty now and was not before, so that a DELETE may be sent again
   */
  async empty(
    session: Sending,
    sender: Sender,
    refusal: Pick<ScimResponse, 'path' | 'status'>,
    purpose: Purpose = 'clean-up',
  ): Promise<boolean> {
    const path = stripQuery(refusal.path);
    if (!AS_THINGS_STAND.has(refusal.status) || this.emptied.has(path)) return false;
    const read = async () => {
      const send = (query: string, step: string) =>
        session.send({ method: 'GET', path: `${path}${query}`, purpose, step }, sender);
      const plain = await send('', 'see whether it has members');
      if (!plain.ok || readValues(plain.body, 'members').length > 0) return plain;
      const asked = await send('?attributes=members', 'see whether it has members when asked for them');
      return asked.ok ? { ...asked, body: { ...plain.body, ...asked.body } } : plain;
    };
    try {
      let group = await read();
      if (readValues(group.body, 'members').length === 0) return false;
      for (const form of this.forms) {
        const { method, body } = form(group.body);
        const step = 'remove its members so that it can be deleted';
        const request = { method, path, body: JSON.stringify(body), purpose, step };
        const answer = await session.send(request, sender);
        if (!answer.ok) continue;
        group = await read();
        if (!group.ok || readValues(group.body, 'members').length > 0) continue;
        this.forms = [form, ...FORMS.filter((one) => one !== form)];
        this.emptied.add(path);
        return true;
      }
      return false;
    } catch (error) {
      // What may not be written to, or does not answer, is left as it is: the refusal stands.
      if (error instanceof Refused || error instanceof NoAnswer) return false;
      throw error;
    }
  }
}
