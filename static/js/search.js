/* The box of search in the bar: suggestions as one types, by arrows, Enter and Esc, or a click. Without this file it is a form. */
const form = document.querySelector('[data-search-box]');
const field = form?.elements.q;
const PAUSE = 140;
const list = document.createElement('ul');
let timer = 0;
let asking = null;
let typed = field?.value || '';

list.className = 'suggestions bar-suggestions';
list.id = 'search-suggestions';
list.setAttribute('role', 'listbox');
const options = () => [...list.querySelectorAll('[role="option"]')];
const active = () => list.querySelector('[aria-selected="true"]');
const isOpen = () => list.isConnected;

function close() {
  clearTimeout(timer);
  asking?.abort();
  asking = null;
  list.remove();
  field.setAttribute('aria-expanded', 'false');
  field.removeAttribute('aria-activedescendant');
}

function choose(option) {
  active()?.setAttribute('aria-selected', 'false');
  if (!option) { field.removeAttribute('aria-activedescendant'); field.value = typed; return; }
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  field.setAttribute('aria-activedescendant', option.id);
}

function show(html) {
  list.innerHTML = html;
  const count = options().length;
  const { one, many, none } = form.dataset;
  if (!count) { close(); window.maillage?.announce(none); return; }
  form.append(list);
  field.setAttribute('aria-expanded', 'true');
  field.removeAttribute('aria-activedescendant');
  window.maillage?.announce(count === 1 ? one : many.replace('{count}', count));
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  try {
    const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed.trim() })}`, { signal: mine.signal, redirect: 'error' });
    if (asking !== mine || document.activeElement !== field) return;
    if (answer.ok) show(await answer.text()); else close();
  } catch { if (asking === mine) close(); }
}

function take(option) {
  const { href, words } = option.dataset;
  close();
  if (href) { window.location.assign(href); return; }
  field.value = words;
  form.requestSubmit();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

if (field) {
  const said = { role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' };
  Object.entries(said).forEach(([name, value]) => field.setAttribute(name, value));
  list.setAttribute('aria-label', form.dataset.list);
  field.addEventListener('input', (event) => { typed = field.value; if (!event.isComposing) soon(); });
  field.addEventListener('focus', () => { typed = field.value; if (!typed) soon(); });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (isOpen()) { event.preventDefault(); close(); } else if (!field.value) field.blur();
      return;
    }
    if (event.key === 'ArrowDown' && !isOpen()) { event.preventDefault(); typed = field.value; ask(); return; }
    if (!isOpen()) return;
    const all = options();
    const at = all.indexOf(active());
    const moves = { ArrowDown: at + 1 < all.length ? at + 1 : -1, ArrowUp: at < 0 ? all.length - 1 : at - 1 };
    if (event.key in moves) { event.preventDefault(); choose(all[moves[event.key]]); }
    else if (event.key === 'Enter' && active()) { event.preventDefault(); take(active()); }
    else if (event.key === 'Enter' || event.key === 'Tab') close();
  });
  form.addEventListener('submit', (event) => { if (!field.value.trim()) { event.preventDefault(); field.focus(); } else close(); });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => { const option = event.target.closest('[role="option"]'); if (option) take(option); });
  field.addEventListener('blur', close);
}
