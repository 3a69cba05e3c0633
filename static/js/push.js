/* Notifications in this browser: said whether they are on, asked for by a button only. Where they are on, each page says once an hour
   that they still are, with the keys of now: js/install.js loads it on every page of who is signed in. */
const words = document.getElementById('install-words').dataset;
const box = document.querySelector('[data-push]');
const store = window.localStorage;
const mark = `push:${words.person}`;
const AGAIN = 3600 * 1000;
const token = () => JSON.parse(document.body.getAttribute('hx-headers:inherited') || '{}')['X-CSRFToken'];
const isAble = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const bytes = (coded) => Uint8Array.from(atob(coded.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

class Refused extends Error {}

/* Subscribed with the keys of now: those of before end with the subscription that had them. */
async function subscribe(replaces = '') {
  const registration = await navigator.serviceWorker.ready;
  const { key } = await (await fetch(words.pushKey, { redirect: 'error' })).json();
  let found = await registration.pushManager.getSubscription();
  let former = replaces;
  if (found && text(found.options.applicationServerKey) !== key) {
    former = found.endpoint;
    await found.unsubscribe();
    found = null;
  }
  found ||= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const form = new FormData();
  Object.entries({ endpoint: found.endpoint, p256dh: text(found.getKey('p256dh')), auth: text(found.getKey('auth')), key, replaces: former })
    .forEach(([name, value]) => form.append(name, value));
  const answer = await fetch(words.pushOn, { method: 'POST', body: form, headers: { 'X-CSRFToken': token() }, redirect: 'error' });
  if (answer.status === 422) throw new Refused(await answer.text());
  if (!answer.ok) throw new Error(answer.status);
  store.setItem(mark, JSON.stringify({ at: Date.now(), endpoint: found.endpoint }));
}

/* Said again, quietly, as long as it is on here and nothing was taken back. */
async function goOn() {
  const known = JSON.parse(store.getItem(mark) || 'null');
  if (!known || !isAble || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker.ready;
  const found = await registration.pushManager.getSubscription();
  if (found && found.endpoint === known.endpoint && Date.now() - known.at < AGAIN) return;
  await subscribe(known.endpoint);
}

function say(key) {
  box.querySelector('[data-push-state]').textContent = box.querySelector('[data-push-words]').dataset[key];
}

function state() {
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  if (!window.isSecureContext) return 'insecure';
  if (!isAble) return isApple ? 'ios' : 'unable';
  if (Notification.permission === 'denied') return 'denied';
  return box.dataset.isOn && store.getItem(mark) && Notification.permission === 'granted' ? 'on' : 'off';
}

if (box) {
  const button = box.querySelector('[data-push-on]');
  const now = state();
  say(now);
  button.hidden = now !== 'off';
  button.addEventListener('click', async () => {
    button.setAttribute('aria-busy', 'true');
    const answer = await Notification.requestPermission();
    if (answer !== 'granted') { say(answer === 'denied' ? 'denied' : 'dismissed'); button.hidden = answer === 'denied'; button.removeAttribute('aria-busy'); return; }
    try {
      await subscribe();
      window.location.reload();
    } catch (error) {
      button.removeAttribute('aria-busy');
      if (error instanceof Refused) box.querySelector('[data-push-state]').textContent = error.message; else say('failed');
    }
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-push-off]')) return;
    store.removeItem(mark);
    navigator.serviceWorker?.getRegistration().then((found) => found?.pushManager?.getSubscription()).then((found) => found?.unsubscribe()).catch(() => {});
  });
}
goOn().catch(() => {});
