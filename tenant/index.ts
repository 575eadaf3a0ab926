import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Defect, TlsChanges } from './defects/defect.ts';
import { defects } from './defects/index.ts';
import type { Face, FaceName } from './face.ts';
import { faces } from './faces.ts';
import { selfSigned } from './http/certificate.ts';
import { answer } from './http/router.ts';
import { createTenantServer } from './http/server.ts';
import { imitations } from './imitations/index.ts';
import { create } from './resources/lifecycle.ts';
import { listSchemas, listTypes } from './schemas/registry.ts';
import { alter } from './semantics/index.ts';
import { Population } from './store/population.ts';
import { follow } from './store/replica.ts';
import { Store } from './store/store.ts';
import type { Tenancy } from './store/tenancy.ts';
import { WriteLog, type WriteLogEntry } from './store/writes.ts';
import { contradiction, variations } from './variations/index.ts';
import type { Variation } from './variations/variation.ts';

export type { Defect } from './defects/defect.ts';
export { defects } from './defects/index.ts';
export type { FaceName } from './face.ts';
export { faces, soundFaces } from './faces.ts';
export { contradiction, exclude, variations } from './variations/index.ts';
export type { Variation } from './variations/variation.ts';

export interface TenantOptions {
  /** 0, the default, lets the system choose. */
  port?: number;
  host?: string;
  /** The bearer token, `ProductKey:ProductPassword`; random where it is not given. */
  token?: string;
  face?: FaceName;
  /** Ids of known defects, or defects themselves. */
  defects?: (string | Defect)[];
  /** Ids of known variations, or variations themselves. */
  variations?: (string | Variation)[];
  /** Milliseconds that each answer waits. */
  latencyMs?: number;
  /** Number of accounts of other clients; there is one group for every ten of them. */
  population?: number;
  /** Makes the token the same from run to run, where none is given. */
  seed?: string;
}

export interface Tenant {
  /** Tenant URL without a trailing slash, such as `http://127.0.0.1:49152/ftp/scim`. */
  url: string;
  token: string;
  face: FaceName;
  /** Certificate to trust, where the face has TLS. */
  ca?: string;
  /** What clients tried to write, oldest first. */
  writes(): WriteLogEntry[];
  /** Everything that the tenant holds. */
  resources(): Inventoried[];
  close(): Promise<void>;
}

/** A resource that the tenant holds. */
interface Inventoried {
  type: string;
  id: string;
  name: string;
  /** What is stored of it, as JSON. */
  stored: string;
}

const place = (one: Variation): number => variations.indexOf(one);

/**
 * Starts a strict SCIM 2.0 service provider in memory and resolves once it listens.
 * @throws Error for a face, defect or variation that does not exist, variations that exclude each other, or an address
 * that is taken
 */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const name = options.face ?? 'full';
  const varied = (options.variations ?? [])
    .map((one) => known(one, variations, 'variation'))
    // In the order of the catalogue: what one makes of an answer is what the next finds, however they were named.
    .sort((left, right) => place(left) - place(right));
  const wrong = contradiction(varied.map(({ id }) => id));
  if (wrong !== undefined) throw new Error(wrong);
  const asked = faces[name];
  if (!asked) throw new Error(`no face "${name}": choose one of ${Object.keys(faces).join(', ')}`);
  const imitation = imitations[name];
  const chosen = [
    ...(imitation ? [{ ...imitation, id: name, says: asked.says, breaks: [], kills: [] }] : []),
    ...(options.defects ?? []).map((one) => known(one, defects, 'defect')),
  ];
  const face = { ...asked };
  for (const variation of varied) Object.assign(face, variation.options?.(face));
  const tenancy = build(face, chosen, varied, options);
  const identity = face.tls ? selfSigned() : undefined;
  let url = '';
  const server = createTenantServer({
    bases: [face.base, ...face.aliases],
    latencyMs: options.latencyMs ?? 0,
    requestsPerSecond: face.requestsPerSecond,
    oneBusyIn: face.oneBusyIn,
    retryAfter: face.retryAfter,
    maxBytes: Math.max(1_048_576, face.bulk === false ? 0 : face.bulk.maxPayloadSize),
    identity,
    tls: Object.assign({}, ...chosen.map((defect) => defect.tls)) as TlsChanges,
    answer: (request) => {
      // Addresses in answers are on the host that was called, as long as that is this machine.
      tenancy.url = onHost(url, request.headers.host, face.base);
      return answer(tenancy, request);
    },
  });
  const host = options.host ?? '127.0.0.1';
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  url = `${face.tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${port}${face.base}`;
  return {
    url,
    token: tenancy.token,
    face: name,
    ...(identity ? { ca: identity.cert } : {}),
    writes: () => tenancy.writes.entries(),
    resources: () => inventory(tenancy),
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) (server.closeAllConnections as () => void)();
      await closed;
    },
  };
}

