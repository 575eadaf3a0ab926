/**
 * A text that has to be read whole, broken at spaces; a word that is longer than a line is never broken.
 * @param width columns of a line; without one the text is one line
 * @param most lines; the last takes what is left
 */
export function folded(
  text: string,
  width = Number.POSITIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    const fits = last === '' || [...longer].length <= width || lines.length === most;
    if (fits) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
