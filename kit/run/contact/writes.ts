import { type Attributes, member } from '../../../schemas/attributes.ts';
import { present } from '../../../schemas/present.ts';
import { payload } from '../../compose/payload.ts';
import { NoAnswer } from '../../errors.ts';
import type { Round } from '../../safety/contact.ts';
import type { Sender } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import type { Scim } from '../../wire/scim.ts';
import { type Acting, readWhole } from './acting.ts';
import { writableTexts } from './changes.ts';
import { learnLag } from './firstUser.ts';
import { isGone } from './witnesses.ts';
import { STEPS } from './words.ts';

/** Times that a DELETE is sent which gets no answer, or one that may pass. */
const ATTEMPTS = 3;

/** What a DELETE was answered with, and the exchange that shows it. */
interface Answered {
  why: string;
  exchange: number;
}

/** A DELETE that was taken, or why it was not; with what it was refused for as long as there were members. */
export type Deletion = { emptied?: Answered } & (
  | { taken: Answered; refusal?: never }
  | { taken?: never; refusal: Answered }
);

/** Why what was to be deleted is there all the same. */
export function whyStill({ why }: Answered, read: ScimResponse): NonNullable<Round['stays']> {
  return {
    why: `${why}, and a GET still answers ${read.status}`,
    key: 'still-there',
    exchange: read.exchange,
  };
}

/** The creates and the DELETE of first contact: what they carry, and how they are sent. */
export class ContactWrites {
  private readonly run: Acting;
  private readonly scim: Scim;
  private readonly sender: Sender;
  private readonly kind: 'User' | 'Group';
  private readonly endpoint: string;
  private hasLearned = false;

  constructor(run: Acting, sender: Sender, kind: 'User' | 'Group', endpoint: string) {
    this.run = run;
    this.sender = sender;
    this.scim = run.client(sender);
    this.kind = kind;
    this.endpoint = endpoint;
  }

  /**
   * Makes an account. A create whose answer is lost is sent once more, under another name.
   * @param compose gives its body; where there is none, one that this endpoint can be expected to accept
   */
  async create(compose?: (unique: string) => Attributes | undefined): Promise<ScimResponse> {
    try {
      return await this.createOnce(compose);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return this.createOnce(compose);
    }
  }

  /**
   * Deletes an account; an answer 5xx, or none, may pass.
   * @param mayRepeat whether it did no harm to others as it is
   */
  async delete(path: string, mayRepeat: (exchange: number) => Promise<boolean>): Promise<Deletion> {
    let refusal: Answered = { why: '', exchange: 0 };
    let emptied: Answered | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { answer, ...answered } = await this.deleteOnce(path, attempt);
      if (answer?.ok || answer?.status === 404 || (await this.isGone(path)))
        return { taken: answered, ...present({ emptied }) };
      refusal = answered;
      const { emptying, session } = this.run;
      if (answer && !emptied && (await emptying.empty(session, this.sender, answer, 'control')))
        emptied = refusal;
      else if (answer !== undefined && answer.status < 500) break;
      if (!(await mayRepeat(refusal.exchange))) break;
    }
    return { refusal };
  }

  private async deleteOnce(path: string, attempt: number): Promise<Answered & { answer?: ScimResponse }> {
    try {
      const purpose = attempt === 1 ? 'given' : 'retry';
      const answer = await this.scim.delete(path).as(purpose, 'take the account away');
      return { why: `DELETE answered ${answer.status}`, exchange: answer.exchange, answer };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { why: `DELETE got no answer: ${error.code}`, exchange: error.exchange };
    }
  }

  /** Whether it is gone although its DELETE was refused, or got no answer. */
  private async isGone(path: string): Promise<boolean> {
    try {
      return isGone(await readWhole(this.run, this.scim, path, STEPS.refused));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return false;
    }
  }

  /** Learns how soon lists pass over an account that is gone, by its name. */
  async learnDeparture(account: Attributes | undefined): Promise<void> {
    const userName = member(account, 'userName');
    if (this.kind === 'User' && typeof userName === 'string')
      await learnLag(this.run, this.sender, this.endpoint, userName, false);
  }

  /** A text that will be changed, so that it is known to be kept. */
  private composeTexts(unique: string): Attributes {
    const [text] = this.kind === 'User' ? writableTexts(this.run.capabilities, 'User') : [];
    return text === undefined ? {} : { [text]: unique };
  }

  private async createOnce(compose?: (unique: string) => Attributes | undefined): Promise<ScimResponse> {
    const unique = `${this.run.marker}${this.run.random(`first contact ${this.sender.ordinal}`).token()}`;
    const { payloadOptions, fullness } = this.run;
    const own = compose?.(unique);
    const body = own ?? payload(this.kind, unique, payloadOptions, fullness, this.composeTexts(unique));
    const answer = await this.scim.post(this.endpoint, body).as('given', 'make an account');
    if (own !== undefined && answer.ok && !this.hasLearned) {
      this.hasLearned = true;
      await learnLag(this.run, this.sender, this.endpoint, String(own.userName));
    }
    return answer;
  }
}
