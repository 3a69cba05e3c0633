/* What is newer than what the page holds: fetched from the page's own address, put in without moving what is read. */
window.maillage = window.maillage || {};
const SECONDS_BACK = 30n;
const RANDOM_BITS = 21n;

/* Ids are in the order of time, but a commit may overtake another: ask from half a minute before the newest held. */
function since(list) {
  const ids = [...list.querySelectorAll('[data-id]')].map((item) => BigInt(item.dataset.id));
  const newest = ids.reduce((one, other) => (one > other ? one : other), BigInt(list.dataset.newestId || 0));
  const back = newest - ((SECONDS_BACK * 1000n) << RANDOM_BITS);
  return back > 0n ? back : 0n;
}

/* The items, or nothing where there is no answer: `failed` is told of an answer that is none. */
async function newer(list, after = since(list), failed = () => {}) {
  const url = new URL(list.dataset.afterUrl || window.location.href, window.location.href);
  ['before', 'from', 'reply'].forEach((name) => url.searchParams.delete(name));
  url.searchParams.set('fragment', '1');
  url.searchParams.set('after', String(after));
  url.hash = '';
  const response = await fetch(url, { headers: { 'HX-Request': 'true', 'HX-Current-URL': window.location.href } });
  if (response.headers.get('HX-Redirect')) {
    document.dispatchEvent(new CustomEvent('live:signed-out', { detail: response.headers.get('HX-Redirect') }));
    return null;
  }
  if (!response.ok) { failed(response); return null; }
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return [...page.querySelectorAll('[data-id]')].map((item) => document.adoptNode(item));
}

/* Change the page above or below what is read: what stood at the top of the window stays there. */
function still(change) {
  const read = [...document.querySelectorAll('[data-id]')].find((item) => item.getBoundingClientRect().bottom > 80);
  const before = read && read.getBoundingClientRect().top;
  const changed = change();
  if (read && read.isConnected) {
    const moved = read.getBoundingClientRect().top - before;
    if (Math.abs(moved) > 1) window.scrollBy(0, moved);
  }
  return changed;
}

function welcome(items) {
  items.forEach((item) => {
    if (window.htmx) window.htmx.process(item);
    item.dispatchEvent(new CustomEvent('htmx:after:swap', { bubbles: true }));
  });
}

function show(item) {
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  item.setAttribute('tabindex', '-1');
  item.focus({ preventScroll: true });
  const isTall = item.offsetHeight > window.innerHeight / 2 || item.querySelector('img'); // its beginning is what one looks for
  item.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: isTall ? 'start' : 'center' });
}

window.maillage.live = { newer, since, still, welcome, show };
