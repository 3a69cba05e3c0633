/* What was sent and has not arrived: shown at once, tried again by itself, on whichever page is open next. Each item has a key, by
   which the server knows it again: sent twice, it is there once. This browser keeps it under the person's id until it arrived, or
   until that person signs out; nobody else's pages look under that id. */
const words = document.getElementById('outbox').dataset;
const shelf = `outbox:${words.person}`;
const store = window.localStorage;
const PATIENCE = 20000;
const PAUSES = [2000, 5000, 15000, 30000, 60000];
const CLICK = 500;
const GOING_ON = 1000;
const running = new Set();
const timers = {};
let sentAt = 0;
let lastAct = 0;
let wasWarned = false;
let token = JSON.parse(document.body.getAttribute('hx-headers:inherited') || '{}')['X-CSRFToken'];

const all = () => JSON.parse(store.getItem(shelf) || '[]');
const found = (key) => all().find((entry) => entry.key === key);
const itemOf = (key) => document.querySelector(`[data-pending="${CSS.escape(key)}"]`);
const field = (entry, name) => entry.fields.find(([each]) => each === name)?.[1] || '';

function write(entries) {
  try { store.setItem(shelf, JSON.stringify(entries)); } catch { /* full: the item stays on the page */ }
}
const put = (entry) => write([...all().filter(({ key }) => key !== entry.key), entry]);
const drop = (key) => write(all().filter((entry) => entry.key !== key));

/* Where the item shows on this page: {list, before} or nothing. */
function placeOf(entry) {
  const drafts = document.querySelector('[data-outbox-list]');
  if (drafts) return { list: drafts };
  if (entry.kind === 'reply') {
    const list = document.querySelector('[data-live-thread]');
    if (!list || !entry.action.startsWith(window.location.pathname)) return null;
    return { list: list.querySelector(`[data-replies="${CSS.escape(field(entry, 'parent') || '0')}"]`) || list };
  }
  const list = document.querySelector('[data-live-feed]');
  const isFirst = list?.dataset.sorted !== 'top' && !new URLSearchParams(window.location.search).has('before');
  const here = window.location.pathname;
  return list && isFirst && (here === '/' || here === `/c/${field(entry, 'community')}/`) ? { list, atTop: true } : null;
}

const signInAddress = () => `${words.signIn}?next=${encodeURIComponent(window.location.pathname)}`;

function draw(entry) {
  let item = itemOf(entry.key);
  const place = item ? null : placeOf(entry);
  if (!item && !place) return null;
  if (!item) {
    item = document.querySelector(`#outbox [data-for="${entry.kind}"]`).content.firstElementChild.cloneNode(true);
    item.dataset.pending = entry.key;
    item.querySelector('[data-outbox-body]').textContent = field(entry, 'body');
    const title = item.querySelector('[data-outbox-title]');
    if (title) { title.textContent = field(entry, 'title'); title.hidden = !title.textContent; item.querySelector('[data-outbox-place]').textContent = entry.place; }
    window.maillage.live.still(() => (place.atTop ? place.list.prepend(item) : place.list.append(item)));
  }
  const isSending = entry.state === 'sending';
  item.classList.toggle('is-sending', isSending);
  item.setAttribute('aria-busy', String(isSending));
  item.querySelector('[data-outbox-state]').textContent = entry.said || words[entry.state];
  item.querySelector('[data-outbox-acts]').hidden = isSending;
  item.querySelector('[data-outbox-drop]').hidden = entry.state !== 'refused';
  const link = item.querySelector('[data-outbox-sign-in]');
  link.hidden = entry.state !== 'ended';
  link.href = signInAddress();
  return item;
}

function say(entry, state, said = '') {
  const before = entry.state;
  Object.assign(entry, { state, said });
  put(entry);
  const isShown = draw(entry);
  if (state === before && !said) return;
  if (!isShown && (state === 'refused' || state === 'ended')) sayElsewhere(entry);
  else window.maillage.announce(said || words[state]);
}

/* Nothing on this page shows what became of it: a message does, and leads to where its words wait. */
function sayElsewhere(entry) {
  const isEnded = entry.state === 'ended';
  const link = isEnded ? { href: signInAddress(), label: words.again } : { href: words.drafts, label: words.see };
  const start = (field(entry, 'title') || field(entry, 'body')).slice(0, 60);
  window.maillage.toast(words.about.replace('{reason}', entry.said || words[entry.state]).replace('{start}', () => start), { stay: true, link });
}

