import { isObject } from '../../schemas/attributes.ts';
import { isScimWord } from '../../schemas/vocabulary.ts';
import { decodeSegment } from '../wire/paths.ts';

const MASK = '"(of another resource)"';
/** What stands for an id in a path. */
const PLACE = '(another)';
const MOST = 50_000;
const LONGEST = 1_000;
/** Members whose values say what something is, not whose it is. */
const NO_DATA = new Set(['schemas', 'type', 'resourcetype', 'op', 'scimtype']);
/** Strings and numbers of a value in its JSON form; a string may have lost its end. */
const LITERAL = /"((?:[^"\\]|\\.)*)("|$)|-?\d[\d.eE+-]{3,}/gs;

/**
 * Remembers the values of resources that are not the run's own, so that no message shows one. In memory only; where
 * there are more than it may hold, it takes every value for one that is not a word of SCIM.
 */
export class Strangers {
  private readonly values = new Set<string>();
  private readonly marker: string;

  /** @param marker what every name of the run begins with */
  constructor(marker = '') {
    this.marker = marker;
  }

  /** Remembers the strings and the longer numbers of a resource. */
  note(resource: unknown): void {
    if (this.full) return;
    if (typeof resource === 'string') {
      const kept = resource.slice(0, LONGEST);
      if (resource.length > 1 && !this.values.has(kept) && !isScimWord(resource)) this.values.add(kept);
    } else if (typeof resource === 'number') {
      if (String(resource).length > 3) this.values.add(String(resource));
    } else if (Array.isArray(resource)) for (const element of resource) this.note(element);
    else if (isObject(resource))
      for (const [name, value] of Object.entries(resource))
        if (!NO_DATA.has(name.toLowerCase())) this.note(value);
  }

  /** A value within a message, with what is a stranger's masked, also where it was cut. */
  value(text: string): string {
    if (this.values.size === 0) return text;
    if (this.has(text) || this.has(text.slice(text.lastIndexOf('/') + 1))) return MASK;
    return text.replace(LITERAL, (found, inner: string | undefined, end: string) => {
      if (inner === undefined) return this.values.has(found) ? MASK : found;
      if (end === '"') return this.isOne(unescaped(inner)) ? MASK : found;
      const begun = unescaped(inner.replace(/(\.\.\.|…)$/, ''));
      return begun.length > 2 && this.begins(begun) ? MASK : found;
    });
  }

  /** A path below the tenant URL, with a stranger's id and what a filter asks of one masked. */
  path(path: string): string {
    if (this.values.size === 0) return path;
    const [bare = '', query] = path.split('?', 2);
    const segments = bare.split('/').map((segment) => (this.has(decodeSegment(segment)) ? PLACE : segment));
    const asked = query?.split('&').map((pair) => {
      const plain = decodeSegment(pair.replaceAll('+', ' '));
      const shown = plain.includes('"') ? this.value(plain) : plain;
      return shown === plain ? pair : encodeURI(shown.replace(/\p{Cs}/gu, '\ufffd'));
    });
    return segments.join('/') + (asked === undefined ? '' : `?${asked.join('&')}`);
  }

  private get full(): boolean {
    return this.values.size >= MOST;
  }

  private has(value: string): boolean {
    return this.values.has(value.slice(0, LONGEST));
  }

  private isOne(value: string): boolean {
    if (this.has(value)) return true;
    return this.full && !isScimWord(value) && !value.startsWith('urn:') && !this.isOwn(value);
  }

  private begins(begun: string): boolean {
    return this.full ? !this.isOwn(begun) : [...this.values].some((one) => one.startsWith(begun));
  }

  private isOwn(value: string): boolean {
    return this.marker !== '' && value.toLowerCase().includes(this.marker);
  }
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
