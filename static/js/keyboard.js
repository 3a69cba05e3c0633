/* The keyboard: J and K walk through what is on the page, single letters act on it. By what a key writes, so that every layout
   has them; off in fields, menus and dialogs, with any modifier, and for whoever switched them off. "?" says them all. */
const dialog = document.getElementById('keys');
const isOff = dialog.hasAttribute('data-off');
const SEQUENCE = 1500;
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
let wentAt = 0;

const ITEM = '.feed > article, .pin-list > li[data-id], .col > article.post, .thread li.cm';

const visible = (element) => Boolean(element && element.getClientRects().length);
const items = () => [...document.querySelectorAll(ITEM)].filter(visible);
const current = () => document.activeElement?.closest(ITEM);
/* What a key acts on: where the focus is; on the page of a thread its post, as long as the focus is nowhere. */
const acted = () => current() || (document.querySelector('[data-live-thread]') && document.querySelector('.col > article.post'));
const own = (item, selector) => [...item.querySelectorAll(selector)].find((found) => found.closest(ITEM) === item);

function go(item) {
  if (!item) return;
  if (!item.hasAttribute('tabindex')) item.tabIndex = -1;
  item.classList.add('by-key');
  item.addEventListener('blur', () => item.classList.remove('by-key'), { once: true });
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
}

/* The next one after where the focus is; without it, the first one in sight. */
function walk(step) {
  const all = items();
  const at = all.indexOf(current());
  if (at < 0) { go(all.find((item) => item.getBoundingClientRect().bottom > 120) || all[0]); return; }
  if (step > 0 && at === all.length - 1) { document.querySelector('.next-page a')?.focus(); return; }
  go(all[Math.max(0, at + step)]);
}

/* In a feed, Page Down and Page Up go from one of its posts to the next, Ctrl+End and Ctrl+Home to what follows and precedes it:
   the pattern of feeds, so that nobody has to walk through all its posts to get out. */
const STOPS = 'a[href], button:not(:disabled), input:not([type="hidden"]):not(:disabled), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

function turn(feed, step) {
  const all = [...feed.querySelectorAll(':scope > article')].filter(visible);
  const at = all.findIndex((item) => item.contains(document.activeElement));
  if (step > 0 && at === all.length - 1) document.querySelector('.next-page a')?.focus();
  else go(all[Math.max(0, at + step)]);
}

function leave(feed, side) {
  const stops = [...document.querySelectorAll(STOPS)].filter((stop) => visible(stop) && feed.compareDocumentPosition(stop) & side && !feed.contains(stop));
  const stop = side === Node.DOCUMENT_POSITION_FOLLOWING ? stops[0] : stops[stops.length - 1];
  stop?.focus();
  return Boolean(stop);
}

const TURNS = { PageDown: 1, PageUp: -1 };
const LEAVES = { End: Node.DOCUMENT_POSITION_FOLLOWING, Home: Node.DOCUMENT_POSITION_PRECEDING };

/* Whether the key was one of these. */
function inFeed(event) {
  const feed = event.target.closest('[role="feed"]');
  if (!feed || event.shiftKey || event.altKey || event.metaKey) return false;
  if (TURNS[event.key] && !event.ctrlKey) { turn(feed, TURNS[event.key]); return true; }
  return Boolean(event.ctrlKey && LEAVES[event.key] && leave(feed, LEAVES[event.key]));
}

