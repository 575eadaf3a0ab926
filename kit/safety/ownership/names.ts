import { type Attributes, isObject, member } from '../../../schemas/attributes.ts';
import type { Journal } from '../journal/journal.ts';
import { type Collection, readName } from './collections.ts';

/** A name of the run in a body that it sends. */
export interface OwnName {
  /** What tells it from all others: the run's marker and what follows it, in lower case. */
  marker: string;
  /** Where it stands, as it was sent. */
  name?: { attribute: string; value: string };
}

/** The names with a run's marker, under which it creates. */
export class Names {
  private readonly marker: string;
  private readonly token: RegExp;

  /** @param marker what every name that the run invents begins with */
  constructor(marker: string) {
    this.marker = marker;
    this.token = new RegExp(`${marker}[a-z0-9]+`);
  }

  /** Whether a text bears the run's marker. */
  isMarked(text: string): boolean {
    return text.toLowerCase().includes(this.marker);
  }

  /** All names of the run in a text, each once, in lower case. */
  allIn(text: string): string[] {
    return [...new Set(text.toLowerCase().match(new RegExp(this.token, 'g')))];
  }

  /**
   * The name of the run in the body of a create: in an attribute that names resources of the collection the first
   * that bears the marker. In a text that is no JSON object it is taken where it stands.
   */
  nameIn(body: string | undefined, { naming }: Pick<Collection, 'naming'>): OwnName | undefined {
    const resource = objectIn(body);
    if (resource === undefined) return this.nameInText(body, naming);
    for (const attribute of naming) {
      const value = member(resource, attribute);
      const marker = typeof value === 'string' ? this.tokenIn(value) : undefined;
      if (marker !== undefined) return { marker, name: { attribute, value: String(value) } };
    }
    return undefined;
  }

  /**
   * Whether a resource is named by the run: its own naming attribute bears the marker.
   * @param naming attributes that may carry the name; only the first of them that is a text counts
   */
  areIn(resource: Attributes, naming: readonly string[]): boolean {
    const name = readName(resource, naming);
    return name !== undefined && this.isMarked(name);
  }

  private tokenIn(text: string): string | undefined {
    return this.token.exec(text.toLowerCase())?.[0];
  }

  private nameInText(text: string | undefined, [attribute = '']: readonly string[]): OwnName | undefined {
    const marker = text === undefined ? undefined : this.tokenIn(text);
    if (text === undefined || marker === undefined) return undefined;
    const quoted = text.split('"').find((part) => part.toLowerCase().includes(marker));
    return { marker, ...(quoted === undefined ? {} : { name: { attribute, value: quoted } }) };
  }
}

/**
 * Names of the run that its changes carried. A change that went astray gave its name to somebody else: whoever bears
 * such a name, and was not named by the answer to a create, is not shown by it to be the run's own.
 */
export class Carried {
  /** Whether a write of the run was seen to go astray: any name of it may then be somebody else's. */
  astray = false;
  private readonly markers = new Set<string>();
  private readonly names: Names;
  private readonly journal: Journal;

  constructor(names: Names, journal: Journal) {
    this.names = names;
    this.journal = journal;
  }

  /** Notes the names in a change that is about to be sent. */
  note(body: string | undefined): void {
    const fresh = this.names.allIn(body ?? '').filter((marker) => !this.markers.has(marker));
    if (fresh.length === 0) return;
    this.takeIn(fresh);
    this.journal.append({ event: 'carried', names: fresh });
  }

  /** Takes in what an earlier run of the same journal noted. */
  takeIn(markers: readonly string[]): void {
    for (const marker of markers) this.markers.add(marker);
  }

  /** Whether a write may have given the name of a create to somebody else. */
  mayHaveGiven(marker: string): boolean {
    return this.astray || this.markers.has(marker);
  }
}

/** The JSON object that a body is; `undefined` where it is none. */
export function objectIn(body: string | undefined): Attributes | undefined {
  try {
    const json: unknown = body === undefined ? undefined : JSON.parse(body);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Paths of what refers to others. */
const REFERENCE = /(^|:)(members|manager)\b/i;

/** What a write carries that may give a resource a name: whom it refers to does not. */
export function namingValues(resource: Attributes): unknown[] {
  const operations = member(resource, 'Operations');
  if (!Array.isArray(operations)) return [resource];
  return operations
    .filter((one) => !REFERENCE.test(String(member(one, 'path') ?? '')))
    .map((one) => member(one, 'value'));
}

/** Whether a text holds a name of the run, whole: that of one may be how that of another begins, as with u1 and u10. */
export function holdsName(text: string, marker: string): boolean {
  const wanted = marker.toLowerCase();
  const rests = wanted === '' ? [] : text.toLowerCase().split(wanted).slice(1);
  return rests.some((rest) => !/^[a-z0-9]/.test(rest));
}

/** The names, in small letters, that a body gives to a resource by the attributes that name it. */
export function namesGiven(body: Attributes, naming: readonly string[]): string[] {
  const values = namingValues(body).flatMap((one) => [one, ...naming.map((name) => member(one, name))]);
  const isName = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  return values.filter(isName).map((value) => String(value).toLowerCase());
}
