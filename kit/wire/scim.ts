import { type Attributes, member, PATCH_OP, SEARCH_REQUEST } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Ticket } from './meeting.ts';
import { encodeSegment } from './paths.ts';
import { isBulk, isWrite, type Purpose, type ScimRequest, type Sender } from './request.ts';
import type { ScimResponse } from './response.ts';
import type { Sending } from './sending.ts';

/** An operation of a PATCH request (RFC 7644 section 3.5.2). */
export interface PatchOperation {
  op: string;
  path?: string;
  value?: unknown;
}

export interface RequestOptions {
  /** Query parameters, percent-encoded as they are sent; for other encodings write them into the path. */
  query?: Record<string, string | number | undefined>;
  /** Replaces or, with null, leaves out a header. */
  headers?: Record<string, string | null>;
  /** Gives back a 429 or 503 as it came, where otherwise it is waited for and asked again. */
  impatient?: true;
  /** Asks for a list without waiting until it can show what was written before. */
  atOnce?: true;
  /** Gives back a redirect as it came, where otherwise one within the tenant URL is followed. */
  unfollowed?: true;
  /** Names no version, although the endpoint may want one. */
  unconditional?: true;
}

/**
 * A request that leaves when it is awaited, so that `given.step` can say what it is for before it goes.
 */
export class PendingRequest implements PromiseLike<ScimResponse> {
  private answer: Promise<ScimResponse> | undefined;
  private readonly request: ScimRequest;
  private readonly send: (request: ScimRequest) => Promise<ScimResponse>;

  constructor(request: ScimRequest, send: (request: ScimRequest) => Promise<ScimResponse>) {
    this.request = request;
    this.send = send;
  }

  /**
   * Sends another request instead where this one is refused as sensitive, and at once where one like it was.
   * @param likeness what makes two requests alike; @param known likenesses that were refused before
   */
  whenSensitive(likeness: string, known: Set<string>, instead: () => PendingRequest): PendingRequest {
    return new PendingRequest(this.request, async (ready) => {
      const { purpose, step } = ready;
      const other = async () => instead().as(purpose, step);
      if (known.has(likeness)) return other();
      const answer = await this.send(ready);
      if (answer.status !== 403 || member(answer.body, 'scimType') !== 'sensitive') return answer;
      const found = await other();
      // Where there is no search either, the refusal is the answer.
      if ([404, 405, 501].includes(found.status)) return answer;
      known.add(likeness);
      return found;
    });
  }

  /** Says what the request is for; has no effect once it was sent. */
  as(purpose: Purpose, step?: string): this {
    this.request.purpose = purpose;
    if (step !== undefined) this.request.step = step;
    return this;
  }

