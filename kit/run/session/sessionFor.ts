import { present } from '../../../schemas/present.ts';
import { Wire } from '../../wire/wire.ts';
import type { RunSetup } from './runSetup.ts';
import { Session } from './session.ts';

/** With two dozen answers at a time, this keeps the whole run below 300 MB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** An endpoint that serves nothing is waited for so many times as long as a write that is not visible. */
const AWAY = 2;

/** The connections of a run. */
export function wireFor(setup: RunSetup): Wire {
  return new Wire({
    connections: setup.concurrency,
    timeoutMs: setup.timeoutMs,
    maxBodyBytes: MAX_BODY_BYTES,
    insecure: setup.insecure,
    ...present({ ca: setup.ca, proxy: setup.proxy }),
  });
}

/** The session of a run: whom it asks, as whom, and what watches over it. */
export function sessionFor(setup: RunSetup, parts: ConstructorParameters<typeof Session>[1]): Session {
  const { assumed, resourceTypes, schemas } = setup.capabilities;
  const isRead = (name: string, found: unknown) => found !== undefined && !assumed.includes(name);
  const options = {
    url: setup.url,
    headers: setup.headers,
    timeoutMs: setup.timeoutMs,
    awayMs: setup.patienceMs * AWAY,
    served: [
      ...(isRead('resourceTypes', resourceTypes) ? ['/ResourceTypes'] : []),
      ...(isRead('schemas', schemas) ? ['/Schemas'] : []),
    ],
    atOnce: setup.concurrency,
    userAgent: setup.userAgent,
    firstNumber: setup.firstExchange,
    ...present({ token: setup.token, rps: setup.rps }),
  };
  return new Session(options, parts);
}
