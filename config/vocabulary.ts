import type { Capabilities } from '../schemas/capabilities.ts';
import { isScimWord } from '../schemas/vocabulary.ts';
import { loadRows } from './requirements/catalogue.ts';

/**
 * Whether a text is a word that messages are full of by themselves: one of SCIM, of the endpoint's own schemas, or of
 * the requirements that a report quotes. Whoever has such a word for half a credential has it in every text.
 * @param capabilities what the endpoint publishes, once it is known
 */
export function isOrdinaryWord(text: string, capabilities?: Pick<Capabilities, 'schemas'>): boolean {
  if (isScimWord(text)) return true;
  // A name with a digit is as likely the secret itself, which an endpoint has put into its schemas.
  if (!/^[a-z]+$/i.test(text)) return false;
  const lower = text.toLowerCase();
  const names = (capabilities?.schemas ?? []).flatMap(({ name, attributes }) => [
    name,
    ...attributes.flatMap((one) => [one.name, ...one.subAttributes.map((sub) => sub.name)]),
  ]);
  if (names.some((name) => name.toLowerCase() === lower)) return true;
  const asWord = new RegExp(`(?<![a-z])${lower}(?![a-z])`, 'i');
  return loadRows().some(({ statement, fix = '' }) => asWord.test(statement) || asWord.test(fix));
}
