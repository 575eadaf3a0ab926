import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import { showsMarker } from './foreign.ts';
import type { Create } from './journal.ts';

/** Attributes by which a resource is looked up again. */
const LOOKED_UP = ['userName', 'displayName', 'externalId'];

/** The names that a run creates under: those with its marker, and those that it declared its own. */
export class Names {
  /** Names without the run's marker under which it creates, in lower case. */
  private readonly declared = new Set<string>();
  private readonly marker: string;

  /** @param marker what every name that the run invents begins with */
  constructor(marker: string) {
    this.marker = marker;
  }

  /** Takes names without the run's marker for its own. */
  declare(names: readonly string[]): void {
    for (const name of names) if (name !== '') this.declared.add(name.toLowerCase());
  }

  isDeclared(name: string): boolean {
    return this.declared.has(name.toLowerCase());
  }

  /** The name of the run in the body of a create: the first that bears the marker, else one that was declared. */
  nameIn(body: string | undefined): string | undefined {
    const marked = body?.toLowerCase().match(new RegExp(`${this.marker}[a-z0-9]+`))?.[0];
    return marked ?? (this.declared.size > 0 ? this.declaredOf(objectIn(body))[0] : undefined);
  }

  /** Whether a resource shows the run's marker, or a name that the run declared. */
  areIn(resource: unknown): boolean {
    return showsMarker(resource, this.marker) || this.declaredOf(resource).length > 0;
  }

  /** The declared names that a resource has, as it writes them. */
  private declaredOf(resource: unknown): string[] {
    if (this.declared.size === 0) return [];
    return LOOKED_UP.map((attribute) => member(resource, attribute)).filter(
      (value): value is string => typeof value === 'string' && this.isDeclared(value),
    );
  }
}

/** The name under which a created resource can be looked up again. */
export function lookupName(body: string | undefined): Pick<Create, 'name'> {
  const resource = objectIn(body);
  for (const attribute of LOOKED_UP) {
    const value = resource?.[attribute];
    if (typeof value === 'string') return { name: { attribute, value } };
  }
  return {};
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
