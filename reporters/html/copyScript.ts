/**
 * What can be taken out of a card: a command, the whole sequence as a script, the text of an issue. Made from what the
 * card shows, so that nothing is in the page twice.
 */
export const COPY_SCRIPT = `
  const copy = async (text, button) => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = said; }, 1500);
  };
  const button = (name, textOf) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'copy';
    made.textContent = name;
    made.addEventListener('click', () => copy(textOf(), made));
    return made;
  };
  const plain = (node) => node.textContent.trim().replace(/\\\\s+/g, ' ');
  const shown = (card) => card.querySelector(':scope > details.evidence');
  const brokenRows = (card) => [...new Set(all('.broken .section', card).map(plain))];
  const writeIssue = (card) => [
    '## ' + plain(card.querySelector('h3')).replace(/^\\\\d+ /, ''),
    ...all(':scope > dl > dt', card).map((term) => '**' + plain(term) + ':** ' + plain(term.nextElementSibling)),
    ...(brokenRows(card).length > 0 ? ['**Broken:** ' + brokenRows(card).slice(0, 5).join('; ') + (brokenRows(card).length > 5 ? ' and ' + (brokenRows(card).length - 5) + ' more' : '')] : []),
    ...(shown(card) ? ['Seen:\\\\n' + all('.exchange > summary', shown(card)).map((one) => '- ' + plain(one)).join('\\\\n')] : []),
    ...all('.found tbody tr', card).slice(0, 5).map((line) => '- expected: ' + plain(line.cells[1]) + '; observed: ' + plain(line.cells[2])),
    'Checks: ' + all('.check h4 code', card).map((one) => one.textContent).join(', '),
  ].join('\\\\n\\\\n') + '\\\\n';
  for (const card of all('article.cause[id]')) {
    const line = document.createElement('p');
    line.className = 'copies';
    line.append(button('Copy as issue', () => writeIssue(card)));
    const sequence = card.querySelector(':scope > .sequence');
    if (sequence) line.append(button('Copy the sequence as a script', () => sequence.textContent));
    card.querySelector(':scope > dl').after(line);
  }
  for (const command of all('.cause .repeat pre')) command.after(button('Copy', () => command.textContent));
`.replaceAll('\\\\', '\\');
