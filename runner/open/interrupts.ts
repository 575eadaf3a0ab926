/** What ends a command from outside: Ctrl-C, a job that is cancelled, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Interrupts of the process, while they are listened to. */
export interface Interrupts {
  /** How many came. */
  readonly count: number;
  /** Leaves them to the system again. */
  release(): void;
}

/**
 * Takes every interrupt of this process in place of the system, which would end it at once.
 * @param handler told the number of the interrupt, from 1
 */
export function listenForInterrupts(handler: (count: number) => void = () => {}): Interrupts {
  let count = 0;
  const listener = () => {
    count += 1;
    handler(count);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    get count() {
      return count;
    },
    release: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
