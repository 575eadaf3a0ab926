import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { Exchange } from '../kit/evidence/exchange.ts';
import { templatePath } from '../kit/wire/paths.ts';
import { catalogue } from '../suites/catalogue.ts';

/** What a run sent in one of its phases. */
interface Segment {
  exchanges: Exchange[];
  /** Checks at a time. */
  atOnce: number;
  /** Milliseconds from one request with bad credentials to the next, which the run keeps by design. */
  paceMs?: number;
}

/** The pace for endpoints of this machine. */
const PACE_MS = 10;

/**
 * Sends the requests of a finished run again with nothing around them: phase after phase, each check's in their
 * order, those together that were under way together, and as many checks at once as the run had. Paths name resources
 * that are gone, which costs the endpoint the same round trip.
 * @returns seconds
 */
export async function replay(
  exchanges: Exchange[],
  url: string,
  token: string,
  concurrency: number,
): Promise<number> {
  const agent = new Agent({ connections: concurrency, pipelining: 1 });
  const { origin, pathname } = new URL(url);
  const send = async ({ method, path, request }: Exchange) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const body = request.body ?? null;
    const options = { origin, path: pathname + path, method: method as 'GET', headers, body };
    await (await agent.request(options)).body.dump();
  };
  const started = performance.now();
  for (const { exchanges: sent, atOnce, paceMs = 0 } of splitIntoSegments(exchanges, concurrency)) {
    const chains = splitIntoChains(sent).map(splitIntoWaves);
    const work = async () => {
      for (let chain = chains.shift(); chain !== undefined; chain = chains.shift())
        for (const wave of chain)
          await Promise.all([...wave.map(send), sleep(paceMs * wave.filter(isRefused).length)]);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
  await agent.close();
  return (performance.now() - started) / 1000;
}

/** The checks that cost most requests, dearest first. */
export function dearest(
  exchanges: Exchange[],
  most: number,
): { check: string; requests: number; of: string }[] {
  return splitIntoChains(exchanges)
    .map((chain) => ({ check: chain[0]?.check ?? '', requests: chain.length, of: shapes(chain) }))
    .sort((a, b) => b.requests - a.requests)
    .slice(0, most);
}

/** A run by its phases: first contact, checks together, then one after the other, with clean-up, and bad credentials together. */
function splitIntoSegments(exchanges: Exchange[], concurrency: number): Segment[] {
  const phases = new Map(
    catalogue.map((entry) => [entry.id, entry.kind === 'check' ? entry.phase : undefined]),
  );
  const findStart = (phase: string) => exchanges.findIndex(({ check }) => phases.get(check) === phase) >>> 0;
  const [alone, credentials] = [findStart('exclusive'), findStart('credentials')];
  const contact = exchanges.findLastIndex(({ check }) => check === 'shared:first-contact') + 1;
  return [
    { exchanges: exchanges.slice(0, contact), atOnce: concurrency },
    { exchanges: exchanges.slice(contact, alone), atOnce: concurrency },
    { exchanges: exchanges.slice(alone, credentials), atOnce: 1 },
    { exchanges: exchanges.slice(credentials), atOnce: concurrency, paceMs: PACE_MS },
  ];
}

function splitIntoChains(exchanges: Exchange[]): Exchange[][] {
  const chains = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const chain = chains.get(exchange.check);
    if (chain === undefined) chains.set(exchange.check, [exchange]);
    else chain.push(exchange);
  }
  return [...chains.values()];
}

/** A chain by what was under way together: a request is in the wave whose first answer it did not wait for. */
function splitIntoWaves(chain: Exchange[]): Exchange[][] {
  const waves: Exchange[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const exchange of [...chain].sort((a, b) => startedAt(a) - startedAt(b))) {
    const until = startedAt(exchange) + exchange.durationMs;
    if (startedAt(exchange) < end - 1) waves.at(-1)?.push(exchange);
    else waves.push([exchange]);
    end = waves.at(-1)?.length === 1 ? until : Math.min(end, until);
  }
  return waves;
}

const isRefused = ({ response }: Exchange): boolean => response?.status === 401;

const startedAt = ({ startedAt }: Exchange): number => Date.parse(startedAt);

function shapes(chain: Exchange[]): string {
  const counts = new Map<string, number>();
  for (const { method, path } of chain) {
    const shape = `${method} ${templatePath(path)}`;
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([shape, count]) => `${count} ${shape}`)
    .join(', ');
}
