type Json = { [name: string]: unknown };

/**
 * Users as the portal's "Download users" gives them: a heading, then a line for each.
 * @param file where the text came from, for messages
 * @throws Error naming the file and the line that cannot be used
 */
export function* usersInCsv(text: string, file: string): Generator<Json> {
  const records = parseRecords(text, file);
  const heading = records.next().value;
  if (heading === undefined) throw new Error(`${file}: line 1 is missing: the file is empty`);
  const names = heading.cells.map((name) => name.trim());
  const lower = names.map((name) => name.toLowerCase());
  for (const needed of ['userprincipalname', 'id|objectid'])
    if (!needed.split('|').some((name) => lower.includes(name)))
      throw new Error(
        `${file}: line 1 has no column ${needed === 'id|objectid' ? 'id or objectId' : 'userPrincipalName'}; it is not what "Download users" gives`,
      );
  const twice = lower.find((name, at) => name !== '' && lower.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`${file}: line 1 has the column ${twice} twice`);
  for (const { cells, line } of records) {
    if (cells.length !== names.length)
      throw new Error(`${file}: line ${line} has ${cells.length} columns, the header has ${names.length}`);
    const user: Json = {};
    cells.forEach((cell, at) => {
      const name = names[at] ?? '';
      if (name === '' || cell === '') return;
      user[name] = /^(true|false)$/i.test(cell) ? cell.toLowerCase() === 'true' : cell;
    });
    yield user;
  }
}

/** Cells of a record, and the line on which it begins. */
interface Record {
  cells: string[];
  line: number;
}

/** Records of RFC 4180, with commas, or semicolons where a spreadsheet of some countries wrote them. */
function* parseRecords(text: string, file: string): Generator<Record, undefined> {
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  const separator = first.split(';').length > first.split(',').length ? ';' : ',';
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'y');
  let [cells, line, from]: [string[], number, number] = [[], 1, 1];
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) throw new Error(`${file}: line ${line} has a misplaced quotation mark`);
    const [whole, quoted, plain = '', end = ''] = found;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === separator && pattern.lastIndex < text.length) continue;
    if (end === separator) cells.push('');
    if (cells.length > 1 || cells[0] !== '') yield { cells, line: from };
    [cells, from] = [[], line];
  }
  return undefined;
}