function later(entry, state, said) {
  entry.tries = (entry.tries || 0) + 1;
  say(entry, state, said);
  clearTimeout(timers[entry.key]);
  timers[entry.key] = setTimeout(() => { if (found(entry.key)) send(found(entry.key)); }, PAUSES[Math.min(entry.tries, PAUSES.length) - 1]);
}

function leave(key) {
  drop(key);
  const item = itemOf(key);
  if (item) window.maillage.live.still(() => item.remove());
}

/* The server's own item takes the place, unless live brought it already. */
function arrive(entry, html) {
  const item = itemOf(entry.key);
  const made = document.adoptNode(new DOMParser().parseFromString(html, 'text/html').querySelector('[data-id]') || document.createElement('p'));
  const { id } = made.dataset;
  const held = item && id && document.querySelector(`[data-id="${id}"]`);
  drop(entry.key);
  if (!item) { window.maillage.toast(words.arrived); return; }
  const hadFocus = item.contains(document.activeElement);
  const empty = item.parentElement.matches('[data-live-feed]') && !item.parentElement.querySelector('[data-id]') && item.parentElement.nextElementSibling;
  window.maillage.live.still(() => { if (held || !id) item.remove(); else item.replaceWith(made); if (empty) empty.remove(); });
  if (id && !held) window.maillage.live.welcome([made]);
  if (hadFocus && id) { const shown = held || made; shown.tabIndex = -1; shown.focus({ preventScroll: true }); }
  document.dispatchEvent(new CustomEvent('outbox:arrived', { detail: id }));
  if (entry.kind === 'reply') document.dispatchEvent(new CustomEvent('live:recount'));
  window.maillage.announce(words.arrived);
}

/* Refused by its form: the form comes back, with why and with every word. */
function reopen(entry, page) {
  const name = entry.kind === 'reply' ? 'reply' : 'composer';
  const form = page.querySelector(`form#${name}`);
  const here = document.getElementById(name);
  if (!form || !here || !placeOf(entry)) {
    say(entry, 'refused', [...page.querySelectorAll('.error-text')].map((line) => line.textContent.trim()).join(' '));
    return;
  }
  leave(entry.key);
  here.replaceWith(document.adoptNode(form));
  window.htmx.process(form);
  form.dispatchEvent(new CustomEvent('htmx:after:swap', { bubbles: true }));
  form.dispatchEvent(new CustomEvent('draft:kept', { bubbles: true }));
  (form.querySelector('[aria-invalid="true"]') || form.elements.body).focus();
  window.maillage.announce([...form.querySelectorAll('.error-text')].map((line) => line.textContent.trim()).join(' '));
}

/* The form had waited too long: the answer holds a new token, with which it goes once more. */
function renewed(page) {
  const given = page.querySelector('form[data-expired] input[name="csrfmiddlewaretoken"]');
  if (!given || given.value === token) return false;
  token = given.value;
  return true;
}

function reference(answer) {
  const id = answer.headers.get('X-Request-Id');
  return id ? ` ${document.getElementById('toasts').dataset.reference.replace('{id}', id)}` : '';
}

async function take(entry, answer) {
  if (answer.status === 201) { arrive(entry, await answer.text()); return; }
  if (answer.type === 'opaqueredirect') { leave(entry.key); window.location.assign(field(entry, 'next') || window.location.href); return; }
  if (answer.status === 401) { say(entry, 'ended'); return; }
  if (answer.status === 413) { say(entry, 'refused', `${words.large} ${words.kept}`); return; }
  if (answer.status === 429 || answer.status >= 500) { later(entry, 'failed', `${words.failed}${reference(answer)}`); return; }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (answer.status === 422) { reopen(entry, page); return; }
  if (answer.status === 403 && renewed(page) && !entry.wasRenewed) { entry.wasRenewed = true; later(entry, 'sending'); return; }
  say(entry, 'refused', `${answer.status === 404 ? words.gone : words.refused} ${words.kept}`);
}

async function send(entry) {
  if (running.has(entry.key)) return;
  running.add(entry.key);
  clearTimeout(timers[entry.key]);
  if (entry.state !== 'sending' || !itemOf(entry.key)) say(entry, 'sending');
  const form = new FormData();
  entry.fields.forEach(([name, value]) => form.append(name, value));
  try {
    const answer = await fetch(`${entry.action}?item=1`, {
      method: 'POST', body: form, headers: { 'X-CSRFToken': token }, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE),
      keepalive: field(entry, 'body').length < 15000,
    });
    await take(entry, answer);
  } catch { if (found(entry.key)) later(entry, 'waiting'); } finally { running.delete(entry.key); }
}

