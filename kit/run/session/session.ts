import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../../../schemas/present.ts';
import { NoAnswer, Stopped } from '../../errors.ts';
import { Recorder } from '../../evidence/recorder.ts';
import { Creates } from '../../safety/creates.ts';
import { Tarpit } from '../../safety/tarpit.ts';
import { Busy } from '../../wire/busy.ts';
import { Lanes } from '../../wire/lanes.ts';
import { Meeting } from '../../wire/meeting.ts';
import { Outage, withAnswer } from '../../wire/outage.ts';
import { Pace } from '../../wire/pace.ts';
import { nameOperation } from '../../wire/paths.ts';
import { Places, parsePlace } from '../../wire/places.ts';
import { MOST_REDIRECTS, redirectedTo } from '../../wire/redirects.ts';
import { countAsked, isWrite, type ScimRequest, type Sender, writeKind } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import { isTimeout, mayRepeat, Silence } from '../../wire/silence.ts';
import { Admission, type Holds } from './admission.ts';
import { composeHeaders } from './headers.ts';
import { Preconditions } from './preconditions.ts';
import type { SessionOptions, SessionParts } from './sessionParts.ts';

/** How often a change is sent again because its version was not named, or was old. */
const MOST_REPEATS = 3;

/**
 * All traffic of a run goes through here: the guard is asked, the answer is kept as evidence, lost reads are
 * repeated, 429 is waited for at a pace that the whole run learns, and so is 503 with Retry-After.
 */
export class Session {
  private readonly busy: Busy;
  private readonly lanes: Lanes;
  private readonly origin: string;
  private readonly base: string;
  private readonly options: SessionOptions;
  private readonly recorder: Recorder;
  readonly creates: Creates;
  readonly preconditions = new Preconditions();
  private readonly admission: Admission;
  private readonly tarpit = new Tarpit();
  private readonly silence = new Silence();
  readonly outage: Outage;
  private readonly places: Places;
  private readonly authorization: string | undefined;
  private readonly parts: SessionParts;
  /** Queries that were refused as sensitive; see `Scim.find`. */
  readonly sensitive = new Set<string>();

  constructor(options: SessionOptions, parts: SessionParts) {
    const url = new URL(options.url);
    this.origin = url.origin;
    this.base = url.pathname.replace(/\/+$/, '');
    this.options = options;
    this.places = new Places(this.url);
    this.outage = new Outage(options.awayMs, options.served);
    this.lanes = new Lanes(options.atOnce);
    this.busy = new Busy(new Pace(options.rps));
    if (options.token !== undefined) this.authorization = `Bearer ${options.token}`;
    this.parts = parts;
    this.recorder = new Recorder(options.firstNumber, parts);
    this.creates = new Creates(parts.guard, parts.marker, (address) => this.pathWithin(address));
    const { guard } = parts;
    const { creates, preconditions } = this;
    const send = (request: ScimRequest, sender: Sender) => this.send(request, sender);
    this.admission = new Admission({ guard, creates, preconditions, send });
  }

  /** The tenant URL, without trailing slash. */
  get url(): string {
    return this.origin + this.base;
  }

  /** Whether requests carry a credential. */
  get hasToken(): boolean {
    return this.authorization !== undefined;
  }

  /** Aborted when nothing more may be sent, clean-up included. */
  get over(): AbortSignal {
    return this.parts.giveUp ?? this.parts.stop;
  }

  /** Requests that were sent, repeats included. */
  get requests(): number {
    return this.recorder.requests;
  }

  get nextNumber(): number {
    return this.recorder.nextNumber;
  }

  /**
   * Sends a request and gives the endpoint's answer, whatever its status.
   * @throws NoAnswer where no HTTP answer came (reads are repeated first), Refused by the guard, Stopped
   */
  async send(request: ScimRequest, sender: Sender): Promise<ScimResponse> {
    if (sender.heedsSilence && request.purpose !== 'clean-up') this.silence.enter(nameOperation(request));
    await this.outage.pass(this.knock, this.signalFor(request));
    const holds: Holds = [];
    try {
      if (isWrite(request)) await this.admission.admit(request, sender, holds);
      if (!this.creates.areIn(request)) return await this.deliver(request, sender, holds, false);
      await this.parts.room?.take(sender.check, countAsked(request));
      return await this.parts.guard.vacancy
        .creating(() => this.deliver(request, sender, holds, true))
        .finally(() => this.parts.room?.landed(sender.check, countAsked(request)));
    } finally {
      for (const release of holds) release();
    }
  }

