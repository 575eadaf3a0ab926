/**
 * What the page does: narrow findings, checks and requirements, unpack the evidence of a check when it is opened,
 * open what a link points at, open the lists for print. No network.
 */
export const SCRIPT = `'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.querySelector('form.filter');
  const text = document.getElementById('filter-text');
  const boxes = all('input[name=state]', form);
  const total = document.getElementById('filter-count');
  const items = all('[data-kind]').map((node) => ({ node, ...node.dataset, words: undefined }));
  const kinds = ['finding', 'check', 'requirement'];

  const wordsOf = (item) => (item.words ??= (item.node.textContent + ' ' + item.group).toLowerCase());
  const holds = (list, value) => value === '' || list.split(' ').includes(value);

  const filter = () => {
    const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = text.value.trim().toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const source = form.elements.source.value;
    const group = form.elements.group.value;
    const narrowed = wanted.length > 0 || states.size < boxes.length || source !== '' || group !== '';
    const shown = { finding: 0, check: 0, requirement: 0 };
    const of = { finding: 0, check: 0, requirement: 0 };
    for (const item of items) {
      const fits = item.state.split(' ').some((state) => states.has(state)) && holds(item.source, source) && holds(item.group, group) &&
        wanted.every((word) => wordsOf(item).includes(word));
      item.node.hidden = !fits;
      of[item.kind] += 1;
      if (fits) shown[item.kind] += 1;
    }
    for (const list of all('#checks details.group, #requirements details.group')) {
      const some = list.querySelector('tbody > tr:not([hidden])') !== null;
      list.hidden = !some;
      if (narrowed && some) list.open = true;
    }
    total.value = narrowed
      ? kinds.filter((kind) => of[kind] > 0).map((kind) => shown[kind] + ' of ' + of[kind] + ' ' + kind + 's').join(', ')
      : '';
  };

  let archive;
  const unpack = async () => {
    const block = document.getElementById('archive');
    const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(await new Response(stream).text());
  };
  // What was packed is markup that the suite made, with everything of the endpoint escaped in it.
  const fill = async (details) => {
    const check = details.dataset.check;
    if (check === undefined || details.dataset.filled) return;
    details.dataset.filled = 'yes';
    try {
      archive ??= unpack();
      details.insertAdjacentHTML('beforeend', (await archive)[check]);
    } catch {
      details.append('This browser cannot unpack it; the exchanges are in the evidence file, which the foot of the page names.');
    }
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest('[hidden]')) {
      form.reset();
      filter();
    }
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (target.tagName === 'SECTION') for (const list of all('details.group', target).slice(0, 1)) list.open = true;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  };

  let opened = [];
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));
  document.addEventListener('toggle', ({ target }) => { if (target.open) void fill(target); }, true);
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', () => {
    const marked = all('#findings .exchange.marked').slice(0, 40);
    opened = [...all('details.group, details.words'), ...marked, ...marked.map((one) => one.closest('.evidence'))]
      .filter((one) => one && !one.open);
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => { for (const one of opened) one.open = false; });
  filter();
  if (location.hash) reveal();
})();
`;
