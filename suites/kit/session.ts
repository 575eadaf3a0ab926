import { setTimeout as sleep } from 'node:timers/promises';
import { type Attributes, isObject, member } from './attributes.ts';
import { operationsIn, pairResults, resultsIn } from './bulk.ts';
import { NoAnswer, Refused, Stopped } from './errors.ts';
import type { Evidence } from './evidence.ts';
import type { Exchange, Message, Purpose } from './exchange.ts';
import { lenient, showsMarker, withoutForeign } from './foreign.ts';
import type { Guard } from './guard.ts';
import type { Redactor } from './redact.ts';
import { makeResponse, type ScimResponse } from './response.ts';
import { templateOf } from './template.ts';
import { failureOf, type Wire, type WireAnswer } from './wire.ts';

/** Who sends a request and why; collects the numbers of the exchanges. */
export interface Sender {
  check: string;
  ordinal: number;
  exchanges: number[];
}

export interface ScimRequest {
  method: string;
  /** Path and query below the tenant URL, encoded as it goes out. */
  path: string;
  /** Replaces or, with null, leaves out a header that is sent otherwise. */
  headers?: Record<string, string | null>;
  body?: string;
  purpose: Purpose;
  step?: string;
  /** A POST that only reads, such as .search. */
  reads?: boolean;
  /** Gives back a 429 or 503 as it came, without waiting and asking again. */
  impatient?: boolean;
  /** The run's token, altered: only where a check asks how such a token is refused. */
  credential?: 'key-only' | 'password-only' | 'swapped';
}

export interface SessionOptions {
  /** Tenant URL without trailing slash or query. */
  url: string;
  token?: string;
  headers: Record<string, string>;
  timeoutMs: number;
  rps?: number;
  userAgent: string;
  firstNumber: number;
}

const MAX_KEPT_BYTES = 16_384;
const READ_ATTEMPTS = 3;
const BUSY_ATTEMPTS = 8;
/** Answers that came and cannot be taken: asking again would bring the same. */
const UNREADABLE = new Set(['CODED_BODY', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);
/** An endpoint that wants a longer pause than this is taken at its word: the answer counts as it came. */
const LONGEST_WAIT_MS = 60_000;
/** Between repeats where the endpoint names no pause, or one that is over. */
const SHORTEST_WAIT_MS = 50;
const REQUEST_ID_HEADERS = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'client-request-id',
];

/** What rules over all traffic see: an answered exchange with its whole body. */
export interface Answered {
  request: ScimRequest & { sent: Record<string, string> };
  response: ScimResponse;
  sender: Sender;
}

/**
 * All traffic of a run goes through here: the guard is asked, the answer is kept as evidence, lost reads are
 * repeated, and 429 or 503 with Retry-After is waited for.
 */
export class Session {
  requests = 0;
  private number: number;
  private nextSlot = 0;
  private readonly origin: string;
  private readonly base: string;
  private readonly options: SessionOptions;
  private readonly parts: {
    wire: Wire;
    guard: Guard;
    evidence: Evidence;
    redactor: Redactor;
    onAnswer?: (answered: Answered) => void;
    /** Told each resource in an answer that is not the run's own. */
    onForeign?: (resource: unknown) => void;
    /** Takes room for resources before their creates are sent. */
    take?: (owner: string, count: number) => Promise<void>;
    /** Ends the requests of checks. */
    stop: AbortSignal;
    /** Ends those of clean-up, too; `stop` where it is not given. */
    giveUp?: AbortSignal;
    /** What every name of the run begins with. */
    marker: string;
  };

  constructor(options: SessionOptions, parts: Session['parts']) {
    const url = new URL(options.url);
    this.origin = url.origin;
    this.base = url.pathname.replace(/\/+$/, '');
    this.options = options;
    this.parts = parts;
    this.number = options.firstNumber;
  }

  /** The tenant URL, without trailing slash. */
  get url(): string {
    return this.origin + this.base;
  }

  /** Whether the token is two parts around a colon, as the secret token of SmartFile is. */
  get hasTwoHalves(): boolean {
    return /^[^:]+:.+$/.test(this.options.token ?? '');
  }

  get nextNumber(): number {
    return this.number;
  }

