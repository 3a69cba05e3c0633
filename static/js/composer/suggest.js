/* Suggestions at the caret after an @ or a #, and in fields [data-picker] of names with commas: arrows, Enter or Tab, Esc, mouse, touch. */
const { put } = window.maillage.writing;
const PAUSE = 120;
const TOP_BAR = 72;
const LEAST = 96;
const BEGUN = /(?:^|[\s([{"«'’*_>-])(@)([\p{L}\p{N}][\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}'’.-]*){0,2})$/u;
const STYLES = ['boxSizing', 'width', 'fontFamily', 'fontSize', 'fontWeight', 'letterSpacing', 'lineHeight', 'padding', 'border', 'textTransform', 'wordSpacing', 'tabSize'];
const TOPIC = /(?:^|[\s([{"«'’*_>-])#([\p{L}\p{N}_][\p{L}\p{N}_-]*)$/u;
const list = document.createElement('ul');
let open = null; // {field, start, asking, timer}
let barren = '';
let left = -1; // where the mark stood whose list was closed or used

list.className = 'suggestions';
list.id = 'suggestions';
list.setAttribute('role', 'listbox');
const options = () => [...list.children];
const active = () => list.querySelector('[aria-selected="true"]');
const words = (field) => field.closest('form').querySelector('[data-writing]').dataset;

/* What is being named: where it starts, and its first letters. */
function begun(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  if (field.hasAttribute('data-picker')) {
    const [, letters] = /(?:^|,)\s*([^,]*)$/.exec(before);
    return letters.trim() ? { start: before.length - letters.length, letters, mark: field.dataset.picker || 'people' } : null;
  }
  const topic = TOPIC.exec(before);
  if (topic) return { start: before.length - topic[1].length - 1, letters: topic[1], mark: '#' };
  const found = BEGUN.exec(before);
  return found && { start: before.length - found[2].length - 1, letters: found[2], mark: '@' };
}

/* Where the caret stands in the field, by a copy of its text as the page would set it. */
function caret(field, at) {
  const copy = document.createElement('div');
  const mark = document.createElement('span');
  const look = getComputedStyle(field);
  STYLES.forEach((name) => { copy.style[name] = look[name]; });
  Object.assign(copy.style, { position: 'absolute', visibility: 'hidden', whiteSpace: 'pre-wrap', overflowWrap: 'break-word', top: 0, left: 0 });
  copy.textContent = field.value.slice(0, at);
  mark.textContent = '.';
  copy.append(mark);
  field.parentElement.append(copy);
  const place = { top: mark.offsetTop - field.scrollTop, left: mark.offsetLeft - field.scrollLeft, height: mark.offsetHeight };
  copy.remove();
  return place;
}

/* Where what one sees ends: at the keyboard, or at the bar at the bottom of a small screen. */
function lowest() {
  const bar = document.querySelector('.tabbar');
  const seen = window.visualViewport?.height || window.innerHeight;
  return bar?.offsetHeight ? Math.min(seen, bar.getBoundingClientRect().top) : seen;
}

function setPlace(field, start) {
  const box = field.closest('.field');
  const place = caret(field, start);
  const origin = field.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  const top = origin.top - outer.top + place.top;
  const below = origin.top + place.top + place.height;
  list.style.maxHeight = '';
  const room = lowest() - below - 8;
  const above = origin.top + place.top - TOP_BAR;
  const over = room < list.offsetHeight && above > room;
  list.style.maxHeight = `${Math.max(LEAST, Math.min(list.offsetHeight, over ? above : room))}px`;
  list.style.top = `${over ? top - list.offsetHeight - 4 : top + place.height + 6}px`;
  list.style.left = `${Math.max(0, Math.min(origin.left - outer.left + place.left, outer.width - list.offsetWidth))}px`;
}

function choose(option) {
  active()?.setAttribute('aria-selected', 'false');
  if (!option) { open.field.removeAttribute('aria-activedescendant'); return; }
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  open.field.setAttribute('aria-activedescendant', option.id);
}

function close() {
  if (!open) return;
  clearTimeout(open.timer);
  open.asking?.abort();
  list.remove();
  ['role', 'aria-expanded', 'aria-controls', 'aria-autocomplete', 'aria-activedescendant', 'aria-haspopup'].forEach((name) => open.field.removeAttribute(name));
  open = null;
}

function show(field, start, html) {
  list.innerHTML = html;
  const { countOne, countMany, countNone, suggestions } = words(field);
  const count = options().length;
  window.maillage.announce(count ? (count === 1 ? countOne : countMany.replace('{count}', count)) : countNone);
  if (!count) { close(); return; }
  list.setAttribute('aria-label', suggestions);
  field.closest('.field').append(list);
  const said = { role: 'combobox', 'aria-expanded': 'true', 'aria-controls': list.id, 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' };
  Object.entries(said).forEach(([name, value]) => field.setAttribute(name, value));
  choose(options().find((option) => option.getAttribute('aria-disabled') !== 'true'));
  setPlace(field, start);
}

async function ask(field, { start, letters, mark }) {
  const form = field.form;
  const asked = { mark, q: letters.trim(), community: form.elements.community?.value || words(field).place || '' };
  open.asking?.abort();
  open.asking = new AbortController();
  const asking = open.asking;
  try {
    const url = `${words(field).suggest}?${new URLSearchParams(asked)}`;
    const answer = await fetch(url, { signal: asking.signal, redirect: 'error' });
    if (!answer.ok || !open || open.asking !== asking) return;
    show(field, start, await answer.text());
    if (!open) barren = letters;
  } catch { if (open?.asking === asking) close(); }
}

function look(field) {
  const found = begun(field);
  if (!found || found.start === left || (barren && found.letters.startsWith(barren))) { close(); if (!found) { left = -1; barren = ''; } return; }
  barren = '';
  left = -1;
  if (open && (open.field !== field || open.start !== found.start)) close();
  open ??= { field, start: found.start };
  clearTimeout(open.timer);
  open.timer = setTimeout(() => ask(field, found), PAUSE);
}

function accept(option) {
  const { field, start } = open;
  if (option.getAttribute('aria-disabled') === 'true') { window.maillage.announce(option.textContent.trim()); return; }
  const isPicker = field.hasAttribute('data-picker');
  const end = field.selectionStart;
  const after = isPicker ? ', ' : /^\s/.test(field.value.slice(end)) ? '' : ' ';
  close();
  left = isPicker ? -1 : start;
  put(field, start, end, option.dataset.text + after);
  if (option.dataset.tells) field.dispatchEvent(new CustomEvent('composer:calls', { bubbles: true, detail: { ...option.dataset } }));
}

const isField = (element) => element.matches?.('[data-writing] textarea[name="body"], [data-picker]');

document.addEventListener('input', (event) => { if (isField(event.target) && !event.isComposing) look(event.target); });
document.addEventListener('keydown', (event) => {
  if (!open || event.target !== open.field || !list.isConnected || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = options();
  const at = all.indexOf(active());
  const moves = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length };
  if (event.key in moves) choose(all[moves[event.key]]);
  else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && active()) accept(active());
  else if (event.key === 'Escape') { left = open.start; close(); } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
list.addEventListener('pointerdown', (event) => event.preventDefault());
list.addEventListener('click', (event) => { const option = event.target.closest('[role="option"]'); if (option && open) accept(option); });
document.addEventListener('focusout', (event) => { if (open && event.target === open.field) close(); });
