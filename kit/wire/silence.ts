import { NoAnswer } from '../errors.ts';

/** Full time-outs in a row after which an operation is not asked again; and of whatever operation, anything. */
const OF_ONE = 3;
const OF_ALL = 20;
const TIMEOUT = /TIMEOUT|TimeoutError/i;

const READ_ATTEMPTS = 3;
/** Answers that came and cannot be taken: asking again would bring the same. */
const UNREADABLE = new Set(['CODED_BODY', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);

/** Whether a read is sent again that got no answer. */
export function mayRepeat({ heldUp, code }: NoAnswer, attempt: number): boolean {
  return !heldUp && attempt < READ_ATTEMPTS && !UNREADABLE.has(code);
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

  /** @throws NoAnswer where an operation would be waited for in vain */
  enter(operation: string): void {
    const known = this.byOperation.get(operation);
    if (known === undefined || (known.times < OF_ONE && this.inARow < OF_ALL)) return;
    const { code, exchange, request } = known;
    const message = 'not sent, because similar requests got no response in time';
    throw new NoAnswer({ code, message, write: false, request, exchange });
  }

  /** Notes that a request was answered, whatever the answer. */
  answered(operation: string): void {
    this.inARow = 0;
    this.byOperation.delete(operation);
  }

  /** Notes that no answer came. */
  silent(operation: string, seen: Omit<Silent, 'times'>): void {
    if (!TIMEOUT.test(seen.code)) return;
    this.inARow += 1;
    const times = (this.byOperation.get(operation)?.times ?? 0) + 1;
    this.byOperation.set(operation, { ...seen, times });
  }
}
