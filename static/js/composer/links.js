/* The page that a text links to is shown while one writes. The server finds the link, by the rule that will find it once the text
   is published, and looks it up; this script asks until it has. What is taken away here is published without it. */
const PAUSE = 1200;
const PASTED = 60;
const FIRST = 500;
const LAST = 25000;
const LINK = /(?:https?:\/\/|www\.)[^\s<>"]{3,}/gi;
const states = new WeakMap();

const formOf = (field) => field.closest('form');
const bodyOf = (field) => formOf(field).elements.body;
const withoutOf = (field) => formOf(field).elements.without_link;
const placeOf = (field) => formOf(field).elements.community?.value || field.dataset.place;
const boxOf = (field) => field.querySelector('[data-link-shown]');
const fieldOf = (node) => node.closest?.('form')?.querySelector('[data-link-field]');
const stateOf = (field) => {
  if (!states.has(field)) states.set(field, { about: '', timer: 0, asking: null });
  return states.get(field);
};
const wait = (time, signal) => new Promise((done, stop) => {
  const timer = setTimeout(done, time);
  signal.addEventListener('abort', () => { clearTimeout(timer); stop(new DOMException('', 'AbortError')); }, { once: true });
});

function fill(field, html) {
  const box = boxOf(field);
  box.replaceChildren(...[...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map((node) => document.importNode(node, true)));
  const card = box.querySelector('[data-link-drop]');
  if (card) { field.dataset.url = card.dataset.linkDrop; window.maillage.announce(field.dataset.shown); }
}

function say(field, words) {
  const line = document.createElement('p');
  line.className = 'hint';
  line.textContent = words;
  boxOf(field).replaceChildren(line);
}

/* Taken away: one word brings it back. */
function offerAgain(field) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn-quiet btn-sm';
  button.dataset.linkAgain = '';
  button.textContent = field.dataset.again;
  boxOf(field).replaceChildren(button);
  return button;
}

async function follow(field, address, signal) {
  const until = Date.now() + LAST;
  for (let pause = FIRST; Date.now() < until; pause = Math.min(pause * 1.5, 3000)) {
    await wait(pause, signal);
    const answer = await fetch(address, { redirect: 'error', signal });
    if (answer.status === 200) { fill(field, await answer.text()); return; }
    if (answer.status !== 202) break;
    if (!boxOf(field).children.length) say(field, field.dataset.loading);
  }
  boxOf(field).replaceChildren();
}

async function ask(field) {
  const state = stateOf(field);
  const { signal } = state.asking = new AbortController();
  const form = new FormData();
  form.set('body', bodyOf(field).value);
  form.set('community', placeOf(field));
  form.set('without_link', withoutOf(field).value);
  try {
    const answer = await fetch(field.dataset.linkField, {
      method: 'POST', body: form, headers: { 'X-CSRFToken': formOf(field).elements.csrfmiddlewaretoken.value }, redirect: 'error', signal,
    });
    if (answer.status === 202) await follow(field, await answer.text(), signal);
    else if (answer.status === 200) fill(field, await answer.text());
    else if (answer.status === 204 && withoutOf(field).value) offerAgain(field);
    else boxOf(field).replaceChildren();
  } catch (error) { if (error.name !== 'AbortError') boxOf(field).replaceChildren(); }
}

function clear(field) {
  const state = stateOf(field);
  clearTimeout(state.timer);
  state.asking?.abort();
  state.about = '';
  boxOf(field).replaceChildren();
}

/* The same links in the same place are asked for once. */
function look(field, pause) {
  const state = stateOf(field);
  const links = (bodyOf(field).value.match(LINK) || []).slice(0, 3);
  const about = links.length && placeOf(field) ? `${placeOf(field)} ${links.join(' ')}` : '';
  if (about === state.about) return;
  if (!about) { clear(field); return; }
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    state.asking?.abort();
    state.about = about;
    boxOf(field).replaceChildren();
    ask(field);
  }, pause);
}

function wake() {
  document.querySelectorAll('[data-link-field]:not(.is-live)').forEach((field) => {
    field.classList.add('is-live');
    const choice = field.querySelector('label.check');
    if (choice) {
      const hidden = document.createElement('input');
      hidden.type = 'hidden';
      hidden.name = 'without_link';
      hidden.value = choice.control.checked ? choice.control.value : '';
      choice.replaceWith(hidden);
    }
    look(field, PASTED);
  });
}

let wasPasted = false;
document.addEventListener('paste', () => { wasPasted = true; setTimeout(() => { wasPasted = false; }, 100); }, true);
document.addEventListener('input', (event) => {
  const field = event.target.matches?.('textarea[name="body"], select[name="community"]') && fieldOf(event.target);
  if (field) look(field, wasPasted || event.target.matches('select') ? PASTED : PAUSE);
});
document.addEventListener('click', (event) => {
  const drop = event.target.closest('[data-link-drop]');
  const again = event.target.closest('[data-link-again]');
  const field = (drop || again)?.closest('[data-link-field]');
  if (!field) return;
  withoutOf(field).value = drop ? drop.dataset.linkDrop : '';
  if (drop) { offerAgain(field).focus(); window.maillage.announce(field.dataset.dropped); } else { bodyOf(field).focus(); ask(field); }
  formOf(field).dispatchEvent(new Event('input', { bubbles: true }));
});
['draft:restored', 'draft:kept'].forEach((name) => document.addEventListener(name, ({ target }) => {
  const field = target.querySelector?.('[data-link-field]');
  if (field) look(field, PASTED);
}));
document.addEventListener('composer:changed', () => document.querySelectorAll('[data-link-field]').forEach((field) => {
  if (bodyOf(field).value) return;
  withoutOf(field).value = '';
  clear(field);
}));
document.addEventListener('htmx:after:swap', wake);
wake();
