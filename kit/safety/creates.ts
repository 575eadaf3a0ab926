import { type Attributes, isObject } from '../../schemas/attributes.ts';
import { operationsIn, pairResults, resultsIn } from '../../schemas/bulk.ts';
import { placeBelow, resourcePath, stripQuery } from '../wire/paths.ts';
import { isBulk, isWrite, type ScimRequest } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Guard } from './guard.ts';
import { lenient, showsMarker } from './ownership/foreign.ts';

/** Numbers of the creates in a request, by position of the operation in a bulk request. */
export type CreateNumbers = Map<number, number>;

/** Answers that refuse an operation as such, and not what it carries. */
const REFUSALS = new Set([403, 405, 501]);

/** Tells the guard of each create before it leaves, and what it came to: where, or how it was refused. */
export class Creates {
  private readonly guard: Guard;
  private readonly marker: string;
  private readonly pathWithin: (address: string) => string | undefined;
  /** Collections in which a create was carried out. */
  private readonly open = new Set<string>();
  /** Creates that were refused as such, by the number of their exchange. */
  private readonly refused = new Map<number, { endpoint: string; status: number }>();
  /** Exchanges of the creates that were not answered with success, by the numbers of these. */
  private readonly failed = new Map<number, number>();

  /**
   * @param marker what every name of the run begins with
   * @param pathWithin the path below the tenant URL that a location names
   */
  constructor(guard: Guard, marker: string, pathWithin: (address: string) => string | undefined) {
    this.guard = guard;
    this.marker = marker;
    this.pathWithin = pathWithin;
  }

  /** Whether a request may create resources. */
  areIn(request: ScimRequest): boolean {
    if (!isWrite(request)) return false;
    const { method, path } = request;
    return (method === 'POST' && !path.includes('/.search')) || this.isUpsert(request);
  }

  /**
   * The status with which an endpoint refuses every create in a collection to a client that it lets create elsewhere:
   * 403, 405 or 501 (RFC 7644 section 3.12); undefined where a create was carried out there, or nowhere.
   */
  closed(endpoint: string): number | undefined {
    if (this.open.has(endpoint) || this.open.size === 0) return undefined;
    return [...this.refused.values()].find((one) => one.endpoint === endpoint)?.status;
  }

  /** What a refused create says: of its collection alone, or that this client creates nothing anywhere. */
  refusal(exchange: number): { endpoint: string; status: number; everywhere: boolean } | undefined {
    const refused = this.refused.get(exchange);
    if (refused === undefined || this.open.has(refused.endpoint)) return undefined;
    return { ...refused, everywhere: this.open.size === 0 };
  }

  /** Whether any create was answered with anything but success. */
  get anyFailed(): boolean {
    return this.failed.size > 0;
  }

  /** What refused creates made all the same, each with the exchange in which it was refused. */
  get madeThoughRefused(): { endpoint: string; status: number; exchange: number }[] {
    return this.guard.unsettled.madeThoughRefused.map(({ number, endpoint, status }) => ({
      endpoint,
      status,
      exchange: this.failed.get(number) ?? 0,
    }));
  }

  /** Notes what a request may create, before it is sent. */
  announce(request: ScimRequest, check: string): CreateNumbers {
    if (isBulk(request)) return this.guard.creatingInBulk(request.body, check);
    const { path } = request;
    const upsert = this.isUpsert(request);
    if (upsert) this.guard.carried.note(request.body);
    const endpoint = upsert ? path.slice(0, path.lastIndexOf('/')) : path;
    return new Map([[0, this.guard.creating(endpoint, request.body, check)]]);
  }

