/* The script beside the pages: what it answers without a connection, and the notifications that come while no page is open.
   It keeps the look of the site, and one page that says that nobody answers. What is kept of a person (`kept-…`) is put there by
   their own pages, js/install.js, and taken away here as soon as somebody signs out, or comes to the page where one signs in. */
const STATIC = `static-${VERSION}`;
const KEPT = /^kept-/;
const KEPT_AT_MOST = 7 * 24 * 3600 * 1000;
const ours = (url) => url.origin === self.location.origin;
const language = () => (SITE.offline[self.navigator.language.slice(0, 2)] ? self.navigator.language.slice(0, 2) : 'en');

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(STATIC);
    await Promise.all([...SITE.shell, ...Object.values(SITE.offline)].map(async (address) => {
      const answer = await fetch(new Request(address, { credentials: 'omit', cache: 'reload' }));
      if (answer.ok) await cache.put(address, answer);
    }));
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('static-') && name !== STATIC).map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener('message', ({ data }) => { if (data === 'take over') self.skipWaiting(); });

async function wipe() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => KEPT.test(name)).map((name) => caches.delete(name)));
}

/* The last feed of whoever is signed in here, when the home page is asked; not one that is too old to be believed. */
async function keptFeed() {
  for (const name of (await caches.keys()).filter((each) => KEPT.test(each))) {
    const found = await (await caches.open(name)).match(SITE.feed);
    if (found && Date.now() - Date.parse(found.headers.get('Date') || 0) < KEPT_AT_MOST) return found;
  }
  return null;
}

async function page(event, url) {
  try {
    return (await event.preloadResponse) || await fetch(event.request);
  } catch {
    const cache = await caches.open(STATIC);
    return (url.pathname === '/' && await keptFeed()) || await cache.match(SITE.offline[language()]) || Response.error();
  }
}

async function asset(event) {
  const cache = await caches.open(STATIC);
  const held = await cache.match(event.request, { ignoreVary: true });
  if (held && SITE.hashed) return held;
  try {
    const answer = await fetch(event.request);
    if (answer.ok && answer.status === 200) event.waitUntil(cache.put(event.request, answer.clone()));
    return answer;
  } catch (error) {
    if (held) return held;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (!ours(url)) return;
  if (url.pathname === SITE.signOut && event.request.method === 'POST') event.waitUntil(wipe());
  if (event.request.method !== 'GET') return;
  if (event.request.mode === 'navigate') {
    if (url.pathname === SITE.signIn) event.waitUntil(wipe());
    event.respondWith(page(event, url));
  } else if (url.pathname.startsWith(SITE.static)) event.respondWith(asset(event));
});

/* Notifications ------------------------------------------------------------------------------------------------------------------- */

function badge(count) {
  if (!self.navigator.setAppBadge) return;
  (count ? self.navigator.setAppBadge(count) : self.navigator.clearAppBadge()).catch(() => {});
}

async function show(told) {
  badge(told.badge);
  const pages = await self.clients.matchAll({ type: 'window' });
  if (!told.test && pages.some((one) => one.focused)) return; // the bell of that page has rung already
  await self.registration.showNotification(told.title, {
    body: told.body, tag: told.tag, lang: told.lang, icon: SITE.icon, badge: SITE.icon, data: { url: told.url },
  });
}

self.addEventListener('push', (event) => {
  let told = null;
  try { told = event.data.json(); } catch { return; }
  event.waitUntil(show(told));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.url || '/', self.location.origin);
  if (!ours(address)) return;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: 'window' });
    const one = pages.find((each) => each.visibilityState === 'visible') || pages[0];
    if (!one) { await self.clients.openWindow(address.href); return; }
    await one.focus();
    try { await one.navigate(address.href); } catch { await self.clients.openWindow(address.href); }
  })());
});

/* The browser took another address by itself: the next page of ours tells the site. */
self.addEventListener('pushsubscriptionchange', (event) => {
  const key = event.oldSubscription?.options.applicationServerKey;
  if (key) event.waitUntil(self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => {}));
});
