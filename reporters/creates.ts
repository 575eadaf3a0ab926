import type { Exchange } from '../kit/evidence/exchange.ts';
import { isObject, member } from '../schemas/attributes.ts';

/** The exchanges that made something, by the id that it got. */
export function listCreates(exchanges: readonly Exchange[]): Map<string, Exchange> {
  const creates = new Map<string, Exchange>();
  for (const exchange of exchanges) {
    const id = readIdMade(exchange);
    if (id !== undefined) creates.set(id, exchange);
  }
  return creates;
}

/** The id of what an exchange made; undefined where it made nothing, or many at once. */
export function readIdMade({ method, response }: Exchange): string | undefined {
  if (method !== 'POST' || response?.status !== 201 || response.body === undefined) return undefined;
  try {
    const body: unknown = JSON.parse(response.body);
    const id = isObject(body) ? member(body, 'id') : undefined;
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Exchanges in order, each after those that made what it names. */
export function withCreates(
  exchanges: readonly Exchange[],
  creates: ReadonlyMap<string, Exchange>,
): Exchange[] {
  const steps = new Set<Exchange>();
  const add = (exchange: Exchange): void => {
    if (steps.has(exchange)) return;
    const text = `${exchange.path} ${exchange.request.body ?? ''}`;
    for (const [id, create] of creates) if (create.number < exchange.number && text.includes(id)) add(create);
    steps.add(exchange);
  };
  for (const exchange of exchanges) add(exchange);
  return [...steps];
}
