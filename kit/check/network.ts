import { userCollection } from '../../schemas/lookup.ts';
import type { Altered, Credential } from '../safety/credentials.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { PendingRequest, RequestOptions, Scim } from '../wire/scim.ts';
import { askPlainly, type Knock, shakeHands } from '../wire/transport.ts';
import type { Host } from './host.ts';

/** What a check asks beside SCIM: other credentials than the run's, TLS and plain HTTP. */
export class Network {
  private readonly run: Host;
  private readonly scim: Scim;

  constructor(run: Host, scim: Scim) {
    this.run = run;
    this.scim = scim;
  }

  /** How many requests the run has under way at most; with one there are no races. */
  get connections(): number {
    return this.run.setup.concurrency;
  }

  /**
   * The answers to requests that are to meet each other: sent at the same moment.
   * @throws NoAnswer where one of them got none, once the others are over
   */
  async together(requests: readonly PendingRequest[]): Promise<ScimResponse[]> {
    const meeting = this.run.session.arrangeMeeting(requests.length);
    const answers = requests.map((request) => {
      const ticket = meeting.next();
      return Promise.resolve(request.meeting(ticket)).finally(() => ticket.leave());
    });
    const settled = await Promise.allSettled(answers);
    return settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }

  /** Ways in which the run's token can be altered; none where it is not two halves around a colon. */
  get alterations(): Altered[] {
    return this.run.credentials.alterations;
  }

  /**
   * The answer to a request with another credential than the run's; slowly, and with the good token in between. For checks of the phase `credentials` only.
   * @throws Blocked where the good token is not served
   */
  probe(credential: Credential, request: (options: RequestOptions) => PendingRequest): Promise<ScimResponse> {
    const collection = userCollection(this.run.capabilities);
    return this.run.credentials.send(credential, request, () =>
      this.scim.get(collection, { query: { count: 1 } }),
    );
  }

  /** The answer to a request that carries the good token in its query; it may end up in logs, so opt-in only. */
  probeQuery(request: (query: Record<string, string>) => PendingRequest): Promise<ScimResponse> {
    return this.run.credentials.inQuery(request);
  }

  /** Whether the endpoint's host takes up a version of TLS; no request is sent. */
  handshake(version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<Knock> {
    return shakeHands(this.run.session.url, version, this.knockMs, this.run.signal);
  }

  /**
   * What the endpoint's host answers over plain HTTP to one without credentials. An address that holds the credential
   * is asked for without it: anybody on the way could read it.
   */
  plainHttp(path: string): Promise<Knock> {
    const address = this.run.edge.text(this.run.session.url + path);
    return askPlainly(address, this.knockMs, this.run.signal);
  }

  private get knockMs(): number {
    return Math.min(this.run.setup.timeoutMs, 10_000);
  }
}
