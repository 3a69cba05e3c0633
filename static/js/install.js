/* Maillage on this device: the script beside the pages and its new versions, what is kept for the time without a connection,
   the number on the icon, and installing it. */
window.maillage = window.maillage || {};
const words = document.getElementById('install-words').dataset;
const { person } = words;
const store = window.localStorage;
const EVERY = 10 * 60 * 1000;
const KEPT = `kept-${person}`;
let prompt = null;

/* What is kept of anybody else goes; of nobody, everything goes. */
async function forget(but = '') {
  const names = (await window.caches?.keys()) || [];
  await Promise.all(names.filter((name) => name.startsWith('kept-') && name !== but).map((name) => caches.delete(name)));
}

/* The last feed with all that it is shown with; anew when it is old, or when a right to it ended. */
async function keep(isUrgent = false) {
  const cache = await caches.open(KEPT);
  const held = isUrgent ? null : await cache.match(words.feed);
  if (held && Date.now() - Date.parse(held.headers.get('Date') || 0) < EVERY) return;
  if (isUrgent) await cache.delete(words.feed);
  const answer = await fetch(words.feed, { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) { await cache.delete(words.feed); return; }
  const page = new DOMParser().parseFromString(await answer.clone().text(), 'text/html');
  const parts = [...page.querySelectorAll('script[src], link[rel="stylesheet"]')].map((part) => part.getAttribute('src') || part.getAttribute('href'));
  await Promise.all(parts.map((address) => fetch(address).catch(() => null))); // the script beside the pages keeps what it sees
  await cache.put(words.feed, answer);
}

const keepQuietly = (isUrgent) => keep(isUrgent).catch(() => {});

function offerVersion(worker) {
  window.maillage.toast(words.version, { stay: true, again: { label: words.reload, act: () => worker.postMessage('take over') } });
}

function watch(registration) {
  const { serviceWorker } = navigator;
  let reloads = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener('controllerchange', () => { if (reloads) { reloads = false; window.location.reload(); } });
  if (registration.waiting && serviceWorker.controller) offerVersion(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming.addEventListener('statechange', () => { if (coming.state === 'installed' && serviceWorker.controller) offerVersion(coming); });
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) registration.update().catch(() => {}); });
}

function badge(count) {
  if (!navigator.setAppBadge) return;
  (count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}

/* Install: a button on the page of devices; once, on a second day, a message that offers it. */
function offerInstall() {
  document.querySelectorAll('[data-install]').forEach((button) => {
    button.hidden = !prompt;
    button.onclick = async () => { const asked = prompt; prompt = null; button.hidden = true; await asked?.prompt(); };
  });
  document.querySelectorAll('[data-install-menu]').forEach((line) => { line.hidden = Boolean(prompt); });
  const today = new Date().toDateString();
  const first = store.getItem('install:first') || today;
  store.setItem('install:first', first);
  if (!prompt || first === today || store.getItem('install:offered') || document.querySelector('[data-install]')) return;
  store.setItem('install:offered', today);
  const asked = prompt;
  window.maillage.toast(words.install, { stay: true, again: { label: words.installNow, act: () => asked.prompt() } });
}

const isApp = window.matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
const isApple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);
document.querySelectorAll('[data-install-ios]').forEach((line) => { line.hidden = !isApple || isApp; });
document.querySelectorAll('[data-install-menu]').forEach((line) => { line.hidden = isApple || isApp; });
document.querySelectorAll('[data-install-done]').forEach((line) => { line.hidden = !isApp; });
window.addEventListener('beforeinstallprompt', (event) => { event.preventDefault(); prompt = event; if (person) offerInstall(); });

if (window.caches) forget(person && KEPT).catch(() => {});
if ('serviceWorker' in navigator && window.isSecureContext) {
  navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).then(async (registration) => {
    watch(registration);
    await navigator.serviceWorker.ready;
    if (person && !document.querySelector('[data-kept-feed]')) keepQuietly();
  }).catch(() => {});
}
if (person) {
  badge(Number(document.getElementById('bell')?.dataset.count || 0));
  document.addEventListener('live:message', ({ detail: message }) => {
    if (message.kind === 'notification') badge(message.unread);
    if (message.kind === 'closed' && window.caches) keepQuietly(true);
  });
  document.addEventListener('live:signed-out', () => { forget().catch(() => {}); badge(0); });
}

/* Signing out: nothing private stays, and this browser is told nothing more. */
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || !event.target.matches('[data-sign-out]')) return;
  store.removeItem(`push:${person}`);
  badge(0);
  if (window.caches) forget().catch(() => {});
  navigator.serviceWorker?.getRegistration().then((found) => found?.pushManager?.getSubscription()).then((found) => found?.unsubscribe()).catch(() => {});
});
