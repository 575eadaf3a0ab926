import { type NoAnswer, Unsent } from '../errors.ts';

/** Full time-outs in a row after which an operation is not asked again; and of whatever operation, anything. */
const OF_ONE = 3;
const OF_ALL = 20;
const TIMEOUT = /TIMEOUT|TimeoutError/i;

/** Whether the time was up, by the code of a failure. */
export const isTimeout = (code: string): boolean => TIMEOUT.test(code);

const READ_ATTEMPTS = 3;
/** Answers that came and cannot be taken: asking again would bring the same. */
const UNREADABLE = new Set(['CODED_BODY', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);

/** Whether an answer came that cannot be taken, by the code of a failure. */
export const isUnreadable = (code: string): boolean => UNREADABLE.has(code);

/** Whether a read is sent again that got no answer. */
export function mayRepeat({ heldUp, code }: NoAnswer, attempt: number): boolean {
  return !heldUp && attempt < READ_ATTEMPTS && !isUnreadable(code);
}

interface Silent {
  times: number;
  code: string;
  exchange: number;
  /** The request in words. */
  request: string;
}

/**
 * Watches which operations get no answer in time. Each such request costs the whole time-out: what was waited for three
 * times, and answered in between by nothing, is not sent again for a check.
 */
export class Silence {
  private readonly byOperation = new Map<string, Silent>();
  private inARow = 0;

  /** @throws Unsent where an operation would be waited for in vain */
  enter(operation: string): void {
    const known = this.byOperation.get(operation);
    if (known === undefined || (known.times < OF_ONE && this.inARow < OF_ALL)) return;
    const { code, exchange, request } = known;
    const message = 'not sent, because similar requests got no response in time';
    throw new Unsent({ code, message, write: false, request, exchange });
  }

  /** Notes that a request was answered, whatever the answer. */
  answered(operation: string): void {
    this.inARow = 0;
    this.byOperation.delete(operation);
  }

  /** Notes that no answer came in time. */
  silent(operation: string, seen: Omit<Silent, 'times'>): void {
    this.inARow += 1;
    const times = (this.byOperation.get(operation)?.times ?? 0) + 1;
    this.byOperation.set(operation, { ...seen, times });
  }
}