  /**
   * Sends a request and gives the endpoint's answer, whatever its status.
   * @throws NoAnswer where no HTTP answer came (reads are repeated first), Refused by the guard, Stopped
   */
  async send(request: ScimRequest, sender: Sender): Promise<ScimResponse> {
    const write = !request.reads && !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (write) await this.admit(request, sender);
    const create = write && (this.isCreate(request) || this.isUpsert(request));
    if (create) await this.parts.take?.(sender.check, countOf(request));
    const creates = create ? this.creating(request, sender.check) : undefined;
    let purpose = request.purpose;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.once({ ...request, purpose }, sender, write, this.signalFor(request));
      if (result instanceof NoAnswer) {
        if (write || attempt >= READ_ATTEMPTS || UNREADABLE.has(result.code)) throw result;
      } else {
        const patient = attempt < BUSY_ATTEMPTS && request.impatient !== true;
        const wait = patient ? waitOf(result) : undefined;
        if (wait === undefined) {
          this.note(request, result, creates);
          return result;
        }
        const pause = Math.max(wait, SHORTEST_WAIT_MS * attempt);
        await sleep(pause, undefined, { signal: this.signalFor(request) }).catch(() => {
          throw new Stopped('stopped while the endpoint asked to wait');
        });
      }
      purpose = 'retry';
    }
  }

  /**
   * The path below the tenant URL that an address names: a Location, a `$ref`, absolute or relative.
   * `undefined` where it leads elsewhere, which is never followed.
   */
  pathOf(address: string): string | undefined {
    if (address === '') return undefined;
    try {
      const url = new URL(address, `${this.url}/`);
      if (url.origin !== this.origin || !url.pathname.startsWith(`${this.base}/`)) return undefined;
      return url.pathname.slice(this.base.length) + url.search;
    } catch {
      return undefined;
    }
  }

  /** Where a path goes; `/../v9/Users` leads beside the last segment of the tenant URL. */
  private addressOf(path: string): string {
    return path.startsWith('/../') ? this.base.replace(/\/[^/]*$/, '') + path.slice(3) : this.base + path;
  }

  /** Clean-up goes on when the checks were told to stop. */
  private signalFor({ purpose }: ScimRequest): AbortSignal {
    return (purpose === 'clean-up' ? this.parts.giveUp : undefined) ?? this.parts.stop;
  }

  private isCreate({ method, path }: ScimRequest): boolean {
    return method === 'POST' && !path.includes('/.search');
  }

  /** A PUT to an id that the run invented creates on endpoints that let clients choose ids. */
  private isUpsert({ method, path }: ScimRequest): boolean {
    return method === 'PUT' && this.parts.guard.isInvented(path);
  }

  private async admit(request: ScimRequest, sender: Sender): Promise<void> {
    if (this.parts.guard.admit(request.method, request.path, request.body) === 'admitted') return;
    const path = request.path.split('?')[0] ?? request.path;
    await this.send(
      {
        method: 'GET',
        path,
        purpose: request.purpose === 'clean-up' ? 'clean-up' : 'control',
        step: 'see that the resource is ours',
      },
      sender,
    );
    if (this.parts.guard.admit(request.method, request.path, request.body) === 'proof-needed')
      throw new Refused(
        `${request.method} ${path}: a GET did not show that the resource is ours`,
        'unproved',
      );
  }

  private async once(
    request: ScimRequest,
    sender: Sender,
    write: boolean,
    signal: AbortSignal,
  ): Promise<ScimResponse | NoAnswer> {
    await this.pace(signal);
    if (signal.aborted) throw new Stopped('the run was stopped');
    const sent = this.headersOf(request);
    const exchange = this.begin(request, sender, sent);
    const started = performance.now();
    try {
      const answer = await this.parts.wire.send({
        origin: this.origin,
        path: this.addressOf(request.path),
        method: request.method,
        headers: sent,
        ...(request.body === undefined ? {} : { body: request.body }),
        timeoutMs: this.options.timeoutMs,
        signal,
      });
      exchange.durationMs = performance.now() - started;
      return this.answered(request, sent, sender, exchange, answer, started);
    } catch (error) {
      exchange.durationMs = performance.now() - started;
      const failure = failureOf(error);
      exchange.failure = { code: failure.code, message: this.parts.redactor.text(failure.message) };
      this.parts.evidence.append(exchange);
      if (signal.aborted) throw new Stopped('the run was stopped');
      const what = `${request.method} ${exchange.template}`;
      return new NoAnswer({ ...exchange.failure, write, request: what, exchange: exchange.number });
    }
  }

  private answered(
    request: ScimRequest,
    sent: Record<string, string>,
    sender: Sender,
    exchange: Exchange,
    answer: WireAnswer,
    sentAt: number,
  ): ScimResponse {
    const id = REQUEST_ID_HEADERS.map((name) => answer.headers[name]).find((value) => value !== undefined);
    if (id !== undefined) exchange.requestId = this.parts.redactor.text(id);
    const { redactor } = this.parts;
    // What a check reads of an answer may end up in the report: there the credential is gone already.
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, redactor.secrets(value)]),
    );
    const response = makeResponse(
      {
        method: request.method,
        path: request.path,
        template: exchange.template,
        status: answer.status,
        headers,
        text: answer.text,
        utf8: answer.utf8,
        ...(answer.flaw === undefined ? {} : { flaw: answer.flaw }),
        exchange: exchange.number,
        sentAt,
        answeredAt: sentAt + exchange.durationMs,
      },
      redactor.secrets(answer.text),
    );
    const body = withoutForeign(
      response,
      this.parts.marker,
      (resource) => this.isOurs(request.path, resource),
      this.parts.onForeign,
    );
    exchange.response = { status: answer.status, ...this.keep(answer.headers, body) };
    this.parts.evidence.append(exchange);
    this.parts.guard.seen(request.method, request.path, answer.status, answer.text);
    this.parts.onAnswer?.({ request: { ...request, sent }, response, sender });
    return response;
  }

  /** Whether a resource in an answer, or what was asked for, is known to be the run's own. */
  private isOurs(asked: string, resource: Attributes): boolean {
    const { guard } = this.parts;
    if (guard.isOurs(asked)) return true;
    const collection = (asked.split('?')[0] ?? '').replace(/\/\.search$/, '').replace(/\/$/, '');
    const path = resourcePath(collection, resource);
    return path !== undefined && guard.isOurs(path);
  }

  private begin(request: ScimRequest, sender: Sender, sent: Record<string, string>): Exchange {
    this.requests += 1;
    sender.ordinal += 1;
    const number = this.number;
    this.number += 1;
    sender.exchanges.push(number);
    return {
      number,
      check: sender.check,
      ordinal: sender.ordinal,
      purpose: request.purpose,
      ...(request.step === undefined ? {} : { step: request.step }),
      method: request.method,
      path: this.parts.redactor.text(request.path),
      template: templateOf(request.path),
      request: this.keep(sent, request.body),
      startedAt: new Date().toISOString(),
      durationMs: 0,
    };
  }

  private keep(headers: Record<string, string>, body: string | undefined): Message {
    const message: Message = { headers: this.parts.redactor.headers(headers) };
    if (body === undefined || body === '') return message;
    const text = this.parts.redactor.cut(body.slice(0, MAX_KEPT_BYTES * 4));
    message.body = text.slice(0, MAX_KEPT_BYTES);
    if (body.length > MAX_KEPT_BYTES * 4 || text.length > MAX_KEPT_BYTES)
      message.cut = Buffer.byteLength(body);
    return message;
  }

  private headersOf(request: ScimRequest): Record<string, string> {
    const headers: Record<string, string | null> = {
      accept: 'application/scim+json',
      'user-agent': this.options.userAgent,
      ...(this.options.token === undefined ? {} : { authorization: `Bearer ${this.options.token}` }),
      ...(request.body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    };
    if (request.credential !== undefined)
      headers.authorization = `Bearer ${alteredToken(this.options.token ?? '', request.credential)}`;
    for (const extra of [this.options.headers, request.headers ?? {}])
      for (const [name, value] of Object.entries(extra)) headers[name.toLowerCase()] = value;
    return Object.fromEntries(
      Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
    );
  }

  /** Notes what the request may create: numbers of creates, by position of the operation in a bulk request. */
  private creating(request: ScimRequest, check: string): Map<number, number> {
    const { guard } = this.parts;
    if (isBulk(request)) return guard.creatingInBulk(request.body, check);
    const { path } = request;
    const endpoint = this.isUpsert(request) ? path.slice(0, path.lastIndexOf('/')) : path;
    return new Map([[0, guard.creating(endpoint, request.body, check)]]);
  }

  private note(request: ScimRequest, response: ScimResponse, creates: Map<number, number> | undefined): void {
    const { guard } = this.parts;
    if (request.method === 'DELETE' && (response.ok || response.status === 404 || response.status === 410))
      guard.deleted(request.path);
    if (creates === undefined) return;
    if (isBulk(request)) {
      this.noteBulk(request, response, creates);
      return;
    }
    const body = response.flaw === undefined ? response.body : lenient(response.text);
    const path = response.ok ? this.locate(request, response, body) : undefined;
    const shown = response.ok && showsMarker(body, this.parts.marker);
    for (const number of creates.values()) guard.created(number, path, response.status, shown);
  }

  private noteBulk(request: ScimRequest, response: ScimResponse, creates: Map<number, number>): void {
    const operations = operationsIn(request.body);
    const results = resultsIn(response.body);
    const paired = pairResults(operations, results, (address) => this.pathOf(address));
    for (const [index, number] of creates) {
      const result = paired[index];
      // A failed operation of a job may have left a draft behind: it is looked up by name like a lost answer.
      const status = result?.status !== undefined && result.status < 300 ? result.status : 0;
      const made = result !== undefined && status > 0;
      const named = made && typeof result.location === 'string' ? this.pathOf(result.location) : undefined;
      const told = made && isObject(result.response) ? result.response : {};
      const path = named ?? resourcePath(String(operations[index]?.path), told);
      this.parts.guard.created(number, made ? path : undefined, status, showsMarker(told, this.parts.marker));
    }
  }

  private locate(request: ScimRequest, response: ScimResponse, body: Attributes): string | undefined {
    const bare = (request.path.split('?')[0] ?? '').replace(/\/+$/, '');
    // A write to the address of a resource that creates all the same does so there or beside that resource.
    const beside = this.isUpsert(request) || this.parts.guard.knows(bare);
    const collection = beside ? bare.slice(0, bare.lastIndexOf('/')) : bare;
    return resourcePath(collection, body) ?? this.pathOf(response.headers.location ?? '');
  }

  private async pace(signal: AbortSignal): Promise<void> {
    if (this.options.rps === undefined) return;
    const now = performance.now();
    const slot = Math.max(now, this.nextSlot);
    this.nextSlot = slot + 1000 / this.options.rps;
    // When the run ends meanwhile, the request is not sent.
    if (slot > now) await sleep(slot - now, undefined, { signal }).catch(() => {});
  }
}

