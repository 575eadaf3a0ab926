/** What the page does: filter the checks, open what a link points at, open the lists for print. No network. */
export const SCRIPT = `'use strict';
(() => {
  const form = document.querySelector('form.filter');
  const text = document.getElementById('filter-text');
  const boxes = [...form.querySelectorAll('input[name=state]')];
  const total = document.getElementById('filter-count');
  const lines = [...document.querySelectorAll('table.checks tbody tr')];
  const words = new Map(lines.map((line) => [line, line.textContent.toLowerCase()]));

  const filter = () => {
    const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = text.value.trim().toLowerCase();
    const narrowed = wanted !== '' || states.size < boxes.length;
    let shown = 0;
    for (const line of lines) {
      line.hidden = !states.has(line.dataset.state) || !words.get(line).includes(wanted);
      if (!line.hidden) shown += 1;
    }
    for (const group of document.querySelectorAll('#checks details.group')) {
      const some = group.querySelector('tbody tr:not([hidden])') !== null;
      group.hidden = !some;
      if (narrowed && some) group.open = true;
    }
    total.value = narrowed ? shown + ' of ' + lines.length : '';
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) {
      text.value = '';
      for (const box of boxes) box.checked = true;
      filter();
    }
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', () => {
    for (const group of document.querySelectorAll('details.group')) group.open = true;
  });
  filter();
  if (location.hash) reveal();
})();
`;
