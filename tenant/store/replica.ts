import type { StoredResource } from '../model.ts';
import type { Store } from './store.ts';

/**
 * Lets a second store follow a first one with a delay, as a read replica does.
 * @returns the second store, up to date as far as the delay allows
 */
export function follow(store: Store, replica: Store, lagMs: { put: number; remove: number }): () => Store {
  const waiting: { at: number; change: 'put' | 'remove'; resource: StoredResource }[] = [];
  store.onChange = (change, resource) => waiting.push({ at: performance.now(), change, resource });
  return () => {
    const now = performance.now();
    const isDue = ({ at, change }: (typeof waiting)[number]) => at + lagMs[change] <= now;
    for (const { change, resource } of waiting.filter(isDue)) replica[change]({ ...resource });
    waiting.splice(0, waiting.length, ...waiting.filter((one) => !isDue(one)));
    return replica;
  };
}
