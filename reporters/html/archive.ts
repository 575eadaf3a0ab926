import { deflateRawSync } from 'node:zlib';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Status } from '../../kit/outcome.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { Markup } from './escape.ts';
import { chooseEvidence, EXCHANGES_SHOWN } from './evidence.ts';

/** Evidence of the checks, packed into the page, and unpacked when a reader asks for it. */
export interface Archive {
  /** Exchanges of a check that the archive shows; absent for a check that has none in it. */
  numbers: ReadonlyMap<string, number>;
  /** The block of data; nothing in it is run or parsed until the script of the page takes it out. */
  block: Markup | false;
}

/** Characters of the packed block. */
const PACKED = 2_000_000;
/** Characters before packing, so that a reader's browser unpacks it in no time. */
const UNPACKED = 24_000_000;
/** What a reader most likely wants to see comes first where not everything fits. */
const FIRST: readonly Status[] = ['fail', 'blocked', 'error', 'not-applicable', 'pass', 'not-run'];

/**
 * Packs what each check exchanged: rendered and escaped here, compressed, as base64. Hundreds of checks so take a few
 * hundred kilobytes. What does not fit is left to the evidence file, of checks that passed first.
 * @param exchanges all of the run
 */
export function packArchive(report: Report, exchanges: readonly Exchange[]): Archive {
  const own = new Map<string, number[]>();
  for (const { check, number } of exchanges) {
    const numbers = own.get(check);
    if (numbers) numbers.push(number);
    else own.set(check, [number]);
  }
  const show = chooseEvidence({ ...report, exchanges: [...exchanges] }, UNPACKED);
  let entries = [...report.checks]
    .sort((a, b) => FIRST.indexOf(a.status) - FIRST.indexOf(b.status))
    .flatMap((check) => {
      const marked = markedBy(check);
      // A rule, and a check that looks at what others sent, has no exchanges of its own.
      const numbers = [...new Set([...(own.get(check.id) ?? check.exchanges), ...marked])];
      if (numbers.length === 0) return [];
      const { text } = show(numbers, marked);
      return [
        { id: check.id, numbers, member: Buffer.from(`${JSON.stringify(check.id)}:${JSON.stringify(text)}`) },
      ];
    });
  let packed = pack(entries);
  while (packed.length > PACKED) {
    entries = entries.slice(0, Math.floor((entries.length * PACKED * 0.9) / packed.length));
    packed = pack(entries);
  }
  return {
    numbers: new Map(entries.map(({ id, numbers }) => [id, numbers.length])),
    block:
      entries.length > 0 &&
      new Markup(`<script type="application/octet-stream" id="archive">${packed}</script>`),
  };
}

/** Exchanges that findings, remarks or the blocking step point at; a rule points at a few of all traffic. */
function markedBy({ findings, remarks, blockedBy }: ReportedCheck): number[] {
  const numbers = [...findings, ...remarks].flatMap((one) => one.exchanges.slice(0, EXCHANGES_SHOWN));
  if (blockedBy?.exchange !== undefined) numbers.push(blockedBy.exchange);
  return numbers;
}

/** An object of all members, packed; joined as bytes, because as one text it would take twice as much, or four times. */
function pack(entries: readonly { member: Buffer }[]): string {
  const comma = Buffer.from(',');
  const members = entries.flatMap(({ member }, at) => (at === 0 ? [member] : [comma, member]));
  const json = Buffer.concat([Buffer.from('{'), ...members, Buffer.from('}')]);
  return deflateRawSync(json, { level: 6 }).toString('base64');
}