function onHost(url: string, host: string | undefined, base: string): string {
  const { protocol, port } = new URL(url);
  const local = /^(?:localhost|127\.0\.0\.1|\[::1\]):(\d+)$/.exec(host ?? '');
  return local?.[1] === port ? `${protocol}//${host}${base}` : url;
}

function build(face: Face, chosen: Defect[], varied: Variation[], options: TenantOptions): Tenancy {
  const lawful = varied.reduce(
    (made, variation) => alter([made, variation.semantics?.(made)]),
    alter([face.semantics]),
  );
  const semantics = alter([lawful, ...chosen.map((defect) => defect.semantics)]);
  const changes = [...varied, ...chosen];
  const schemas = changes.reduce((list, change) => change.schemas?.(list) ?? list, listSchemas(face));
  const types = listTypes(schemas);
  const now = () => semantics.writeTime(new Date());
  const population = new Population(options.population ?? 0, face.groups, now());
  const store = new Store(types, population, semantics);
  const late = Math.max(face.listLagMs, face.departureLagMs);
  const replica =
    late > 0
      ? follow(store, new Store(types, population, semantics), { put: face.listLagMs, remove: late })
      : undefined;
  const tenancy: Tenancy = {
    url: '',
    token: options.token ?? newToken(options.seed),
    face,
    semantics,
    schemas,
    types,
    store,
    listed: replica ?? (() => store),
    writes: new WriteLog(),
    defects: chosen,
    variations: varied,
    self: undefined,
    now,
    cursorKey: randomBytes(32),
  };
  const users = types.find((type) => type.name === 'User');
  if (face.me && users) {
    const admin = {
      schemas: [users.base.id],
      userName: 'administrator@example.test',
      displayName: 'Administrator',
    };
    // The tenant's own account is there whatever it asks of others.
    const lenient = {
      ...tenancy,
      semantics: alter([semantics, { requires: () => false, keep: (value) => value }]),
    };
    tenancy.self = create(lenient, users, admin).resource.id;
  }
  return tenancy;
}

/** A token of the form that SmartFile's administrators copy: product key, colon, product password. */
function newToken(seed: string | undefined): string {
  const hex =
    seed === undefined ? randomBytes(24).toString('hex') : createHash('sha256').update(seed).digest('hex');
  return `conf-${hex.slice(0, 16)}:${hex.slice(16, 48)}`;
}

function known<T extends { id: string }>(asked: string | T, all: T[], kind: string): T {
  if (typeof asked !== 'string') return asked;
  const found = all.find(({ id }) => id === asked);
  if (!found) throw new Error(`no ${kind} "${asked}"`);
  return found;
}

function inventory({ types, store }: Tenancy): Inventoried[] {
  return types.flatMap((type) =>
    [...store.walk(type.name)].map((resource) => ({
      type: type.name,
      id: resource.id,
      name: String(resource.data.userName ?? resource.data.displayName ?? ''),
      stored: JSON.stringify(resource),
    })),
  );
}
