import { type Attributes, at, member, splitPath } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findEndpoint, listAttributes, listRequested, userCollection } from '../../schemas/lookup.ts';
import { valuePart } from '../../schemas/parts.ts';
import { spelled } from '../../schemas/spelling.ts';
import { merge } from '../compose/merge.ts';
import { Blocked } from '../errors.ts';
import type { Creates } from '../safety/creates.ts';
import { placeOfCreated } from '../safety/creates.ts';
import { idAt, resourcePath, stripQuery } from '../wire/paths.ts';
import type { ScimResponse } from '../wire/response.ts';
import { type PendingRequest, quote, type Scim } from '../wire/scim.ts';
import type { Host } from './host.ts';
import { describe, type List, readList } from './must.ts';

/** A resource that the check made. */
export interface Owned {
  id: string;
  /** Below the tenant URL, such as `/Users/2819c223`. */
  path: string;
  endpoint: string;
  /** What was sent, and what the create answered. */
  sent: Attributes;
  created: Attributes;
  /** The userName or displayName that was sent: unique to this run. */
  name: string;
}

/** The steps of a check that read: what they cannot show blocks it. */
export class Reader {
  protected readonly run: Host;
  protected readonly scim: Scim;

  constructor(run: Host, scim: Scim) {
    this.run = run;
    this.scim = scim;
  }

  /**
   * Does something to an id that was seen to be free, while nothing is created: an endpoint may give it out again.
   * What is done creates nothing itself, nor takes anything shared: it would wait for itself.
   */
  undisturbed<T>(work: () => Promise<T>): Promise<T> {
    return this.run.guard.vacancy.during(work);
  }

  /** Where users are, such as `/Users`. */
  get users(): string {
    return findEndpoint(this.run.capabilities, 'User');
  }

  get groups(): string {
    return findEndpoint(this.run.capabilities, 'Group');
  }

  /** Where users are or, at an endpoint without any, groups. */
  get collection(): string {
    return userCollection(this.run.capabilities);
  }

  /** Addresses of what is there although its DELETE was acknowledged: known to checks of the last phase alone. */
  get stays(): string[] {
    return this.run.stays.map(({ path }) => path);
  }

  /**
   * What refused creates made all the same, with the exchanges that refused them; `undefined` where none was refused,
   * or no list showed what the run made. Known to checks of the last phase alone.
   */
  get madeThoughRefused(): Creates['madeThoughRefused'] | undefined {
    const { guard, session } = this.run;
    return session.creates.anyFailed && guard.listsAgree ? session.creates.madeThoughRefused : undefined;
  }

  /**
   * Any 2xx satisfies a step.
   * @throws Blocked naming the step, the request and what it answered
   */
  async step(name: string, request: PendingRequest): Promise<ScimResponse> {
    const response = await request.as('given', name);
    if (response.ok) return response;
    throw this.blocked(name, response, describe(response));
  }

  /**
   * The resource as a GET shows it now, its attributes named as the schemas name them: what a claim about a write looks
   * at. What the endpoint returns on request alone is asked for, where it was written: members of a group above all.
   */
  async read(resource: Owned | string, query?: Record<string, string>): Promise<Attributes> {
    const path = typeof resource === 'string' ? resource : resource.path;
    const kind = this.kindAt(path);
    const shown = await this.shown(path, query);
    const hidden =
      query === undefined
        ? onRequest(this.run.capabilities, kind, typeof resource === 'string' ? {} : resource.sent)
        : [];
    const asked = hidden.length === 0 ? {} : await this.shown(path, { attributes: hidden.join(',') });
    const read = spelled(merge({ ...shown }, beside(shown, asked)), this.run.capabilities, kind);
    if (query === undefined) this.scim.remember(path, read);
    return read;
  }

  /** The same as it was read last, where the check sent no write to it since; else as a GET shows it now. */
  async latest(resource: Owned): Promise<Attributes> {
    return this.scim.recall(resource.path) ?? this.read(resource);
  }

  /** The resource as a GET without a query shows it, and no more than that. */
  async readPlainly(resource: Owned | string): Promise<Attributes> {
    const path = typeof resource === 'string' ? resource : resource.path;
    return spelled(await this.shown(path), this.run.capabilities, this.kindAt(path));
  }

  /** Whether a plain read shows all that is known to be there: nothing of it is returned on request alone. */
  isPlain(resource: Owned): boolean {
    return onRequest(this.run.capabilities, this.kindAt(resource.path), resource.sent).length === 0;
  }

  private async shown(path: string, query?: Record<string, string>): Promise<Attributes> {
    const name = 'read the resource back';
    const response = await this.step(name, this.scim.get(path, query ? { query } : {}));
    if (Object.keys(response.body).length > 0) return response.body;
    throw this.blocked(name, response, 'no JSON object');
  }

