/* Another language, the same place: what stood at the top of the window stands there again. A feed finds its item by itself, as on
   the way back: see live/place.js. */
window.maillage = window.maillage || {};
const KEY = 'language:place';
const BAR = 80;
const SOON = 30000; // milliseconds
const store = window.sessionStorage;
const here = () => window.location.pathname + window.location.search;
const top = (element) => element.getBoundingClientRect().top;

/* The named element that begins nearest to the top of what is read. */
function nearest() {
  const named = [...document.querySelectorAll('main [id]')].filter((element) => element.getClientRects().length);
  return named.reduce((best, element) => (!best || Math.abs(top(element) - BAR) < Math.abs(top(best) - BAR) ? element : best), null);
}

document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || !event.target.matches('[data-language-form]')) return;
  const anchor = nearest();
  const about = anchor ? { id: anchor.id, top: top(anchor) } : {};
  store.setItem(KEY, JSON.stringify({ ...about, address: here(), at: Date.now(), y: window.scrollY, feed: window.history.state?.place }));
});

function putBack({ id, top: before, y }) {
  const anchor = id && document.getElementById(id);
  if (anchor) window.scrollBy({ top: top(anchor) - before, behavior: 'instant' });
  else window.scrollTo({ top: y, behavior: 'instant' });
}

const kept = JSON.parse(store.getItem(KEY) || 'null');
store.removeItem(KEY);
if (kept && kept.address === here() && Date.now() - kept.at < SOON) {
  window.maillage.isPutBack = true; // nothing else shows what it was opened for
  if (kept.feed && document.querySelector('.feed')) {
    const key = `${kept.feed}-${kept.at.toString(36)}`; // the page in the former language keeps its own
    store.setItem(`place:${key}`, store.getItem(`place:${kept.feed}`) || 'null');
    window.history.replaceState({ place: key }, '');
  } else {
    const ended = new AbortController();
    const { signal } = ended;
    putBack(kept);
    window.addEventListener('load', () => { putBack(kept); ended.abort(); }, { signal });
    ['wheel', 'touchstart', 'pointerdown', 'keydown'].forEach((act) => window.addEventListener(act, () => ended.abort(), { signal, passive: true }));
  }
}