/** How many resources a request may create. */
function countOf(request: ScimRequest): number {
  if (!isBulk(request)) return 1;
  return operationsIn(request.body).filter(({ method }) => String(method).toUpperCase() === 'POST').length;
}

const isBulk = ({ path }: ScimRequest): boolean => path.startsWith('/Bulk');

/** The path of a resource by the id in its representation; `undefined` where it has no usable id. */
export function resourcePath(endpoint: string, resource: Attributes): string | undefined {
  const id = member(resource, 'id');
  // Halves of surrogate pairs cannot be written into an address.
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..' || /\p{Cs}/u.test(id))
    return undefined;
  return `${endpoint}/${encodeURIComponent(id)}`;
}

/** Milliseconds that a busy endpoint asks to wait; `undefined` where it does not say, or more than a run can. */
function waitOf(response: ScimResponse): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const after = response.headers['retry-after']?.trim();
  if (after === undefined) return undefined;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : dateOf(after) - Date.now();
  return ms <= LONGEST_WAIT_MS ? Math.max(ms, 0) : undefined;
}

/** An HTTP date in milliseconds, NaN for anything else: Date.parse finds a date in almost any text. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]+, .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}

function alteredToken(token: string, how: ScimRequest['credential'] & string): string {
  const colon = token.indexOf(':');
  const [key, password] = [token.slice(0, colon), token.slice(colon + 1)];
  if (how === 'key-only') return key;
  return how === 'password-only' ? password : `${password}:${key}`;
}
