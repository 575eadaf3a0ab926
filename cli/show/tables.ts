/** Lines whose cells stand below each other; the last cell is as long as it is. Two spaces before each line. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines
    .map((cells) => {
      const padded = cells.map((cell, column) =>
        column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0),
      );
      return `  ${padded.join('  ')}`.trimEnd();
    })
    .join('\n');
}

/** Columns beyond which a text is hard to read, however wide the terminal. */
const READABLE = 100;

/** Text broken at spaces into lines of a width, each indented; without one, that of the terminal as far as it is readable. */
export function wrapped(
  text: string,
  indent: string,
  width = Math.min(READABLE, process.stdout.columns ?? READABLE),
): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => indent + one).join('\n');
}

/** A value as the one JSON document of a command. */
export function jsonDocument(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
