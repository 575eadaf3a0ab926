import type { Attributes } from '../../../schemas/attributes.ts';
import { stripQuery } from '../../wire/paths.ts';
import { type Collection, findCollection, readName } from '../ownership/collections.ts';
import { holdsName } from '../ownership/names.ts';

/** From so many resources on, a list that shows them all is asked for in place of a GET of each. */
const WORTH_A_LIST = 3;
/** Lists in vain after which no more are asked for. */
const VAIN = 2;

/** The lists of what bears the run's marker: what is asked for, and whether the endpoint knows how to answer. */
export class OwnLists {
  /** What every name of the run begins with. */
  readonly marker: string;
  private readonly collections: readonly Collection[];
  private readonly vain = new Map<string, number>();

  constructor(marker: string, collections: readonly Collection[]) {
    this.marker = marker;
    this.collections = collections;
  }

  /** Where lists can be asked for, in the order in which resources are removed. */
  get endpoints(): string[] {
    return [...this.collections].sort((a, b) => a.turn - b.turn).map(({ endpoint }) => endpoint);
  }

  /** What the names of the run begin with there, and in which attribute they stand. */
  beginningAt(endpoint: string): { attribute: string; value: string } {
    const [attribute = 'userName'] = findCollection(this.collections, endpoint)?.naming ?? [];
    return { attribute, value: this.marker };
  }

  /**
   * Whether an entry of a list is named by the run.
   * @param marker what the name has to hold; any name of the run where it is not given
   */
  isOwn(endpoint: string, resource: Attributes, marker = this.marker): boolean {
    const naming = findCollection(this.collections, endpoint)?.naming ?? [];
    const name = readName(resource, naming) ?? '';
    if (marker === this.marker) return marker !== '' && name.toLowerCase().includes(marker.toLowerCase());
    return holdsName(name, marker);
  }

  /** Collections with enough of these resources to ask for a list, and which those are. */
  worthAsking(resources: readonly { path: string }[]): [string, string[]][] {
    const byEndpoint = new Map<string, string[]>();
    for (const { path } of resources) {
      const endpoint = stripQuery(path).slice(0, path.lastIndexOf('/'));
      const known = byEndpoint.get(endpoint);
      if (known) known.push(path);
      else byEndpoint.set(endpoint, [path]);
    }
    return [...byEndpoint].filter(
      ([endpoint, paths]) => paths.length >= WORTH_A_LIST && (this.vain.get(endpoint) ?? 0) < VAIN,
    );
  }

  /** Notes how many of the resources that were looked for a list showed. */
  noteUse(endpoint: string, shown: number): void {
    this.vain.set(endpoint, shown > 1 ? 0 : (this.vain.get(endpoint) ?? 0) + 1);
  }
}