  private kindAt(path: string): 'User' | 'Group' {
    return path.startsWith(`${this.groups}/`) ? 'Group' : 'User';
  }

  /** What a create made that a check sent itself. */
  async madeBy(kind: 'User' | 'Group', answer: ScimResponse, sent: Attributes): Promise<Owned> {
    const path = await this.findPlace(answer, sent);
    const endpoint = kind === 'User' ? this.users : this.groups;
    const name = String(member(sent, kind === 'User' ? 'userName' : 'displayName'));
    const created = spelled(answer.body, this.run.capabilities, kind);
    return { id: idAt(path), path, endpoint, sent, created, name };
  }

  /**
   * Where a create put the resource: by the id in its answer, by Location where there is no body, else by a lookup of
   * the name that it was sent.
   * @throws Blocked where none of them says so
   */
  async findPlace(answer: ScimResponse, sent: Attributes = {}): Promise<string> {
    const endpoint = stripQuery(answer.path).replace(/\/+$/, '');
    const path = placeOfCreated(endpoint, answer, (address) => this.scim.pathWithin(address));
    if (path !== undefined) return path;
    const name = this.kindAt(`${endpoint}/`) === 'User' ? 'userName' : 'displayName';
    if (answer.ok && typeof sent[name] === 'string') {
      const found = await this.scim
        .find(endpoint, `${name} eq ${quote(sent[name])}`)
        .as('given', 'look up what was made');
      const [only, ...more] = readList(found).resources;
      const named = String(member(only, name)).toLowerCase() === sent[name].toLowerCase();
      const place =
        only === undefined || more.length > 0 || !named ? undefined : resourcePath(endpoint, only);
      if (place !== undefined) return place;
    }
    throw this.blocked(
      'know where the new resource is',
      answer,
      answer.ok ? 'no id and no Location' : describe(answer),
    );
  }

  /** The page that a filtered list answers: for claims about what a filter finds after a write. */
  async search(endpoint: string, filter: string): Promise<List> {
    return this.listIn(this.scim.find(endpoint, filter));
  }

  /** The page that this request is answered with. */
  private async listIn(request: PendingRequest): Promise<List> {
    const name = 'look it up by a filter';
    const response = await this.step(name, request);
    if (
      Array.isArray(member(response.body, 'Resources')) ||
      typeof member(response.body, 'totalResults') === 'number'
    )
      return readList(response);
    throw this.blocked(name, response, 'no list');
  }

  /** The same where it only adds to a claim: undefined where the endpoint does not filter by this attribute. */
  async lookUp(endpoint: string, filter: string): Promise<List | undefined> {
    if (this.run.capabilities.features.filter !== true) return undefined;
    const request = this.scim.find(endpoint, filter);
    const { status, body } = await request;
    if (status === 400 && member(body, 'scimType') === 'invalidFilter') return undefined;
    return this.listIn(request);
  }

  protected blocked(step: string, response: ScimResponse, observed: string): Blocked {
    return blockedBy(step, response, observed);
  }
}

/** What a step that was refused, or whose answer shows nothing, makes of a check; with what the endpoint said of it. */
export function blockedBy(step: string, response: ScimResponse, observed = ''): Blocked {
  const { status, exchange, ok, method, template, body } = response;
  const request = `${method} ${template}`;
  const signature = `${request} answered ${ok ? observed : status}`;
  const said = ok ? undefined : member(body, 'detail');
  const detail = typeof said === 'string' && said !== '' ? { detail: valuePart(said.slice(0, 160)) } : {};
  return new Blocked({ step, request, status, signature, ...detail, exchange });
}

/** What a projection shows beside the whole: whose schemas and meta it lists is free (RFC 7644 section 3.9). */
function beside(whole: Attributes, asked: Attributes): Attributes {
  const isAbout = (name: string) => /^(?:schemas|meta)$/i.test(name) && member(whole, name) !== undefined;
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !isAbout(name)));
}

/**
 * Paths of what a resource was given and a plain read does not show, because the endpoint publishes it as returned on
 * request (RFC 7643 section 7). Members count as given: they come by PATCH as a rule.
 */
function onRequest(capabilities: Capabilities, kind: 'User' | 'Group', sent: Attributes): string[] {
  return listAttributes(capabilities, kind)
    .filter(({ attribute }) => attribute.mutability !== 'writeOnly')
    .filter(
      ({ path }) =>
        at(sent, path) !== undefined || (kind === 'Group' && splitPath(path).names[0] === 'members'),
    )
    .flatMap(listRequested);
}
