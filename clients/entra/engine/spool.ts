import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes that are held before they are written to a file, and those that are read from it at a time. */
const PAGE = 4 * 1024 * 1024;
const READ = 64 * 1024;
const OWNER_ONLY = 0o600;

/**
 * The objects of a directory as JSON, of which only the places are held: those of a large directory lie in a file that
 * has no name any more, and each is read when it is asked for. A changed object takes a new place.
 */
export class Spool<T extends { objectId: string; kind: 'User' | 'Group' }> implements Iterable<T> {
  /** Where each object begins, its length, and whether it is a group; by the number that its objectId has. */
  private readonly numbers = new Map<string, number>();
  private readonly ids: string[] = [];
  private starts = new Float64Array(1_024);
  private lengths = new Uint32Array(1_024);
  private groups = new Uint8Array(1_024);
  private used = 0;
  private file: number | undefined;
  /** Bytes before the page that is being filled. */
  private written = 0;
  private page: Buffer[] = [];
  private filled = 0;
  private ahead = { start: 0, bytes: Buffer.alloc(0) };

  get size(): number {
    return this.numbers.size;
  }

  has(objectId: string): boolean {
    return this.numbers.has(objectId);
  }

  /** objectIds, in the order in which they came. */
  keys(): IterableIterator<string> {
    return this.numbers.keys();
  }

  /** The objectId as it is held already: of many equal texts one is enough. */
  held(objectId: string): string {
    return this.ids[this.numbers.get(objectId) ?? -1] ?? objectId;
  }

  kindFor(objectId: string): 'User' | 'Group' | undefined {
    const number = this.numbers.get(objectId);
    if (number === undefined) return undefined;
    return this.groups[number] === 1 ? 'Group' : 'User';
  }

  get(objectId: string): T | undefined {
    const number = this.numbers.get(objectId);
    return number === undefined ? undefined : this.read(number);
  }

  set(objectId: string, object: T): this {
    const bytes = Buffer.from(JSON.stringify(object));
    const number = this.numbers.get(objectId) ?? this.used;
    if (number === this.used) this.makeRoom();
    this.starts[number] = this.written + this.filled;
    this.lengths[number] = bytes.length;
    this.groups[number] = object.kind === 'Group' ? 1 : 0;
    this.numbers.set(objectId, number);
    this.ids[number] ??= objectId;
    this.page.push(bytes);
    this.filled += bytes.length;
    if (this.filled >= PAGE) this.flush();
    return this;
  }

  delete(objectId: string): boolean {
    return this.numbers.delete(objectId);
  }

  *values(): Generator<T> {
    for (const number of this.numbers.values()) yield this.read(number);
  }

  [Symbol.iterator](): Generator<T> {
    return this.values();
  }

  /** Lets go of the file. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private read(number: number): T {
    const [start = 0, length = 0] = [this.starts[number], this.lengths[number]];
    const object = JSON.parse(this.bytesAt(start, length).toString('utf8')) as T;
    object.objectId = this.ids[number] ?? object.objectId;
    return object;
  }

  private bytesAt(start: number, length: number): Buffer {
    if (start >= this.written) {
      const [whole] = this.page.length === 1 ? this.page : [Buffer.concat(this.page)];
      if (whole !== undefined) this.page = [whole];
      return (whole ?? Buffer.alloc(0)).subarray(start - this.written, start - this.written + length);
    }
    const { ahead } = this;
    // Objects are asked for one after the other, as a rule.
    if (start < ahead.start || start + length > ahead.start + ahead.bytes.length) {
      const bytes = Buffer.alloc(Math.max(READ, length));
      const size = readSync(this.file ?? -1, bytes, 0, bytes.length, start);
      this.ahead = { start, bytes: bytes.subarray(0, size) };
    }
    const from = start - this.ahead.start;
    return this.ahead.bytes.subarray(from, from + length);
  }

  private makeRoom(): void {
    this.used += 1;
    if (this.used <= this.starts.length) return;
    const wider = this.starts.length * 2;
    const [starts, lengths, groups] = [this.starts, this.lengths, this.groups];
    this.starts = new Float64Array(wider);
    this.lengths = new Uint32Array(wider);
    this.groups = new Uint8Array(wider);
    this.starts.set(starts);
    this.lengths.set(lengths);
    this.groups.set(groups);
  }

  private flush(): void {
    this.file ??= openNameless();
    const bytes = Buffer.concat(this.page);
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.file, bytes, at, bytes.length - at, this.written + at);
    this.written += bytes.length;
    this.page = [];
    this.filled = 0;
  }
}

/** A file for its owner's eyes only, that is gone with the process; where it can't lose its name while it is open, then. */
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'scim-conformance-'));
  const file = openSync(join(folder, 'directory'), 'wx+', OWNER_ONLY);
  const drop = () => rmSync(folder, { recursive: true, force: true });
  try {
    drop();
  } catch {
    process.once('exit', drop);
  }
  return file;
}
