import { COPY_SCRIPT } from './copyScript.ts';

/**
 * What the page does: narrow findings, checks and requirements, unpack the evidence of a check when it is opened,
 * open what a link points at, open the lists for print. What is chosen stands in the address, so that a link shows
 * the same. No network.
 */
export const SCRIPT = `'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.querySelector('form.filter');
  const text = document.getElementById('filter-text');
  const boxes = all('input[name=state]', form);
  const total = document.getElementById('filter-count');
  const paper = document.getElementById('paper');
  const items = all('[data-kind]').map((node) => ({ node, ...node.dataset, words: undefined }));
  const kinds = ['finding', 'check', 'requirement'];

  const filterWords = (item) => (item.words ??= (item.node.textContent + ' ' + item.group).toLowerCase());
  const holds = (list, value) => value === '' || list.split(' ').includes(value);

  // At first what passed is left out of the lists, where there is anything else.
  const firstOff = new Set(items.some((item) => item.kind !== 'requirement' && item.state !== 'pass') ? ['pass'] : []);
  const anchorIn = () => decodeURIComponent(location.hash.slice(1).split('?')[0]);
  const read = () => {
    const said = new URLSearchParams(location.hash.split('?')[1] ?? '');
    const states = said.has('state') ? new Set(said.get('state').split(',')) : undefined;
    for (const box of boxes) box.checked = states ? states.has(box.value) : !firstOff.has(box.value);
    text.value = said.get('text') ?? '';
    for (const name of ['source', 'group']) {
      form.elements[name].value = said.get(name) ?? '';
      if (form.elements[name].selectedIndex < 0) form.elements[name].value = '';
    }
  };
  const isFirst = () => boxes.every((box) => box.checked === !firstOff.has(box.value));
  const untouched = () => isFirst() && text.value === '' && form.elements.source.value === '' && form.elements.group.value === '';
  const write = (anchor = anchorIn()) => {
    const said = new URLSearchParams();
    if (text.value.trim() !== '') said.set('text', text.value.trim());
    for (const name of ['source', 'group']) if (form.elements[name].value !== '') said.set(name, form.elements[name].value);
    if (!isFirst()) said.set('state', boxes.filter((box) => box.checked).map((box) => box.value).join(','));
    const query = String(said);
    const wanted = '#' + encodeURI(anchor) + (query === '' ? '' : '?' + query);
    if (wanted !== (location.hash || '#')) history.replaceState(null, '', wanted === '#' ? location.pathname + location.search : wanted);
  };

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
        wanted.every((word) => filterWords(item).includes(word));
      item.node.hidden = !fits;
      of[item.kind] += 1;
      if (fits) shown[item.kind] += 1;
    }
    for (const list of all('#checks details.group, #requirements details.group')) {
      const some = list.querySelector('tbody > tr:not([hidden])') !== null;
      list.hidden = !some;
      if (narrowed && some && !untouched()) list.open = true;
    }
    total.value = narrowed
      ? kinds.filter((kind) => of[kind] > 0).map((kind) => shown[kind] + ' of ' + of[kind] + ' ' + kind + 's').join(', ')
      : '';
    for (const kind of kinds) {
      const note = document.getElementById('none-' + kind);
      if (note) note.hidden = shown[kind] > 0 || of[kind] === 0;
    }
  };
  const changed = () => { filter(); write(); };

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
      details.append('This browser cannot unpack it; the exchanges are in the evidence file named in the footer.');
    }
  };

  const reveal = () => {
    const target = document.getElementById(anchorIn());
    if (!target) return;
    if (target.closest('[hidden]')) {
      form.reset();
      changed();
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
  form.addEventListener('input', changed);
  form.addEventListener('reset', () => setTimeout(changed));
  for (const all of document.querySelectorAll('.none button')) all.addEventListener('click', () => form.reset());
  document.addEventListener('toggle', ({ target }) => { if (target.open) void fill(target); }, true);
  addEventListener('hashchange', () => { if (location.hash.includes('?')) { read(); filter(); } reveal(); });
  const cards = () => all('article.cause[id]').filter((card) => !card.hidden);
  const step = (by) => {
    const list = cards();
    const at = list.findIndex((card) => card === document.activeElement?.closest('article.cause'));
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))];
    if (next) { next.tabIndex = -1; next.focus({ preventScroll: true }); next.scrollIntoView(); write(next.id); }
  };
  // A mark of the map narrows the page to what is about its requirement, a word of its key to that state.
  document.getElementById('map')?.addEventListener('click', (event) => {
    const chosen = event.target.closest('a[data-text], a[data-state]');
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { text: word = '', state } = chosen.dataset;
    for (const box of boxes) box.checked = state === undefined || box.value === state;
    text.value = word;
    for (const name of ['source', 'group']) form.elements[name].value = '';
    history.pushState(null, '', chosen.hash);
    changed();
    reveal();
  });
  addEventListener('popstate', () => { read(); filter(); });
  const keys = { j: () => step(1), k: () => step(-1), a: () => form.reset(), '/': () => text.focus() };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener('beforeprint', () => {
    // Paper shows what the screen does, and of the requirements the map alone, unless a reader chose: all would be 200 sheets.
    paper.textContent = total.value === '' ? '' : 'The filter leaves ' + total.value + '. Choose in the page before printing to have others on paper.';
    const marked = all('#findings .exchange.marked').slice(0, 40);
    const lists = all(untouched() ? '#checks details.group' : 'details.group');
    opened = [...lists, ...all('details.words'), ...marked, ...marked.map((one) => one.closest('.evidence'))]
      .filter((one) => one && !one.open);
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
    filter();
  });
  read();
  filter();
  if (location.hash) reveal();
${COPY_SCRIPT}})();
`;
