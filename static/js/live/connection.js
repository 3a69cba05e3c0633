/* The page's socket: it follows what the page shows and says what comes as `live:message` events on the document.
   While it is away the page asks again every 20 seconds (`live:ask`); `live:state` says which of the two it is. */
const PING = 45000;
const PATIENCE = 10000;
const POLL = 20000;
const GRACE = 4000;
const MAX_TOPICS = 600;

let socket = null;
let tries = 0;
let heard = 0;
let wasLive = false;
let stopped = false;
let me = '';
let states = {};
const timers = {};

const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const spread = (milliseconds) => milliseconds * (0.5 + Math.random());

function later(name, milliseconds, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, milliseconds);
}

function topics() {
  const named = [...document.querySelectorAll('[data-topics]')].flatMap((place) => place.dataset.topics.split(/[\s,]+/));
  const rail = [...document.querySelectorAll('[data-community]')].map((link) => `community:${link.dataset.community}`);
  return [...new Set([`person:${me}`, ...named, ...rail])].filter(Boolean).slice(0, MAX_TOPICS);
}

function tell(state) {
  document.documentElement.dataset.live = state;
  say('live:state', state);
}

function ask() {
  if (!stopped && !document.hidden && navigator.onLine) say('live:ask');
}

function poll() {
  later('poll', spread(POLL), () => { if (document.documentElement.dataset.live !== 'on') { ask(); poll(); } });
}

function following(granted) {
  const before = states;
  states = granted;
  clearTimeout(timers.grace);
  tries = 0;
  tell('on');
  say('live:following', { topics: granted, before, again: wasLive });
  wasLive = true;
}

function take(message) {
  heard = Date.now();
  if (wasLive && message.kind === 'pong' && document.documentElement.dataset.live === 'off') { tell('on'); ask(); }
  if (message.kind === 'hello') {
    me = message.person;
    socket.send(JSON.stringify({ do: 'follow', topics: topics(), again: wasLive }));
  } else if (message.kind === 'following') following(message.topics);
  else if (message.kind === 'resync') setTimeout(ask, spread(1500));
  else if (message.kind === 'who' || message.kind === 'presence') say('live:presence', message);
  else if (message.kind !== 'pong') say('live:message', { ...message, mine: message.by === me });
}

function ping() {
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  const asked = Date.now();
  socket.send('{"do":"ping"}');
  later('pong', PATIENCE, () => { if (heard < asked) lost(socket); });
  later('ping', PING, ping);
}

function lost(which, code) {
  if (which !== socket) return;
  socket = null;
  which.close();
  clearTimeout(timers.ping);
  clearTimeout(timers.pong);
  if (code === 1008) { stopped = true; return; }
  if (code === 4401) ask();
  if (!timers.grace) timers.grace = setTimeout(() => { timers.grace = 0; tell('off'); ask(); poll(); }, GRACE);
  tries += 1;
  later('connect', code === 4429 ? 60000 : spread(Math.min(30000, 500 * 2 ** tries)), connect);
}

function connect() {
  if (socket || stopped) return;
  const address = new URL('/ws/', window.location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const opening = new WebSocket(address);
  socket = opening;
  opening.addEventListener('open', () => later('ping', PING, ping));
  opening.addEventListener('message', (event) => { if (opening === socket) take(JSON.parse(event.data)); });
  opening.addEventListener('close', (event) => lost(opening, event.code));
}

/* Back from sleep, from another tab or from the underground: is the socket still one? */
function wake() {
  if (document.hidden) return;
  if (!socket) { tries = 0; later('connect', Math.random() * 500, connect); } else if (Date.now() - heard > PATIENCE || document.documentElement.dataset.live === 'off') ping();
}

document.addEventListener('visibilitychange', wake);
window.addEventListener('pageshow', (event) => { if (event.persisted) wake(); });
window.addEventListener('online', wake);
window.addEventListener('offline', () => tell('off'));
document.addEventListener('live:signed-out', () => { stopped = true; if (socket) socket.close(); });
document.addEventListener('live:say', ({ detail: what }) => {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(what));
});
document.addEventListener('live:follow', () => {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ do: 'follow', topics: topics() }));
});
connect();
