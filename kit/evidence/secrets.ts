import { isOrdinaryWord } from '../../config/vocabulary.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';

/** Parts of a token that are shorter may be ordinary words. */
export const SHORTEST_PART = 6;
const SHORTEST_TOKEN = 4;

/** A text to hide wherever it stands. */
export interface Secret {
  text: string;
  /** It is made of words of SCIM alone: where it stands within a URN of SCIM, it is those words and no secret. */
  words: boolean;
  /** What a text that was cut has to end with before it counts as the beginning of this secret. */
  least: number;
}

/**
 * What of a credential is secret: a token whole, and its halves around a colon where they are of six characters or
 * more. A half that is a word of SCIM, or of the report, is not: it would break every text and hide nothing. A token
 * that is such a word as a whole is hidden behind the word Bearer only.
 * @param capabilities what the endpoint publishes, once it is known
 */
export function listSecrets(
  token: string | undefined,
  capabilities?: Pick<Capabilities, 'schemas'>,
): Secret[] {
  // A token of three characters guards nothing, and hiding it would make every text unreadable.
  if (!token || token.length < SHORTEST_TOKEN) return [];
  // A word between slashes is what every path is made of.
  const isWord = (text: string) => isOrdinaryWord(text.replace(/^\/+|\/+$/g, ''), capabilities);
  const colon = token.indexOf(':');
  if (colon < 0)
    return [isWord(token) ? plainSecret(`Bearer ${token}`, 'Bearer '.length) : plainSecret(token)];
  const halves = [token.slice(0, colon), token.slice(colon + 1)];
  const words = halves.map(isWord);
  return [
    {
      text: token,
      words: words.every((one) => one),
      least: words[0] ? Math.max(SHORTEST_PART, colon + 2) : SHORTEST_PART,
    },
    ...halves.flatMap((half, index) =>
      half.length >= SHORTEST_PART && !words[index] ? [plainSecret(half)] : [],
    ),
  ];
}

/** A secret that is no word: the password of a proxy, the value of a header. */
export function plainSecret(text: string, known = 0): Secret {
  return { text, words: false, least: known + SHORTEST_PART };
}

/** Every form in which an endpoint or a library may write a secret, but for escapes of single characters. */
export function listForms(secret: string): { plain: string[]; coded: string[] } {
  const bytes = Buffer.from(secret);
  const shifted = secret.length < SHORTEST_PART ? [] : [0, 1, 2].map((shift) => base64Within(bytes, shift));
  const base64 = bytes.toString('base64');
  const coded = [base64, base64.replace(/=+$/, ''), bytes.toString('hex'), ...shifted];
  return {
    plain: [
      secret,
      secret.replaceAll(' ', '+'),
      // Where it holds percent signs, undoing escapes goes one step too far.
      ...(secret.includes('%')
        ? [encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))]
        : []),
      // Where the secret holds backslashes or quotes, undoing escapes cannot tell them from those of JSON.
      inJson(secret),
      inJson(inJson(secret)),
    ],
    coded: [...coded, ...coded.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))],
  };
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** What base64 makes of a secret inside a longer text, without the characters that its neighbours decide on. */
function base64Within(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  return whole.toString('base64').slice(Math.ceil((shift * 8) / 6), Math.floor((whole.length * 8) / 6));
}
