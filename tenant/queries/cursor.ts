import { createHmac, timingSafeEqual } from 'node:crypto';
import { ScimProblem } from '../model.ts';

/** Seconds for which a cursor holds. */
export const CURSOR_TIMEOUT = 3600;

/** Where a walk stands: after a place in the order of creation, or after a number of sorted results. */
export interface Position {
  after: number;
  by: 'sequence' | 'offset';
}

/**
 * Writes a position as a cursor: signed, bound to the query, and only of unreserved characters (RFC 9865 section 2).
 * @param query what must be the same for each page
 */
export function writeCursor(key: Buffer, query: string, position: Position, now = Date.now()): string {
  const text = Buffer.from(JSON.stringify([position.after, position.by, now])).toString('base64url');
  return `${text}.${sign(key, text, query)}`;
}

/**
 * Reads a cursor of the same query.
 * @throws ScimProblem 400 invalidCursor, expiredCursor
 */
export function readCursor(key: Buffer, query: string, cursor: string, now = Date.now()): Position {
  const [text = '', signature = ''] = cursor.split('.');
  const expected = Buffer.from(sign(key, text, query));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw new ScimProblem(400, 'the cursor is not one of this query', 'invalidCursor');
  }
  const [after, by, written] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
    number,
    Position['by'],
    number,
  ];
  if (now - written > CURSOR_TIMEOUT * 1000) {
    throw new ScimProblem(400, 'the cursor is too old: begin again', 'expiredCursor');
  }
  return { after, by };
}

function sign(key: Buffer, text: string, query: string): string {
  return createHmac('sha256', key).update(`${text}\n${query}`).digest('base64url').slice(0, 16);
}
