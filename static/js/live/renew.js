/* A card of a feed whose post changed (an edit, votes, an accepted answer) or was answered is renewed where it stands. One request at a time and
   not from every page at once; never while one writes, votes or has a menu open there: that card is tried again later. */
const { still, welcome } = window.maillage.live;
const AGAIN = 5000;
const TRIES = 24;
const waiting = new Map();
let running = Promise.resolve();

const items = (id) => [...document.querySelectorAll(`:is(.feed, .pin-list) > [data-id="${id}"]`)];
const isChosen = (field) => ('checked' in field && field.checked !== field.defaultChecked) || (field.matches('textarea') && field.value !== field.defaultValue);
const isBusy = (item) => (document.activeElement !== item && item.contains(document.activeElement)) || item.querySelector('details[open], [aria-busy="true"]')
  || [...item.querySelectorAll('input:not([type="hidden"]), textarea')].some(isChosen);

async function renew(id) {
  const response = await fetch(`/p/${id}/card`, { headers: { 'HX-Request': 'true', 'HX-Current-URL': window.location.href } }).catch(() => null);
  if (!response || !response.ok || response.headers.get('HX-Redirect') || response.headers.get('HX-Refresh')) return;
  const found = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('.post');
  items(id).forEach((item) => {
    const shown = item.querySelector(':scope > .post');
    if (!found || !shown || isBusy(item)) return;
    const fresh = document.importNode(found, true);
    still(() => shown.replaceWith(fresh));
    welcome([fresh]);
  });
}

function soon(id, tries = TRIES, after = 500 + Math.random() * 2500) {
  if (waiting.has(id) || !items(id).length || !tries) return;
  waiting.set(id, setTimeout(() => {
    waiting.delete(id);
    if (document.hidden || items(id).every(isBusy)) soon(id, document.hidden ? tries : tries - 1, AGAIN);
    else running = running.then(() => renew(id));
  }, after));
}

document.addEventListener('live:message', ({ detail: message }) => {
  const hasChanged = message.kind === 'counts' || (message.kind === 'changed' && message.object === 'post');
  if (message.topic.startsWith('community:') && hasChanged) soon(message.id);
});
