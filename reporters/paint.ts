import { styleText } from 'node:util';

/** How a word stands out on a terminal. */
export type Style = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

/** Gives a text a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/**
 * Whether to colour what goes to a stream: only to a terminal, and not where NO_COLOR holds anything or the
 * terminal calls itself dumb (https://no-color.org).
 */
export function wantsColour(
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** The paint of a terminal that wants colour, or of one that does not. */
export function painter(colour: boolean): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
