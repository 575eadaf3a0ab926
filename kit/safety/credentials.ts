import { Blocked, NotApplicable } from '../errors.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { PendingRequest, RequestOptions } from '../wire/scim.ts';
import { Turns } from '../wire/turns.ts';

/** What stands in the place of the run's good credential. */
export type Credential =
  | 'none'
  | 'wrong'
  | 'truncated'
  | 'longer'
  | 'other-letters'
  | 'empty'
  | 'other-scheme'
  | 'basic'
  | 'bare'
  | 'lower-case-scheme'
  | 'padded'
  | Altered;

/** The halves of a token with a colon, alone or swapped. */
export type Altered = 'key-only' | 'password-only' | 'swapped';

const ALTERATIONS: Altered[] = ['key-only', 'password-only', 'swapped'];

/** Requests of all checks together. */
const MOST = 40;
const CONTROL_AFTER = 10;
/** Requests a second where nothing else is said. */
const SPARING = 5;

/**
 * Sends requests with other credentials than the run's: few, slowly, one at a time, and with the good token in between,
 * so that an endpoint which locks accounts is noticed early and not provoked. An endpoint that need not be spared may get
 * those together that lie between two with the good token, once the first of all was answered.
 */
export class Credentials {
  private tried = 0;
  private next = 0;
  private locked: Blocked | undefined;
  private readonly turns = new Turns();
  private readonly underWay = new Set<Promise<unknown>>();
  private isAnswered = false;
  private readonly token: string | undefined;
  private readonly perSecond: number;
  private readonly spares: boolean;
  private readonly pause: (ms: number) => Promise<void>;

  /**
   * @param perSecond the pace for an endpoint that need not be spared
   * @param pause waits, unless the run is stopped meanwhile
   */
  constructor(
    token: string | undefined,
    perSecond: number | undefined,
    pause: (ms: number) => Promise<void>,
  ) {
    this.token = token;
    this.perSecond = perSecond ?? SPARING;
    this.spares = perSecond === undefined;
    this.pause = pause;
  }

  /**
   * Sends a request with this credential.
   * @param control the same kind of read with the good token; any 2xx satisfies it
   * @throws Blocked where the good token is not served, before or after; Error beyond 40 requests a run
   */
  async send(
    credential: Credential,
    request: (options: RequestOptions) => PendingRequest,
    control: () => PendingRequest,
  ): Promise<ScimResponse> {
    const answer = await this.turns.take(async () => {
      if (this.tried % CONTROL_AFTER === 0) {
        await Promise.allSettled(this.underWay);
        await this.proveGoodToken(control);
      }
      if (this.locked !== undefined) throw this.locked;
      const headers = { authorization: this.headerFor(credential) };
      await this.turn();
      const sent = this.follow(request({ headers }));
      // One that is held up shows what would become of all others.
      if (this.spares || !this.isAnswered) await sent;
      return { sent };
    });
    return answer.sent;
  }

  private follow(request: PromiseLike<ScimResponse>): Promise<ScimResponse> {
    const sent = Promise.resolve(request).then((answer) => {
      this.isAnswered = true;
      return answer;
    });
    const end = () => this.underWay.delete(sent);
    this.underWay.add(sent);
    sent.then(end, end);
    return sent;
  }

  /**
   * The good token as a query parameter (RFC 6750 section 2.3), for a request without an Authorization header.
   * @throws NotApplicable where the run has no token
   */
  async inQuery(request: (query: Record<string, string>) => PendingRequest): Promise<ScimResponse> {
    if (this.token === undefined) throw new NotApplicable('target', 'the run has no bearer token');
    await this.turn();
    return request({ access_token: this.token });
  }

  /** Ways in which the run's token can be altered; none where it is not two halves around a colon. */
  get alterations(): Altered[] {
    const { token } = this;
    if (token === undefined || !/^[^:]+:.+$/.test(token)) return [];
    return ALTERATIONS.filter((how) => alter(token, how) !== token);
  }

  private headerFor(credential: Credential): string | null {
    if (credential === 'none') return null;
    if (credential === 'wrong') return 'Bearer conformance-invalid-token';
    if (credential === 'empty') return 'Bearer';
    if (credential === 'other-scheme') return 'Conformance invalid';
    if (credential === 'basic') return `Basic ${Buffer.from('conformance:invalid').toString('base64')}`;
    if (this.token === undefined) throw new NotApplicable('target', 'the run has no bearer token');
    if (credential === 'truncated') return `Bearer ${this.token.slice(0, -1)}`;
    if (credential === 'longer') return `Bearer ${this.token}x`;
    if (credential === 'other-letters') return `Bearer ${inOtherLetters(this.token)}`;
    if (credential === 'bare') return this.token;
    if (credential === 'padded') return `Bearer   ${this.token}`;
    if (credential === 'lower-case-scheme') return `bearer ${this.token}`;
    return `Bearer ${alter(this.token, credential)}`;
  }

  private async proveGoodToken(control: () => PendingRequest): Promise<void> {
    if (this.locked !== undefined) throw this.locked;
    const step = 'see that the good token is served';
    const answer = await control().as('control', step);
    if (answer.ok) return;
    const request = `${answer.method} ${answer.template}`;
    const when = this.tried > 0 ? ' after bad credentials' : '';
    const signature = `${request} answered the good token ${answer.status}${when}`;
    const { status, exchange } = answer;
    this.locked = new Blocked({ step, request, status, signature, exchange });
    throw this.locked;
  }

  private count(): void {
    this.tried += 1;
    if (this.tried > MOST) throw new Error(`more than ${MOST} requests about credentials in one run`);
  }

  /** Waits for the next slot; the good token takes none, as nothing is locked for it. */
  private async turn(): Promise<void> {
    this.count();
    const now = performance.now();
    const slot = Math.max(now, this.next);
    this.next = slot + 1000 / this.perSecond;
    if (slot > now) await this.pause(slot - now);
  }
}

/** A token of two halves, altered. */
function alter(token: string, how: Altered): string {
  const colon = token.indexOf(':');
  const [key, password] = [token.slice(0, colon), token.slice(colon + 1)];
  if (how === 'key-only') return key;
  return how === 'password-only' ? password : `${password}:${key}`;
}

/** A token with its letters in the other case; one without letters becomes another one. */
function inOtherLetters(token: string): string {
  const turned = [...token]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
  return turned === token ? `${token}0` : turned;
}
