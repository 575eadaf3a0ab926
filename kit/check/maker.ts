import { type Attributes, readValues } from '../../schemas/attributes.ts';
import { encodeSegment } from '../wire/paths.ts';
import type { ScimResponse } from '../wire/response.ts';
import { Composer } from './composer.ts';
import { describe } from './must.ts';
import type { Owned } from './reader.ts';
import { isRefusal, lacking, type Refusal } from './refusals.ts';
import { relyOnCreates, relyOnKind } from './reliance.ts';

/** Makes the resources of a set-up as far as the endpoint lets it, and learns what creates may not carry. */
export class Maker extends Composer {
  /**
   * A resource with these attributes.
   * @param shorter whether one value may stand in place of several where a list takes no more
   */
  protected async resource(type: 'User' | 'Group', attributes: Attributes, shorter = false): Promise<Owned> {
    const endpoint = type === 'User' ? this.users : this.groups;
    const { refusals, session, capabilities } = this.run;
    const step = `create a ${type.toLowerCase()}`;
    relyOnKind(capabilities, type);
    relyOnCreates(session.creates, endpoint);
    if (type === 'User' || this.run.needsReferee) await this.run.learnFullness(this.users);
    const wanted = refusals.primaries.complete(this.payload(type, attributes));
    refusals.relyOn(type, wanted);
    const post = (body: Attributes) => this.scim.post(endpoint, body).as('given', step);
    if (type === 'Group' && refusals.ofMembers && wanted.members !== undefined)
      return this.filled(wanted, refusals.ofMembers, post);
    const { answer, sent } = await refusals.singles.create(wanted, shorter, post);
    relyOnCreates(session.creates, endpoint);
    if (answer.ok) return this.madeBy(type, answer, sent);
    if (type === 'User' && isRefusal(answer)) {
      const taken = await refusals.primaries.learn(capabilities, sent, post);
      if (taken !== undefined) return this.madeBy(type, taken, refusals.primaries.complete(sent));
    }
    const renamed = (body: Attributes) => this.renamed(type, body);
    const refused = await refusals.find({ kind: type, body: sent, answer, post, renamed });
    const [first, ...others] = refused;
    if (first === undefined) throw this.blocked(step, answer, describe(answer));
    if (type === 'Group' && first.path === 'members' && others.length === 0 && capabilities.features.patch)
      return this.filled(sent, first, post);
    throw lacking(refused);
  }

  /**
   * A group that gets its members once it is there: no text says that a create has to take them.
   * @throws NotApplicable where they are refused then as well
   */
  private async filled(
    { members, ...wanted }: Attributes,
    refusal: Refusal,
    post: (body: Attributes) => PromiseLike<ScimResponse>,
  ): Promise<Owned> {
    const answer = await post(wanted);
    if (!answer.ok) throw this.blocked('create a group without members', answer, describe(answer));
    const group = await this.madeBy('Group', answer, wanted);
    const step = 'add its members';
    const added = await this.scim
      .patch(group.path, [{ op: 'add', path: 'members', value: members }])
      .as('given', step);
    const { refusals } = this.run;
    if (!added.ok && !isRefusal(added)) throw this.blocked(step, added, describe(added));
    // Who is gone cannot be a member anywhere: that says nothing of members.
    const gone = added.ok ? undefined : await this.findGone(members);
    if (gone !== undefined) throw this.blocked('find its members', gone, describe(gone));
    refusals.ofMembers = refusal;
    if (!added.ok) {
      refusals.close([refusal]);
      throw lacking([refusal]);
    }
    return { ...group, sent: { ...wanted, members } };
  }

  /** The answer to a read of a member that is neither a user nor a group any more; undefined where all are there. */
  private async findGone(members: unknown): Promise<ScimResponse | undefined> {
    for (const id of readValues({ members }, 'members')) {
      const reads: ScimResponse[] = [];
      for (const endpoint of [this.users, this.groups])
        reads.push(await this.scim.get(`${endpoint}/${encodeSegment(id)}`).as('given', 'find its members'));
      if (reads.every(({ status }) => status === 404 || status === 410)) return reads[0];
    }
    return undefined;
  }
}
