import type { Attributes } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';

/** What samples are made of: a name that only this run uses, and the domain of its mail addresses. */
export interface Ingredients {
  unique: string;
  domain: string;
  /** Id of a user of the run that stays to its end, for attributes whose values have to name one. */
  referee?: string | undefined;
}

/** So many characters of a name that only this run uses are its own; what is before them is the run's. */
const SHORT = 10;

const PHONE = /phone|^fax/i;

/** Digits of a number that is unique: two of several hundred numbers with four are the same. */
const LONG = 7;

const USUAL_TYPES = ['work', 'home', 'other'];

/** Values that not every text fits, by the name of the attribute or of the list that it belongs to. */
const FITTING: [RegExp, (ingredients: Ingredients) => string][] = [
  [/mail/i, ({ unique, domain }) => `${unique}@${domain}`],
  [/^userName$/i, ({ unique, domain }) => `${unique}@${domain}`],
  [/^password$/i, ({ unique }) => composePassword(unique)],
  [PHONE, ({ unique }) => `tel:+1-201-555-${composeDigits(unique)}`],
  [/^country$/i, () => 'US'],
  [/^(preferredLanguage|locale)$/i, () => 'en-GB'],
  [/^timezone$/i, () => 'Europe/Berlin'],
  [/^postalCode$/i, ({ unique }) => `9${composeDigits(unique)}`],
];

/** A valid value for an attribute: of its type, among its canonical values, with its required sub-attributes. */
export function sample(attribute: Attribute, ingredients: Ingredients): unknown {
  const one = sampleOne(attribute, ingredients, attribute.name);
  return attribute.multiValued ? [one] : one;
}

/** A valid value for a sub-attribute of this attribute. */
export function sampleSub(attribute: Attribute, sub: Attribute, ingredients: Ingredients): unknown {
  // Whom the run puts into groups are users (RFC 7643 section 4.2).
  if (/^members$/i.test(attribute.name) && /^type$/i.test(sub.name)) return 'User';
  const one = sampleOne(sub, ingredients, sub.name === 'value' ? attribute.name : sub.name);
  return sub.multiValued ? [one] : one;
}

/**
 * Types that the elements of a list may have, the usual ones first; empty where the endpoint keeps none.
 * @param attribute the list, such as `emails`
 */
export function listTypes(attribute: Attribute | undefined): string[] {
  const type = attribute?.subAttributes.find(({ name }) => name.toLowerCase() === 'type');
  if (type === undefined || type.mutability === 'readOnly') return [];
  const { canonicalValues } = type;
  if (canonicalValues.length === 0) return USUAL_TYPES;
  const usual = USUAL_TYPES.flatMap((one) => canonicalValues.find((known) => same(known, one)) ?? []);
  return [...new Set([...usual, ...canonicalValues])];
}

/** The types of two elements of a list: of one type where it knows no other, of none where it keeps no types. */
export function chooseTwoTypes(attribute: Attribute | undefined): [string | undefined, string | undefined] {
  const [first, second = first] = listTypes(attribute);
  return [first, second];
}

function sampleOne(attribute: Attribute, ingredients: Ingredients, name: string): unknown {
  switch (attribute.type) {
    case 'boolean':
      return true;
    case 'integer':
      return attribute.uniqueness === 'none' ? 42 : composeNumber(ingredients.unique);
    case 'decimal':
      return attribute.uniqueness === 'none' ? 4.25 : composeNumber(ingredients.unique) + 0.25;
    case 'dateTime':
      return '2020-02-29T12:34:56Z';
    case 'binary':
      return Buffer.from(ingredients.unique).toString('base64');
    case 'reference':
      return `https://example.test/${ingredients.unique}`;
    case 'complex':
      return composeComplex(attribute, ingredients);
    default:
      return (
        attribute.canonicalValues[0] ??
        composeText(name, isHidden(attribute) ? reversed(ingredients) : ingredients, isUnique(attribute))
      );
  }
}

const isUnique = ({ uniqueness }: Attribute): boolean => uniqueness !== 'none';

/** Whether nobody is shown the values of an attribute. */
const isHidden = ({ returned, mutability }: Attribute): boolean =>
  returned === 'never' || mutability === 'writeOnly';

/** What is hidden is not to be a part of what is shown: of the userName, whose name it would be made of. */
const reversed = ({ unique, ...rest }: Ingredients): Ingredients => ({
  ...rest,
  unique: unique.slice(0, -SHORT) + [...unique.slice(-SHORT)].reverse().join(''),
});

/** Whether the values of an attribute name resources: manager, members. */
export function namesResources({ subAttributes }: Attribute): boolean {
  const names = subAttributes.map(({ name }) => name.toLowerCase());
  return names.includes('$ref') && names.includes('value');
}

function composeComplex(attribute: Attribute, ingredients: Ingredients): Attributes {
  // Of what is readOnly as a whole, a sample is what a client might try.
  const tried = attribute.mutability === 'readOnly';
  const written = attribute.subAttributes.filter((sub) => tried || sub.mutability !== 'readOnly');
  const wanted = written.filter((sub) => sub.required || sub.name === 'value');
  const chosen = wanted.length > 0 ? wanted : written.slice(0, 1);
  const { referee } = ingredients;
  const isName = referee !== undefined && namesResources(attribute);
  return Object.fromEntries(
    chosen.map((sub) => [
      sub.name,
      isName && sub.name === 'value' ? referee : sampleSub(attribute, sub, ingredients),
    ]),
  );
}

function composeText(name: string, ingredients: Ingredients, isUnique: boolean): string {
  if (name.toLowerCase() === 'type') return USUAL_TYPES[0] ?? '';
  const fitting = FITTING.find(([names]) => names.test(name))?.[1];
  const { unique } = ingredients;
  // Names say whose they are; anything else is as short as may be, since no schema publishes how long a text may get.
  const own = /name$/i.test(name) ? unique : unique.slice(-SHORT);
  if (isUnique && PHONE.test(name)) return composePhone(unique);
  const text = fitting?.(ingredients) ?? own;
  return isUnique && !text.includes(unique.slice(-SHORT)) ? own : text;
}

/** A telephone number that hardly another text gives, for numbers that are unique; no area has the code 555. */
export function composePhone(text: string): string {
  const digits = composeDigits(text, LONG);
  return `tel:+1-555-${digits.slice(0, 3)}-${digits.slice(3)}`;
}

/**
 * A password that meets most policies and follows from a text. It holds nothing of the text itself, which names the
 * account: many policies refuse a password with a name in it.
 */
export function composePassword(text: string): string {
  return `Pw-${composeDigits(text, LONG)}-Xk!`;
}

/** A whole number that hardly another text gives, for numbers that are unique. */
export function composeNumber(text: string): number {
  return Number(composeDigits(text, LONG));
}

/** Digits that follow from a text, four where no other number is asked for. */
function composeDigits(text: string, length = 4): string {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 10 ** length;
  return String(sum).padStart(length, '0');
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
