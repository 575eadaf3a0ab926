import { type Attributes, at, unassigned } from '../../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../../schemas/capabilities.ts';
import { listAttributes } from '../../../schemas/lookup.ts';
import type { ListTerm, Literal, Term } from './filter.ts';

/** What filters about a set of users can name. */
export interface Vocabulary {
  terms: Term[];
  lists: ListTerm[];
}

const TYPES = new Set(['string', 'boolean', 'integer', 'decimal', 'dateTime', 'reference', 'binary']);
/** Endpoints keep and compare these in forms of their own, or filters on them are refused on purpose. */
const LEFT_OUT =
  /^(password|phoneNumbers|groups|manager|x509Certificates|roles|entitlements|addresses|active)$/i;

/**
 * The published attributes that at least one of these users has a value of, with the values found.
 * @param shown users as their own addresses show them
 */
export function buildVocabulary(capabilities: Capabilities, shown: Attributes[]): Vocabulary {
  const terms: Term[] = [];
  const lists: ListTerm[] = [];
  for (const { path, attribute } of listAttributes(capabilities, 'User')) {
    if (LEFT_OUT.test(attribute.name) || !isReadable(attribute) || mayMove(attribute)) continue;
    if (attribute.type !== 'complex') {
      terms.push(...makeTerms(attribute, path, path, attribute.multiValued, shown));
      continue;
    }
    const subs = attribute.subAttributes.filter((sub) => isReadable(sub) && !sub.multiValued);
    const within = (relative: boolean) =>
      subs.flatMap((sub) => {
        const full = `${path}.${sub.name}`;
        return makeTerms(sub, relative ? sub.name : full, full, attribute.multiValued && !relative, shown);
      });
    terms.push(...within(false));
    if (attribute.multiValued && within(true).length > 0) lists.push({ path, terms: within(true) });
  }
  const externalIds = valuesAt(shown, 'externalId');
  if (externalIds.length > 0)
    terms.push({ path: 'externalId', type: 'string', caseExact: true, several: false, values: externalIds });
  return { terms, lists };
}

/** What the endpoint alone writes may have another value when a filter looks at it. */
const mayMove = ({ mutability, type }: Attribute): boolean => mutability === 'readOnly' && type !== 'complex';

function isReadable({ mutability, returned }: Attribute): boolean {
  return mutability !== 'writeOnly' && (returned === 'default' || returned === 'always');
}

function makeTerms(
  attribute: Attribute,
  path: string,
  full: string,
  several: boolean,
  shown: Attributes[],
): Term[] {
  const values = valuesAt(shown, full);
  if (!TYPES.has(attribute.type) || values.length === 0 || attribute.name.startsWith('$')) return [];
  // Binary data and addresses are compared letter by letter, whatever the flag says (RFC 7643 section 2.3).
  const caseExact = attribute.caseExact || attribute.type === 'binary' || attribute.type === 'reference';
  return [{ path, type: attribute.type, caseExact, several, values }];
}

function valuesAt(shown: Attributes[], path: string): Literal[] {
  const found = shown
    .flatMap((resource) => at(resource, path))
    .filter((value): value is Literal => !unassigned(value) && typeof value !== 'object');
  return [...new Set(found)];
}