  /** Has it leave with others; has no effect once it was sent. */
  meeting(ticket: Ticket): this {
    this.request.ticket = ticket;
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting is what sends the request
  then<A = ScimResponse, B = never>(
    fulfilled?: ((answer: ScimResponse) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.answer ??= this.send(this.request);
    return this.answer.then(fulfilled, rejected);
  }
}

/** The client in a check's hands: composes requests, sends them through the run's session. */
export class Scim {
  private readonly session: Sending;
  private readonly sender: Sender;
  /** How resources read last, by path; forgotten with the next write to them. */
  private readonly known = new Map<string, Attributes>();

  constructor(session: Sending, sender: Sender) {
    this.session = session;
    this.sender = sender;
  }

  /** A read; a query with a filter that is refused as sensitive (RFC 7644 section 7.5.2) is asked by POST instead. */
  get(path: string, options: RequestOptions = {}): PendingRequest {
    const pending = this.send('GET', path, undefined, options);
    const { query, ...others } = options;
    if (query?.filter === undefined || path.includes('?')) return pending;
    const bare = path.replace(/\/+$/, '');
    const bySearch = () => this.post(`${bare}/.search`, searchMessage(query), others);
    const likeness = `${bare} ${attributesIn(String(query.filter))}`;
    return pending.whenSensitive(likeness, this.session.sensitive, bySearch);
  }

  delete(path: string, options: RequestOptions = {}): PendingRequest {
    return this.send('DELETE', path, undefined, options);
  }

  /** `body`: an object goes out as JSON, a string as it is. */
  post(path: string, body: unknown, options: RequestOptions = {}): PendingRequest {
    return this.send('POST', path, body, options);
  }

  put(path: string, body: unknown, options: RequestOptions = {}): PendingRequest {
    return this.send('PUT', path, body, options);
  }

  /** A PATCH with the PatchOp message around the operations. */
  patch(path: string, operations: PatchOperation[], options: RequestOptions = {}): PendingRequest {
    return this.send('PATCH', path, { schemas: [PATCH_OP], Operations: operations }, options);
  }

  /**
   * Any method, any body: for requests that no well-behaved client sends.
   * @throws TypeError where the path is none, at the call, so that it names the line of the check
   */
  send(method: string, path: string, body?: unknown, options: RequestOptions = {}): PendingRequest {
    if (typeof path !== 'string')
      throw new TypeError(
        `the path of a ${method} is ${path}: give one below the tenant URL, such as /Users`,
      );
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const request: ScimRequest = {
      method,
      path: withQuery(path, options.query),
      purpose: 'claim',
      ...present({ headers: options.headers, body: text }),
      ...(options.impatient ? { impatient: true } : {}),
      ...(options.unfollowed ? { unfollowed: true } : {}),
      ...(options.unconditional ? { unconditional: true } : {}),
      ...(options.atOnce ? { atOnce: true } : {}),
      ...(method === 'POST' && /\/\.search(\?|$)/.test(path) ? { reads: true } : {}),
    };
    return new PendingRequest(request, (ready) => {
      if (isWrite(ready)) this.forget(ready.path);
      return this.session.send(ready, this.sender);
    });
  }

  /** Notes how a resource reads. */
  remember(path: string, resource: Attributes): void {
    this.known.set(path, resource);
  }

  /** How a resource was last read by this check, if it wrote nothing to it since. */
  recall(path: string): Attributes | undefined {
    return this.known.get(path);
  }

  private forget(path: string): void {
    if (isBulk({ path })) this.known.clear();
    else this.known.delete(path.split('?')[0] ?? path);
  }

  /** A filtered list of resources, as `GET endpoint?filter=...`; see `get` for one that is refused as sensitive. */
  find(endpoint: string, filter: string, query: RequestOptions['query'] = {}): PendingRequest {
    return this.get(endpoint, { query: { filter, ...query } });
  }

  /** The path below the tenant URL that a Location or `$ref` names; `undefined` where it names nothing there. */
  pathWithin(address: string): string | undefined {
    return this.session.pathWithin(address);
  }

  /** Whether an address names something below the tenant URL by another host, port, scheme or version. */
  isElsewhere(address: string): boolean {
    return this.session.isElsewhere(address);
  }

  /** Whether changes have to name the version of what they change. */
  get wantsVersions(): boolean {
    return this.session.preconditions.wanted;
  }

  /** Whether requests carry a credential. */
  get hasToken(): boolean {
    return this.session.hasToken;
  }

  /** The tenant URL, without trailing slash. */
  get url(): string {
    return this.session.url;
  }
}

function withQuery(path: string, query: RequestOptions['query']): string {
  const pairs = Object.entries(query ?? {}).filter(
    (pair): pair is [string, string | number] => pair[1] !== undefined,
  );
  if (pairs.length === 0) return path;
  const text = pairs.map(([name, value]) => `${name}=${encodeSegment(String(value))}`).join('&');
  return `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

/** A query as the body of a search by POST (RFC 7644 section 3.4.3). */
function searchMessage(query: NonNullable<RequestOptions['query']>): object {
  const names = ['attributes', 'excludedAttributes'];
  const members = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, names.includes(name) ? String(value).split(',') : value]);
  return { schemas: [SEARCH_REQUEST], ...Object.fromEntries(members) };
}

/** The names in a filter, its values left out: what an endpoint calls sensitive hangs on them. */
function attributesIn(filter: string): string {
  const names = filter.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[a-z$][\w$.:-]*/gi) ?? [];
  return [...new Set(names.map((name) => name.toLowerCase()))].sort().join(' ');
}

/** A value as a filter writes a string literal, with quotes and backslashes escaped (RFC 7644 section 3.4.2.2). */
export function quote(value: string): string {
  return JSON.stringify(value);
}
