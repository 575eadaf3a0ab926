import { Refused } from '../../errors.ts';
import type { Creates } from '../../safety/creates.ts';
import type { Guard } from '../../safety/guard.ts';
import { stripQuery } from '../../wire/paths.ts';
import { isBulk, type ScimRequest, type Sender } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import type { Preconditions } from './preconditions.ts';

const PROOF = 'confirm that the resource belongs to this run';

/** What keeps an id free while it is written to, each ended by a call. */
export type Holds = (() => void)[];

/** What lets a write out needs of its session. */
interface Asking {
  guard: Guard;
  creates: Creates;
  preconditions: Preconditions;
  send(request: ScimRequest, sender: Sender): Promise<ScimResponse>;
}

/** Lets writes out: with the proof that the guard asks for, and the version that the endpoint wants named. */
export class Admission {
  private readonly session: Asking;

  constructor(session: Asking) {
    this.session = session;
  }

  /**
   * @param holds takes what is to be ended once the write was answered
   * @param again whether it was let through before, since when what it names may have become somebody else's
   * @throws Refused by the guard
   */
  async admit(request: ScimRequest, sender: Sender, holds: Holds, again = false): Promise<void> {
    const { guard, creates } = this.session;
    // What may create by itself waits until nobody holds it.
    if (guard.isDeleted(request.path) && !creates.areIn(request)) holds.push(await guard.vacancy.hold());
    const look = (path: string, step: string) => this.look(request, sender, path, step);
    if (again && isBulk(request)) for (const path of guard.unprovedIn(request.body)) await look(path, PROOF);
    const ask = () => guard.admit(request.method, request.path, request.body, sender.check);
    const first = ask();
    if (first === 'admitted') return;
    const path = stripQuery(request.path);
    const proof = first === 'proof-needed';
    await (proof ? look(guard.proofAddress(path), PROOF) : look(path, 'see that nothing is at a deleted id'));
    if (ask() === 'admitted') return;
    throw proof
      ? new Refused(
          `${request.method} ${path}: a GET did not show that the resource belongs to this run`,
          'unproved',
        )
      : new Refused(`${request.method} ${path}: a GET did not show that the deleted id is free`, 'there');
  }

  /** A change with the version that it has to name, where the endpoint was seen to want one. */
  async conditional(
    request: ScimRequest,
    sender: Sender,
    holds: Holds,
    again: boolean,
  ): Promise<ScimRequest> {
    const { preconditions, creates } = this.session;
    const unknown = preconditions.unknown(request);
    for (const path of unknown)
      await this.look(request, sender, path, 'see the version that a change has to name');
    // What the resource was when the write was let through first, it need not be any more.
    const isLate = again || unknown.length > 0;
    if (isLate && (isBulk(request) || !creates.areIn(request)))
      await this.admit(request, sender, holds, true);
    return preconditions.named(request);
  }

  private look({ purpose }: ScimRequest, sender: Sender, path: string, step: string): Promise<ScimResponse> {
    const as = purpose === 'clean-up' ? 'clean-up' : 'control';
    return this.session.send({ method: 'GET', path, purpose: as, step }, sender);
  }
}
