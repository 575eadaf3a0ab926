import type { Exchange } from '../../kit/evidence/exchange.ts';
import { type Attributes, isObject, member } from '../../schemas/attributes.ts';

export type Verb =
  | 'create'
  | 'read'
  | 'query'
  | 'search'
  | 'replace'
  | 'patch'
  | 'delete'
  | 'bulk'
  | 'discovery'
  | 'me'
  | 'other';

const DISCOVERY = /^\/(ServiceProviderConfig|ResourceTypes|Schemas)(\/|$)/i;

/** One exchange as a reader of the log sees it: what was asked of what, and what came of it. Bodies are read once, when asked for. */
export class Act {
  readonly exchange: Exchange;
  /** The path without its query. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly verb: Verb;
  private asked: unknown;
  private answered: unknown;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
    const mark = exchange.path.indexOf('?');
    this.target = mark < 0 ? exchange.path : exchange.path.slice(0, mark);
    this.query = new URLSearchParams(mark < 0 ? '' : exchange.path.slice(mark));
    this.verb = classifyVerb(exchange.method, this.target);
  }

  get number(): number {
    return this.exchange.number;
  }

  /** The HTTP status; undefined where no answer came. */
  get status(): number | undefined {
    return this.exchange.response?.status;
  }

  get succeeded(): boolean {
    return this.status !== undefined && this.status >= 200 && this.status < 300;
  }

  /** Whether the answer refuses the request: any status from 400. */
  get refused(): boolean {
    return this.status !== undefined && this.status >= 400;
  }

  /** The first segment of the path, such as `Users`; empty for the tenant URL itself. */
  get collection(): string {
    return this.target.split('/')[1] ?? '';
  }

  /** Operation and address without ids, such as `PATCH /Users/{id}`. */
  get operation(): string {
    return `${this.exchange.method} ${this.exchange.template.split('?')[0]}`;
  }

  get contentType(): string {
    return readHeader(this.exchange.response?.headers, 'content-type') ?? '';
  }

  /** The body that was sent, read as JSON; undefined where it is none. */
  get sent(): unknown {
    this.asked ??= { read: parse(this.exchange.request.body) };
    return (this.asked as { read: unknown }).read;
  }

  /** The body of the answer, read as JSON; undefined where it is none, was too long to keep, or is somebody else's. */
  get body(): unknown {
    const read = this.answered === undefined ? parse(this.exchange.response?.body) : undefined;
    this.answered ??= { read: isObject(read) && isForeign(read) ? undefined : read };
    return (this.answered as { read: unknown }).read;
  }

  /** Whether the kept part of the answer is not all of it. */
  get isCut(): boolean {
    return this.exchange.response?.cut !== undefined;
  }

  /** The resources of a list answer that the evidence shows, those of others left out; undefined where it is none. */
  get shown(): Attributes[] | undefined {
    return this.resources?.filter((one) => !isForeign(one));
  }

  /** The resources of a list answer; undefined where it is none. */
  get resources(): Attributes[] | undefined {
    const found = member(this.body, 'Resources');
    if (Array.isArray(found)) return found.filter(isObject);
    return typeof member(this.body, 'totalResults') === 'number' ? [] : undefined;
  }
}

/** Whether a resource is kept as its form alone, because it is somebody else's. */
function isForeign(resource: Attributes): boolean {
  return isObject(resource.foreign) && Object.keys(resource).length === 1;
}

/** A header by its name in small letters. */
export function readHeader(headers: Record<string, string> | undefined, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

function classifyVerb(method: string, target: string): Verb {
  if (DISCOVERY.test(target)) return 'discovery';
  if (/^\/Me(\/|$)/i.test(target)) return 'me';
  if (/^\/Bulk$/i.test(target)) return 'bulk';
  if (/\/\.search$/.test(target)) return 'search';
  const depth = target.split('/').filter((part) => part !== '').length;
  if (method === 'GET') return depth === 2 ? 'read' : depth <= 1 ? 'query' : 'other';
  if (method === 'POST') return depth === 1 ? 'create' : 'other';
  const single = { PUT: 'replace', PATCH: 'patch', DELETE: 'delete' } as const;
  return depth === 2 && method in single ? single[method as keyof typeof single] : 'other';
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
