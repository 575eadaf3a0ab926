/** A text with its escapes undone, byte by byte of UTF-8, and where each byte came from. */
export interface Unescaped {
  /** One character a byte, letters in lower case. */
  bytes: string;
  /** By byte: where in the original the character or escape begins and ends. */
  begins: number[];
  ends: number[];
}

const ESCAPE =
  /%(?:25)?([0-9a-f]{2})|\\{1,4}u([0-9a-f]{4})|&#x0{0,4}([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos|colon|plus|sol|equals|percnt|num);|\\{1,4}(["\\/])/gi;
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  colon: ':',
  plus: '+',
  sol: '/',
  equals: '=',
  percnt: '%',
  num: '#',
};
/** What stands between two lines of wrapped base64 once escapes of characters are undone. */
const BREAK = /(?:=?[\r\n]|\\{1,4}[rn]|[ \t])+/g;

/** Whether a text has anything that URLs, JSON or HTML escape characters with. */
export function hasEscapes(text: string): boolean {
  return text.search(ESCAPE) >= 0;
}

/** Bytes of a text as `Unescaped` has them. */
export function decodeBytes(text: string): string {
  return Buffer.from(text).toString('latin1').toLowerCase();
}

/** Bytes of a text with the escapes of URLs, JSON and HTML undone: `withoutEscapes` less where each came from. */
export function unescapedBytes(text: string): string {
  const bytes = Buffer.from(text).toString('latin1');
  return bytes.replace(ESCAPE, (...found) => decodeByte(found.slice(0, 7))).toLowerCase();
}

/** Undoes the escapes of URLs, JSON and HTML in a text, in one pass, and tells where each byte came from. */
export function withoutEscapes(text: string): Unescaped {
  const parts: string[] = [];
  const [begins, ends]: [number[], number[]] = [[], []];
  const add = (bytes: string, begin: number, end: number) => {
    parts.push(bytes);
    for (let at = 0; at < bytes.length; at += 1) {
      begins.push(begin);
      ends.push(end);
    }
  };
  const addPlain = (from: number, to: number) => {
    for (let at = from; at < to; ) {
      const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      add(decodeBytes(text.slice(at, at + size)), at, at + size);
      at += size;
    }
  };
  let last = 0;
  for (const found of text.matchAll(ESCAPE)) {
    addPlain(last, found.index);
    last = found.index + found[0].length;
    add(decodeByte(found), found.index, last);
  }
  addPlain(last, text.length);
  return { bytes: parts.join(''), begins, ends };
}

/** The same without line breaks and the white space around them, as base64 is read that MIME has wrapped. */
export function withoutWrapping({ bytes, begins, ends }: Unescaped): Unescaped {
  const joined: Unescaped = { bytes: '', begins: [], ends: [] };
  const parts: string[] = [];
  let last = 0;
  const take = (from: number, to: number) => {
    parts.push(bytes.slice(from, to));
    for (let at = from; at < to; at += 1) {
      joined.begins.push(begins[at] ?? 0);
      joined.ends.push(ends[at] ?? 0);
    }
  };
  for (const found of bytes.matchAll(BREAK)) {
    take(last, found.index);
    last = found.index + found[0].length;
  }
  take(last, bytes.length);
  joined.bytes = parts.join('');
  return joined;
}

function decodeByte([, percent, unit, hex, decimal, named, literal]: readonly (
  | string
  | undefined
)[]): string {
  if (percent !== undefined) return String.fromCharCode(Number.parseInt(percent, 16)).toLowerCase();
  if (named !== undefined) return NAMED[named.toLowerCase()] ?? '';
  if (literal !== undefined) return literal;
  const code = decimal === undefined ? Number.parseInt(unit ?? hex ?? '0', 16) : Number(decimal);
  return code <= 0x10ffff ? decodeBytes(String.fromCodePoint(code)) : '';
}
