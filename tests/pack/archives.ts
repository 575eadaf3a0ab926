import { expect } from 'vitest';
import { unzip, zip } from '../../reporters/pack/zip.ts';
import { pack } from './packs.ts';

export const made = Buffer.from(zip(pack({ sign: false })));
export const END = 22;

/** Where the directory of an archive begins. */
export const directoryAt = (archive: Buffer) => archive.readUInt32LE(archive.length - END + 16);

/** An entry of an archive by its local header. */
export interface Local {
  name: string;
  header: Buffer;
  data: Buffer;
}

export function readLocals(archive: Buffer): Local[] {
  const locals: Local[] = [];
  for (let at = 0; at < directoryAt(archive); ) {
    const size = archive.readUInt32LE(at + 18);
    const start = at + 30 + archive.readUInt16LE(at + 26);
    locals.push({
      name: archive.toString('latin1', at + 30, start),
      header: archive.subarray(at, start),
      data: archive.subarray(start, start + size),
    });
    at = start + size;
  }
  return locals;
}

/** The archive with other local entries; the directory at its end stays, with its offsets moved. */
export function withLocals(change: (locals: Local[]) => Buffer[]): Buffer {
  const locals = readLocals(made);
  const before = locals.map(({ header, data }) => header.length + data.length);
  const parts = change(locals);
  const body = Buffer.concat(parts);
  const tail = Buffer.from(made.subarray(directoryAt(made)));
  const grown = body.length - before.reduce((sum, size) => sum + size, 0);
  tail.writeUInt32LE(directoryAt(made) + grown, tail.length - END + 16);
  return Buffer.concat([body, tail]);
}

export const refused = (archive: Uint8Array) => expect(() => unzip(archive));