function unread() {
  const all = [...document.querySelectorAll('[data-unread]')].filter(visible);
  const here = document.activeElement;
  const next = all.find((one) => here === document.body || here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || all[0];
  if (next) go(next.closest(ITEM) || next);
}

function open() {
  const item = current();
  const link = item && item === document.activeElement && own(item, 'a.pm-t[href], a.cm-when[href]');
  if (link) link.click();
  return Boolean(link);
}

function compose() {
  const field = document.querySelector('form#composer textarea[name="body"]');
  const opener = document.querySelector('.composer-input');
  if (visible(field)) field.focus();
  else if (visible(opener)) { opener.focus(); opener.click(); }
  else window.location.assign(dialog.dataset.compose);
}

function reply() {
  const item = current();
  const link = item && own(item, '[data-reply], a[href$="#reply"]');
  const field = document.querySelector('form#reply textarea');
  if (item?.matches('li.cm') && link) link.click();
  else if (field) field.focus();
  else if (item && link) link.click();
}

const press = (selector) => { const item = acted(); if (item) own(item, selector)?.click(); };

/* The menu that holds the button comes anew, closed as it was. */
function mute() {
  const item = acted();
  const button = item && own(item, '[id^="mute-"]');
  if (!button) return;
  window.maillage.announce(button.textContent.trim());
  button.setAttribute('hx-vals', JSON.stringify({ ...JSON.parse(button.getAttribute('hx-vals')), menu: 'closed' }));
  button.click();
}

/* The search box of the bar, or of the page on a small screen; where there is none, the page that has one. */
function find() {
  const box = [...document.querySelectorAll('[role="search"] input, input[type="search"]')].find(visible);
  if (!box) { window.location.assign(`${dialog.dataset.search}#q`); return; }
  box.focus();
  box.select();
}

const bring = () => [...document.querySelectorAll('[data-live-show]')].find(visible)?.click();
const react = () => press('button[data-first]');

/* Out of a thread, to where one came from. */
function back() {
  if (document.querySelector('[data-live-thread]') && document.referrer.startsWith(window.location.origin) && window.history.length > 1) window.history.back();
}

const KEYS = {
  j: () => walk(1), k: () => walk(-1), n: unread, c: compose, r: reply,
  e: () => press('a[href$="/edit"]'), l: react, s: () => press('.post-save'), m: mute,
};
const SIGNS = { '?': () => dialog.showModal(), '/': find, '.': bring, '+': react }; // some layouts write them with Shift or AltGr
const PLACES = { h: 'home', n: 'notifications', c: 'communities' };

function takes(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return false;
  const { target } = event;
  if (target.closest('input, textarea, select, [contenteditable], dialog, [role="listbox"], [role="menu"], [role="toolbar"], [role="tablist"]')) return false;
  return !document.querySelector('dialog[open], details[data-menu][open]');
}

document.addEventListener('keydown', (event) => {
  const command = event.ctrlKey || event.metaKey || event.altKey;
  const altGr = event.getModifierState('AltGraph');
  if (isOff || !takes(event)) return;
  if (inFeed(event)) { event.preventDefault(); return; }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') { event.preventDefault(); find(); return; }
  if (command && !altGr) return;
  if (SIGNS[event.key]) { event.preventDefault(); SIGNS[event.key](); return; }
  if (event.shiftKey || altGr) return;
  const key = event.key.toLowerCase();
  const went = Date.now() - wentAt < SEQUENCE;
  wentAt = 0;
  if (went && PLACES[key]) { event.preventDefault(); window.location.assign(dialog.dataset[PLACES[key]]); return; }
  if (key === 'g') { wentAt = Date.now(); return; }
  if (event.key === 'Enter') { if (event.target.matches(ITEM) && open()) event.preventDefault(); return; }
  if (event.key === 'Escape') { back(); return; }
  if (KEYS[key]) { event.preventDefault(); KEYS[key](); }
});

/* Closed again, the focus goes back to the account menu where the list was asked from: its entry is out of sight by then. */
dialog.addEventListener('close', () => {
  if (document.activeElement === document.body) document.querySelector('[data-dialog="keys"]')?.closest('details').querySelector('summary').focus();
});

/* Where a key or a link led to write, the words go there at once: once the browser has gone to the place itself, which takes the focus. */
const field = { '#q': 'main input#q, main #q-page', '#reply': 'form#reply textarea' }[window.location.hash];
if (field) window.addEventListener('load', () => setTimeout(() => { if (document.activeElement === document.body) document.querySelector(field)?.focus(); }));
