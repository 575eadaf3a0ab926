import { type Attributes, member } from '../../../schemas/attributes.ts';
import { EvaluationError } from '../expressions/index.ts';
import { Directory } from './directory.ts';
import type { Rules } from './rules.ts';
import { syntheticDirectory } from './synthetic.ts';
import { bodyFor, makeSource, valuesFor, withDefaults } from './values.ts';

/**
 * The create of somebody who is in no directory, as a mapping composes it.
 * @param unique what all names of that person begin with
 * @returns undefined where the mapping makes no userName of it that holds that
 */
export function inventedUser(rules: Rules, unique: string, domain: string): Attributes | undefined {
  const contents = syntheticDirectory({ marker: unique, domain, users: 1, groups: 0, cycles: 1 });
  const [person] = contents.objects;
  if (person === undefined) return undefined;
  // Three such people are made one after the other, where any name may have to be one of a kind.
  person.attributes = { ...person.attributes, displayName: `Adele Vance ${unique}` };
  try {
    const values = valuesFor(rules, person, makeSource(person, new Directory(contents)));
    const body = bodyFor(rules, 'User', withDefaults(rules, 'User', values));
    return String(member(body, 'userName') ?? '').includes(unique) ? body : undefined;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
