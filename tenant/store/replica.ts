import type { StoredResource } from '../model.ts';
import type { Store } from './store.ts';

/**
 * Lets a second store follow a first one with a delay, as a read replica does.
 * @returns the second store, up to date as far as the delay allows
 */
export function follow(store: Store, replica: Store, lagMs: number): () => Store {
  const waiting: { at: number; change: 'put' | 'remove'; resource: StoredResource }[] = [];
  store.onChange = (change, resource) => waiting.push({ at: performance.now(), change, resource });
  return () => {
    const due = performance.now() - lagMs;
    while (waiting[0] && waiting[0].at <= due) {
      const { change, resource } = waiting.shift() as (typeof waiting)[number];
      replica[change]({ ...resource });
    }
    return replica;
  };
}
