import { createHash, createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/**
 * Cost of the key: about a tenth of a second and 32 MB for each guess at a credential that somebody would try on a
 * journal.
 */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const KEY_BYTES = 32;
const SEAL_BYTES = 16;
const SEALED = /^(\{.*),"seal":"([\w-]{22})"\}$/;

const keys = new Map<string, Buffer>();

/** A salt for a new journal. */
export function newSalt(): string {
  return randomBytes(SEAL_BYTES).toString('base64url');
}

/** What the lines of a journal are chained with: drawn slowly from the credential, so that no line helps to guess it. */
export function chainKey(token: string | undefined, salt: string): Buffer {
  const known = `${salt}\n${token ?? ''}`;
  const key =
    keys.get(known) ?? scryptSync(token ?? '', `scim-conformance journal\n${salt}`, KEY_BYTES, COST);
  keys.set(known, key);
  return key;
}

/** The key of one journal as plain data; it crosses from one thread of a process into another, and goes nowhere else. */
export interface JournalKey {
  salt: string;
  key: string;
}

/** The key of a journal, for another thread. */
export function drawnKey(token: string | undefined, salt: string): JournalKey {
  return { salt, key: chainKey(token, salt).toString('base64url') };
}

/** Keeps a key that another thread drew from the same credential and salt. */
export function keepKey(token: string | undefined, { salt, key }: JournalKey): void {
  keys.set(`${salt}\n${token ?? ''}`, Buffer.from(key, 'base64url'));
}

/** A line of a journal: the entry, and a seal over it and the seal of the line before. */
export function sealedLine(entry: object, key: Buffer, before: string): { line: string; seal: string } {
  const content = JSON.stringify(entry);
  const seal = makeSeal(content, key, before);
  return { line: `${content.slice(0, -1)},"seal":"${seal}"}`, seal };
}

/** The seal that a line carries; `undefined` where it carries none. */
export function sealIn(line: string): string | undefined {
  return SEALED.exec(line)?.[2];
}

/** Whether a line is what was written after the line with that seal. */
export function fits(line: string, key: Buffer, before: string): boolean {
  const [, content, seal] = SEALED.exec(line) ?? [];
  if (content === undefined || seal === undefined) return false;
  return timingSafeEqual(Buffer.from(makeSeal(`${content}}`, key, before)), Buffer.from(seal));
}

/** What a line that was cut is told apart by. */
export function makeDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function makeSeal(content: string, key: Buffer, before: string): string {
  const mac = createHmac('sha256', key).update(`${before}\n${content}`).digest();
  return mac.subarray(0, SEAL_BYTES).toString('base64url');
}
