import { Agent } from 'undici';
import type { Exchange } from '../suites/kit/evidence/exchange.ts';
import { templateOf } from '../suites/kit/http/paths.ts';

/**
 * Sends the requests of a finished run again with nothing around them: each check's in their order, as many checks
 * at once as the run had. Paths name resources that are gone, which costs the endpoint the same round trip.
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
  const chains = chainsOf(exchanges);
  const started = performance.now();
  const work = async () => {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift())
      for (const { method, path, request } of chain) {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
        const body = request.body ?? null;
        const answer = await agent.request({
          origin,
          path: pathname + path,
          method: method as 'GET',
          headers,
          body,
        });
        await answer.body.dump();
      }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  await agent.close();
  return (performance.now() - started) / 1000;
}

/** The checks that cost most requests, dearest first. */
export function dearest(
  exchanges: Exchange[],
  most: number,
): { check: string; requests: number; of: string }[] {
  return chainsOf(exchanges)
    .map((chain) => ({ check: chain[0]?.check ?? '', requests: chain.length, of: shapes(chain) }))
    .sort((a, b) => b.requests - a.requests)
    .slice(0, most);
}

function chainsOf(exchanges: Exchange[]): Exchange[][] {
  const chains = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const chain = chains.get(exchange.check);
    if (chain === undefined) chains.set(exchange.check, [exchange]);
    else chain.push(exchange);
  }
  return [...chains.values()];
}

function shapes(chain: Exchange[]): string {
  const counts = new Map<string, number>();
  for (const { method, path } of chain) {
    const shape = `${method} ${templateOf(path)}`;
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([shape, count]) => `${count} ${shape}`)
    .join(', ');
}