/* Files do not fit in what a tab keeps, and a destination elsewhere is better shown there: those go as forms do. */
function entryOf(form) {
  const fields = [...new FormData(form).entries()];
  if (fields.some(([, value]) => typeof value !== 'string' && value.size)) return null;
  const chosen = form.elements.community?.selectedOptions[0];
  const entry = {
    key: form.elements.client_key.value || window.maillage.writing.freshKey(), action: form.getAttribute('action'), kind: form.id === 'reply' ? 'reply' : 'post',
    place: chosen ? chosen.dataset.name : '',
    fields: fields.filter(([name, value]) => typeof value === 'string' && name !== 'csrfmiddlewaretoken' && name !== 'client_key'),
  };
  entry.fields.push(['client_key', entry.key]);
  return placeOf(entry) ? entry : null;
}

/* The form is free for the next words at once; a second click of the same finger finds nothing to press. */
function setFree(form) {
  if (form.id === 'composer') {
    form.dispatchEvent(new CustomEvent('draft:free', { bubbles: true }));
    form.inert = true;
    setTimeout(() => window.maillage.closeComposer(form), CLICK);
    return;
  }
  form.elements.body.value = '';
  form.querySelector('[data-file-lines]')?.replaceChildren();
  form.elements.client_key.value = window.maillage.writing.freshKey();
  form.dispatchEvent(new CustomEvent('draft:free', { bubbles: true }));
  document.dispatchEvent(new CustomEvent('composer:changed'));
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!navigator.onLine && form.matches('form[data-autosave]:not(#composer, #reply)')) {
    event.preventDefault();
    event.stopImmediatePropagation();
    window.maillage.toast(words.offline, { stay: true });
    return;
  }
  if (!form.matches('form#composer, form#reply') || (event.submitter && event.submitter.name)) return;
  if (form.id === 'reply' && !form.elements.body.value.trim() && Date.now() - sentAt < 2 * CLICK) { event.preventDefault(); return; }
  const entry = entryOf(form);
  if (!entry) {
    if (!navigator.onLine) { event.preventDefault(); event.stopImmediatePropagation(); window.maillage.toast(words.offline, { stay: true }); }
    return;
  }
  event.preventDefault();
  sentAt = Date.now();
  setFree(form);
  send(entry);
  if (entry.kind === 'post') itemOf(entry.key)?.focus({ preventScroll: true });
}, true);

document.addEventListener('click', (event) => {
  const item = event.target.closest('[data-pending]');
  const entry = item && found(item.dataset.pending);
  if (!entry) return;
  if (event.target.closest('[data-outbox-again]')) send(entry);
  if (event.target.closest('[data-outbox-drop]')) leave(entry.key);
  if (event.target.closest('[data-outbox-copy]')) {
    const text = [field(entry, 'title'), field(entry, 'body')].filter(Boolean).join('\n\n');
    navigator.clipboard?.writeText(text).then(() => window.maillage.toast(words.copied));
  }
});

/* Signing out empties what this browser kept; what has not been sent is spoken of first. */
document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-sign-out]') || !all().length || wasWarned) return;
  event.preventDefault();
  wasWarned = true;
  window.maillage.toast(words.unsent, { stay: true });
}, true);

/* Closing the tab is asked about while something waits; going on to another page of ours is not: it is sent from there. */
['click', 'submit'].forEach((kind) => document.addEventListener(kind, () => { lastAct = Date.now(); }, true));
window.addEventListener('beforeunload', (event) => {
  if (Date.now() - lastAct > GOING_ON && all().some(({ state }) => state !== 'refused')) event.preventDefault();
});

/* Another tab of the same person has sent it, or given it up. */
window.addEventListener('storage', ({ key }) => {
  if (key !== shelf && key !== null) return;
  document.querySelectorAll('[data-pending]').forEach((item) => {
    if (!found(item.dataset.pending)) window.maillage.live.still(() => item.remove());
  });
});

/* Words of a page that has no composer: the last feed, read without a connection. */
document.addEventListener('outbox:send', ({ detail }) => {
  const key = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  send({ ...detail, key, fields: [...detail.fields, ['client_key', key]] });
});

window.addEventListener('online', () => all().filter(({ state }) => state !== 'refused').forEach(send));
all().forEach((entry) => { if (entry.state === 'refused') draw(entry); else send(entry); });
