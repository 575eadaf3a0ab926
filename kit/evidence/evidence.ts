import { closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from './exchange.ts';
import { openOwnFile } from './ownFile.ts';

/** Where exchanges go as they finish, already redacted. */
export interface Evidence {
  append(exchange: Exchange): void;
  close(): void;
}

export const EXCHANGES_FILE = 'exchanges.ndjson';

/** Appends to `exchanges.ndjson` in a run's folder: what is on disk survives the end of the process. */
export function fileEvidence(folder: string): Evidence {
  const file = openOwnFile(join(folder, EXCHANGES_FILE));
  return {
    append: (exchange) => {
      writeSync(file, `${JSON.stringify(exchange)}\n`);
    },
    close: () => closeSync(file),
  };
}

/** Keeps exchanges in memory; for runs inside a test. */
export function memoryEvidence(into: Exchange[] = []): Evidence {
  return { append: (exchange) => into.push(exchange), close: () => {} };
}
