import { setMaxListeners } from 'node:events';

/** A signal that ends one request, and the end of waiting for it. */
export interface Limit {
  signal: AbortSignal;
  /** Lets go of timer and outer signal: both live longer than a request, and would keep all that it holds. */
  done(): void;
}

/**
 * A signal that aborts after a time, or with another one.
 * @param ms milliseconds
 */
export function startLimit(ms: number, outer?: AbortSignal): Limit {
  const controller = new AbortController();
  const late = () => controller.abort(new DOMException('timed out waiting for a response', 'TimeoutError'));
  const stop = () => controller.abort(outer?.reason);
  const timer = setTimeout(late, ms);
  timer.unref();
  // As many listen as requests are under way: no leak, whatever their number.
  if (outer) setMaxListeners(0, outer);
  if (outer?.aborted) stop();
  else outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    done: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