  private async deliver(
    request: ScimRequest,
    sender: Sender,
    holds: Holds,
    mayCreate: boolean,
  ): Promise<ScimResponse> {
    const write = isWrite(request);
    const creates = mayCreate ? this.creates.announce(request, sender.check) : undefined;
    if (!write) await this.parts.settle?.(request, sender, this.signalFor(request));
    let purpose = request.purpose;
    for (let attempt = 1; ; attempt += 1) {
      const ready = write ? await this.admission.conditional(request, sender, holds, attempt > 1) : request;
      const result = await this.once({ ...ready, purpose }, sender, write, this.signalFor(request));
      if (write) sender.wrote = { ...sender.wrote, [writeKind(request)]: performance.now() };
      if (result instanceof NoAnswer) {
        if (request.method === 'DELETE') this.parts.guard.doubt(request.path);
        if (write || !mayRepeat(result, attempt)) throw result;
      } else if (attempt > MOST_REPEATS || !this.preconditions.isRefusal(request, result)) {
        this.preconditions.answered(request, result);
        const pause = request.impatient ? undefined : this.busy.pauseAfter(result, attempt, request.headers);
        if (pause === undefined) {
          if (request.method === 'DELETE') this.parts.guard.answeredDelete(request.path, result);
          if (creates !== undefined) this.creates.note(request, result, creates);
          return result;
        }
        await sleep(pause, undefined, { signal: this.signalFor(request) }).catch(() => {
          throw new Stopped('stopped while waiting as the endpoint had asked');
        });
      }
      purpose = 'retry';
    }
  }

  /** Sees whether the endpoint still serves, where it served nothing since one of these was exchanged. */
  async lookWhetherAway(exchanges: readonly number[]): Promise<void> {
    if (this.outage.suspects(exchanges)) await this.outage.look(this.knock, this.parts.stop);
  }

  async isServing(): Promise<boolean> {
    await this.outage.look(this.knock, this.parts.stop);
    return !this.outage.isAway;
  }

  private readonly knock = (request: ScimRequest) =>
    this.once(request, { check: 'shared:outage', ordinal: 0 }, false, this.over);

  /** A meeting of so many requests, all under way at the same moment. */
  arrangeMeeting(expected: number): Meeting {
    return new Meeting(expected, this.lanes);
  }

  /** The path below the tenant URL that an address names; `undefined` where it names nothing there. */
  pathWithin(address: string): string | undefined {
    return this.places.joinSegments(address);
  }

  /** Whether an address names something below the tenant URL by another host, port, scheme or version. */
  isElsewhere(address: string): boolean {
    return parsePlace(address, this.url)?.elsewhere === true;
  }

  /** Clean-up goes on when the checks were told to stop. */
  private signalFor({ purpose }: ScimRequest): AbortSignal {
    return (purpose === 'clean-up' ? this.parts.giveUp : undefined) ?? this.parts.stop;
  }

  /** Sends a request once, and on to where it is redirected within the tenant URL. */
  private async once(
    request: ScimRequest,
    sender: Sender,
    write: boolean,
    signal: AbortSignal,
  ): Promise<ScimResponse | NoAnswer> {
    let address = this.places.toAddress(request.path);
    for (let hop = 0; ; hop += 1) {
      const to = address;
      const result = await this.lanes.take(
        () => this.exchange(request, to, sender, write, signal),
        request.ticket,
      );
      if (result instanceof NoAnswer || request.unfollowed || hop === MOST_REDIRECTS) return result;
      const next = redirectedTo(result, { path: request.path, address }, this.url);
      if (next === undefined) return result;
      address = next;
    }
  }

  private async exchange(
    request: ScimRequest,
    address: string,
    sender: Sender,
    write: boolean,
    signal: AbortSignal,
  ): Promise<ScimResponse | NoAnswer> {
    await this.busy.pace.turn(signal);
    if (signal.aborted) throw new Stopped('the run was stopped');
    const sent = composeHeaders(request, this.options, this.authorization);
    const other = sent.authorization !== this.authorization;
    if (other) this.tarpit.enter(nameOperation(request));
    const moved =
      address === this.places.toAddress(request.path) ? undefined : address.slice(this.base.length);
    const exchange = this.recorder.begin(request, sender, sent, moved);
    const asked = { by: sender.check, period: this.parts.guard.vacancy.period };
    const started = performance.now();
    const { method, path } = request;
    const seen = { exchange: exchange.number, method, path, request: `${method} ${exchange.template}` };
    try {
      const answer = await this.parts.wire.send({
        origin: this.origin,
        path: address,
        method,
        headers: sent,
        ...present({ body: request.body }),
        timeoutMs: this.options.timeoutMs,
        signal,
      });
      exchange.durationMs = performance.now() - started;
      if (other) this.tarpit.answered(exchange.durationMs, exchange.number);
      else this.silence.answered(nameOperation(request));
      const response = this.recorder.answered(request, exchange, answer, started);
      this.parts.guard.vouching.answered(response.headers.date);
      this.parts.guard.seen(method, path, answer.status, answer.text, response.body, asked);
      const reassigned = this.creates.isReassigned(request, response);
      const answered = { request: { ...request, sent }, response, sender, reassigned };
      if (other) this.parts.onAnswer?.(answered);
      else this.outage.note(withAnswer(seen, response), () => this.parts.onAnswer?.(answered));
      return response;
    } catch (error) {
      exchange.durationMs = performance.now() - started;
      const failure = this.recorder.failed(exchange, error);
      if (signal.aborted) throw new Stopped('the run was stopped');
      const heldUp = other && this.tarpit.silent(failure.code, exchange.number);
      if (!other && isTimeout(failure.code))
        this.silence.silent(nameOperation(request), { ...seen, code: failure.code });
      else if (!other) this.outage.note({ ...seen, status: failure.code });
      return new NoAnswer({ ...failure, ...seen, write, heldUp });
    }
  }
}
