/**
 * Fences around a value of the endpoint within a message: two noncharacters, which no text that is interchanged holds
 * (Unicode 23.7). A message stays one string that template literals compose, and its parts are known all the same.
 */
const [OPEN, CLOSE] = ['\u{fdd0}', '\u{fdd1}'];
const FENCES = new RegExp(`[${OPEN}${CLOSE}]`, 'gu');

/** A stretch of a message: the suite's own words, or a value as an endpoint sent it. */
export interface Part {
  kind: 'text' | 'value';
  text: string;
}

/** A value as part of a message. Whoever writes the message down decides how much of it may be seen. */
export function valuePart(text: string): string {
  return text === '' ? '' : `${OPEN}${text.replace(FENCES, '')}${CLOSE}`;
}

/** The parts of a message in their order; a value whose end was cut off reaches to the end of the message. */
export function splitParts(message: string): Part[] {
  if (!message.includes(OPEN)) return [{ kind: 'text', text: message.replace(FENCES, '') }];
  const [before = '', ...rest] = message.split(OPEN);
  const parts: Part[] = [{ kind: 'text', text: before.replace(FENCES, '') }];
  for (const stretch of rest) {
    const end = stretch.indexOf(CLOSE);
    parts.push({ kind: 'value', text: end < 0 ? stretch : stretch.slice(0, end) });
    if (end >= 0) parts.push({ kind: 'text', text: stretch.slice(end + 1).replace(FENCES, '') });
  }
  return parts.filter(({ text }) => text !== '');
}

/** A message with its values as they are: for what looks at it, never for what is kept. */
export function unfenced(message: string): string {
  return message.replace(FENCES, '');
}