  /** Notes what the creates of a request came to. */
  note(request: ScimRequest, response: ScimResponse, creates: CreateNumbers): void {
    if (isBulk(request)) {
      this.noteBulk(request, response, creates);
      return;
    }
    const endpoint = stripQuery(request.path).replace(/\/+$/, '');
    if (response.ok) this.open.add(endpoint);
    else if (REFUSALS.has(response.status))
      this.refused.set(response.exchange, { endpoint, status: response.status });
    const body = response.flaw === undefined ? response.body : lenient(response.text);
    const path = response.ok ? this.locate(request, response, body) : undefined;
    const shown = response.ok && showsMarker(body, this.marker);
    // What bears the marker is new: its time tells whether the endpoint's clock can be believed.
    if (shown) this.guard.vouching.learnClock(body);
    const location = this.pathWithin(response.headers.location ?? '');
    if (response.ok && path === undefined && location !== undefined) this.guard.distrust(location);
    for (const number of creates.values()) {
      if (!response.ok) this.failed.set(number, response.exchange);
      this.guard.created(number, path, response.status, shown);
    }
  }

  /** Whether a create is answered with the path of what was deleted before; to be asked before its answer is noted. */
  isReassigned(request: ScimRequest, response: ScimResponse): boolean {
    if (request.method !== 'POST' || request.reads || !response.ok || isBulk(request)) return false;
    const path = this.locate(request, response, response.body);
    return path !== undefined && this.guard.isDeleted(path);
  }

  /** A PUT to an id that the run invented creates on endpoints that let clients choose ids. */
  private isUpsert({ method, path }: ScimRequest): boolean {
    return method === 'PUT' && this.guard.isInvented(path);
  }

  private noteBulk(request: ScimRequest, response: ScimResponse, creates: CreateNumbers): void {
    const operations = operationsIn(request.body);
    const paired = pairResults(operations, resultsIn(response.body), this.pathWithin);
    const isOver = response.status !== 202 && response.status !== 408 && response.status < 500;
    for (const [index, number] of creates) {
      const result = paired[index];
      // A failed operation of a job may have left a draft behind: it is looked up by name like a lost answer.
      const status = result?.status !== undefined && result.status < 300 ? result.status : 0;
      const made = result !== undefined && status > 0;
      if (!made) this.failed.set(number, response.exchange);
      if (isOver && !made) this.guard.unsettled.failed(number, result?.status ?? response.status);
      const endpoint = String(operations[index]?.path);
      if (made) this.open.add(endpoint);
      else if (REFUSALS.has(result?.status ?? 0))
        this.refused.set(response.exchange, { endpoint, status: result?.status ?? 0 });
      const told = made && isObject(result.response) ? result.response : {};
      const silent = made && result.response === undefined && typeof result.location === 'string';
      const path = silent ? this.pathWithin(String(result.location)) : resourcePath(endpoint, told);
      this.guard.created(number, made ? path : undefined, status, showsMarker(told, this.marker));
    }
  }

  private locate(request: ScimRequest, response: ScimResponse, body: Attributes): string | undefined {
    const bare = stripQuery(request.path).replace(/\/+$/, '');
    // A write to the address of a resource that creates all the same does so there or beside that resource.
    const beside = this.isUpsert(request) || this.guard.knows(bare);
    const collection = beside ? bare.slice(0, bare.lastIndexOf('/')) : bare;
    const place = placeOfCreated(collection, { ...response, body }, this.pathWithin);
    // A PUT that does not say that it created has replaced what it names, or somebody else.
    return this.isUpsert(request) && response.status !== 201 && place !== bare ? undefined : place;
  }
}

/**
 * Where the answer to a create puts what was made: by the id in its body and, only where there is no body at all, by
 * a Location one segment below the collection.
 * @param pathWithin the path below the tenant URL that an address names
 */
export function placeOfCreated(
  collection: string,
  { body, text, headers }: Pick<ScimResponse, 'body' | 'text' | 'headers'>,
  pathWithin: (address: string) => string | undefined,
): string | undefined {
  if (text === '') return placeBelow(collection, pathWithin(headers.location ?? ''));
  return resourcePath(collection, body);
}
