import type { Attributes } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { CERTIFICATE } from '../users/certificate.ts';

/** What values are made of: a name of the run, and a resource to refer to. */
export interface Ingredients {
  unique: string;
  /** Of mail addresses. */
  domain: string;
  /** Id of a user of the run. */
  user?: string;
  /** Another value than the first for the same attribute. */
  second?: boolean;
}

const LANGUAGES = ['en-US', 'de-DE'];
const TIME_ZONES = ['Europe/Berlin', 'America/New_York'];
const COUNTRIES = ['US', 'DE'];

/**
 * A legal value of an attribute: of its type, among its canonical values, and where the RFC gives an attribute of
 * this name a meaning, of that form. Of complex values every sub-attribute that a client may write.
 * @returns undefined where no such value can be made up: a reference to a resource that the run does not have
 */
export function valueFor(attribute: Attribute, from: Ingredients): unknown {
  const one = attribute.type === 'complex' ? complexValue(attribute, from) : simpleValue(attribute, from);
  if (one === undefined) return undefined;
  return attribute.multiValued ? [one] : one;
}

/** Whether the values of an attribute point at resources: manager, members. */
export function isReference(attribute: Attribute): boolean {
  const names = attribute.subAttributes.map(({ name }) => name.toLowerCase());
  return names.includes('$ref') && names.includes('value');
}

function complexValue(attribute: Attribute, from: Ingredients): Attributes | undefined {
  if (isReference(attribute)) return from.user === undefined ? undefined : { value: from.user };
  const written = attribute.subAttributes.filter(({ mutability }) => mutability !== 'readOnly');
  const pairs = written.flatMap((sub): [string, unknown][] => {
    const value = valueFor(named(sub, attribute.name), from);
    return value === undefined ? [] : [[sub.name, value]];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** A sub-attribute `value` means what its attribute is called. */
function named(sub: Attribute, parent: string): Attribute {
  return sub.name.toLowerCase() === 'value' ? { ...sub, name: parent } : sub;
}

function simpleValue(attribute: Attribute, from: Ingredients): unknown {
  const { second = false } = from;
  const pick = (values: unknown[]) => values[second ? 1 : 0];
  const { canonicalValues, name } = attribute;
  switch (attribute.type) {
    case 'boolean':
      return true;
    case 'integer':
      return pick([4_711, 4_712]);
    case 'decimal':
      return pick([4.25, 8.5]);
    case 'dateTime':
      return pick(['2020-02-29T12:34:56Z', '2021-03-31T21:43:05Z']);
    case 'binary':
      return /x509/i.test(name)
        ? CERTIFICATE
        : Buffer.from(`${pick(['one', 'two'])} ${from.unique}`).toString('base64');
    case 'reference':
      return name === '$ref' ? undefined : `https://example.test/${from.unique}${pick(['', '/2'])}`;
    default:
      if (canonicalValues.length > 0) return pick([...canonicalValues, canonicalValues[0]]);
      return textFor(name, from, pick);
  }
}

function textFor(
  name: string,
  { unique, domain }: Ingredients,
  pick: (values: unknown[]) => unknown,
): unknown {
  if (/mail|userName/i.test(name)) return `${pick(['One', 'Two'])}-${unique}@${domain}`;
  if (/phone|fax/i.test(name)) return pick(['tel:+1-201-555-0123', 'tel:+1-201-555-0199']);
  if (/photo|url|uri/i.test(name)) return `https://example.test/${unique}${pick(['', '/2'])}`;
  if (/locale|language/i.test(name)) return pick(LANGUAGES);
  if (/time-?zone/i.test(name)) return pick(TIME_ZONES);
  if (/country/i.test(name)) return pick(COUNTRIES);
  if (/password/i.test(name)) return `Pw-${pick(['One', 'Two'])}-${unique}-9!`;
  if (/postalCode/i.test(name)) return pick(['91608', '10115']);
  return `${pick(['One', 'Two'])} ${unique}`;
}
