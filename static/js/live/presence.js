/* Who is online, of those who chose to show it: a dot and a word beside their names; and who is writing in this thread. */
const words = document.getElementById('live-words').dataset;
const NAMES = '#thread a.name, .in-thread .post-head a.name, .peeks a.name, [data-presence]';
const AGAIN = 60000;
const WRITES_EVERY = 4000;
const WRITING_LASTS = 6500;
const AT_MOST = 200;
const here = new Set();
const writing = new Map();
let isLive = false;
let said = 0;
let soon = 0;

const ask = (what) => document.dispatchEvent(new CustomEvent('live:say', { detail: what }));
const idOf = (place) => place.dataset.presence || /\/people\/(\d+)\//.exec(place.getAttribute('href') || '')?.[1];
const places = () => [...document.querySelectorAll(NAMES)].filter(idOf);

function draw(place) {
  const isHere = here.has(idOf(place));
  const mark = place.matches('[data-presence]') ? place.querySelector('.presence') : place.nextElementSibling?.matches('.presence') && place.nextElementSibling;
  if (!isHere) { if (mark) mark.remove(); return; }
  if (mark) return;
  const made = document.createElement('span');
  const dot = document.createElement('span');
  const word = document.createElement('span');
  made.className = 'presence';
  dot.className = 'presence-dot';
  dot.setAttribute('aria-hidden', 'true');
  word.className = 'presence-word';
  word.textContent = words.online;
  made.append(dot, word);
  if (place.matches('[data-presence]')) place.append(made); else place.after(made);
}

const drawAll = () => places().forEach(draw);

function look() {
  const people = [...new Set(places().map(idOf))].slice(0, AT_MOST);
  if (isLive && people.length && !document.hidden) ask({ do: 'who', people });
}

/* "Léa is writing…", under the replies; more than two are several. */
function drawWriters() {
  const box = document.getElementById('writing');
  if (!box) return;
  const names = [...writing.values()].map(({ name }) => name);
  const text = names.length === 1 ? words.writes.replace('{name}', () => names[0])
    : names.length === 2 ? words.twoWrite.replace('{name}', () => names[0]).replace('{other}', () => names[1])
      : names.length ? words.manyWrite : '';
  box.textContent = text;
}

function forget(person) {
  clearTimeout(writing.get(person)?.timer);
  writing.delete(person);
  drawWriters();
}

document.addEventListener('live:presence', ({ detail: message }) => {
  if (message.kind === 'who') {
    here.clear();
    message.people.forEach((id) => here.add(id));
    drawAll();
  } else {
    if (message.here) here.add(message.person); else { here.delete(message.person); forget(message.person); }
    drawAll();
  }
});

document.addEventListener('live:message', ({ detail: message }) => {
  if (message.kind === 'writing') {
    clearTimeout(writing.get(message.person)?.timer);
    writing.set(message.person, { name: message.name, timer: setTimeout(() => forget(message.person), WRITING_LASTS) });
    drawWriters();
  } else if (message.kind === 'comment' && writing.has(message.by)) forget(message.by);
});

document.addEventListener('input', ({ target }) => {
  const form = target.closest('form#reply');
  const thread = document.querySelector('[data-live-thread]');
  if (!form || !thread || !('shows' in words) || Date.now() - said < WRITES_EVERY) return;
  said = Date.now();
  ask({ do: 'writing', topics: thread.dataset.topics.split(/[\s,]+/) });
});

document.addEventListener('live:following', () => { isLive = true; look(); });
document.addEventListener('live:state', ({ detail: state }) => {
  if (state === 'on' || !isLive) return;
  isLive = false;
  here.clear();
  [...writing.keys()].forEach(forget);
  drawAll();
});
document.addEventListener('visibilitychange', look);
document.addEventListener('htmx:after:swap', () => {
  drawAll();
  clearTimeout(soon);
  soon = setTimeout(look, 500);
});
setInterval(look, AGAIN);
