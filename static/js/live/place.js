/* One's place in a list: Back, a reload or another language brings the item that was read back to where it stood, on a further page
   too. The tab keeps ids of items and a distance, never a word: what is shown is asked anew, with the rights of now. */
const list = document.querySelector('.feed');
const store = window.sessionStorage;
const BAR = 80;
const PATIENCE = 2000;
const UNSETTLED = 10000;
const PAGE = 20;
const AROUND = 10; // items on each side that stand for one that is gone
const BEYOND = 3; // pages further down than it stood, in which the item is looked for
const FAR = 50; // the same once the reader asks for it
const ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'];

if (list) {
  window.history.scrollRestoration = 'manual';
  const { place: returning, isAfresh } = window.history.state || {};
  const key = returning || Math.random().toString(36).slice(2);
  const name = () => window.history.replaceState({ ...window.history.state, place: key, isAfresh: false }, '');
  const items = () => [...list.querySelectorAll(':scope > [data-id]')];
  const held = (id) => items().find((item) => item.dataset.id === id);
  const more = () => document.querySelector('#more > a');
  const top = (item) => item.getBoundingClientRect().top;
  const inView = (item) => item.getBoundingClientRect().bottom > BAR && top(item) < window.innerHeight;
  let chosen = null;
  let taken = false;

  /* The item that was clicked if it is still in sight, else the first one in sight. */
  function keep() {
    const all = items();
    const item = chosen && chosen.isConnected && inView(chosen) ? chosen : all.find(inView);
    if (!item) { store.removeItem(`place:${key}`); return; }
    const at = all.indexOf(item);
    const around = [...all.slice(at + 1, at + 1 + AROUND), ...all.slice(Math.max(0, at - AROUND), at).reverse()].map((each) => each.dataset.id);
    const active = document.activeElement;
    const focus = item.contains(active) && active.matches('a:focus-visible') ? active.getAttribute('href') : '';
    const place = { id: item.dataset.id, around, top: top(item), count: all.length, atTop: at === 0 && top(item) > 0, focus };
    store.setItem(`place:${key}`, JSON.stringify(place));
  }

  /* Presses "Show more" in the reader's place; false when there is no more, or no answer. */
  async function further() {
    const link = more();
    if (!link) return false;
    // On the way back a browser would take the answer of before; rights may have changed since.
    const asked = { headers: { 'HX-Request': 'true' }, cache: 'no-cache' };
    const response = await fetch(link.href, asked).catch(() => null);
    if (!response || !response.ok || more() !== link) return false;
    const known = new Set(items().map((item) => item.dataset.id));
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const next = page.querySelector('#more > a') && document.adoptNode(page.getElementById('more'));
    const fresh = [...page.body.children].filter((item) => item.matches('[data-id], .seen-line') && !known.has(item.dataset.id));
    list.append(...fresh.map((item) => document.adoptNode(item)));
    if (next) { next.removeAttribute('hx-swap-oob'); link.parentElement.replaceWith(next); } else link.parentElement.remove();
    window.maillage.live.welcome(next ? [...fresh, next] : fresh);
    return fresh.length > 0;
  }

  /* The item itself; one that is gone is stood for by the nearest of those that stood around it, whatever the order of the list. */
  const nearest = (place) => [place.id, ...(place.around || [])].map(held).find(Boolean);

  /* In the order of dates, older items tell that it is gone. In another it may have moved, and further pages say. */
  const isGone = (place) => 'dated' in list.dataset && items().some((item) => BigInt(item.dataset.id) < BigInt(place.id));

  function hasRoom(item, place) {
    return document.documentElement.scrollHeight - (window.scrollY + top(item)) >= window.innerHeight - place.top;
  }

  /* What comes late above the item, such as an image, moves it: it is held until the reader acts, or something else scrolls. */
  function hold(item, place) {
    let ours = 0;
    const put = () => {
      const gap = top(item) - place.top;
      if (!taken && item.isConnected && Math.abs(gap) > 0.5) window.scrollBy({ top: gap, behavior: 'instant' });
      ours = window.scrollY;
    };
    const watch = new ResizeObserver(put);
    put();
    watch.observe(document.body);
    window.addEventListener('scroll', () => { if (Math.abs(window.scrollY - ours) > 1) watch.disconnect(); }, { passive: true });
    ACTS.forEach((act) => window.addEventListener(act, () => watch.disconnect(), { once: true, passive: true }));
    setTimeout(() => watch.disconnect(), UNSETTLED);
  }

  async function putBack(place, beyond = BEYOND) {
    const show = () => { list.style.visibility = ''; };
    const last = place.count + beyond * PAGE;
    taken = false;
    list.style.visibility = 'hidden';
    const late = setTimeout(show, PATIENCE);
    try {
      for (let item = held(place.id); !taken; item = held(place.id)) {
        if (item ? hasRoom(item, place) : isGone(place) || items().length >= last) break;
        if (!await further()) break;
      }
      const stand = held(place.id) ? null : nearest(place);
      while (stand && !taken && !hasRoom(stand, place) && await further());
    } finally { clearTimeout(late); show(); }
    const item = nearest(place);
    if (!item || taken) return;
    hold(item, place);
    const link = place.focus && item.querySelector(`a[href="${CSS.escape(place.focus)}"]`);
    if (link && document.activeElement === document.body) link.focus({ preventScroll: true });
  }

  /* The newest were asked for, and so many that the page was loaded anew: it begins with them, and offers the way back. */
  function offer(place) {
    const box = list.parentElement.querySelector('[data-live-back-box]');
    if (!box || place.atTop) return;
    const end = () => { box.hidden = true; window.removeEventListener('scroll', look); };
    function look() { if (held(place.id) && inView(held(place.id))) end(); }
    box.hidden = false;
    box.querySelector('[data-live-back]').onclick = () => { end(); putBack(place, FAR); };
    window.addEventListener('scroll', look, { passive: true });
  }

  window.maillage.live.beginAfresh = () => {
    window.history.replaceState({ ...window.history.state, isAfresh: true }, '');
    window.location.reload();
  };

  ACTS.forEach((act) => window.addEventListener(act, () => { taken = true; }, { passive: true }));
  list.addEventListener('click', (event) => { chosen = event.target.closest('[data-id]'); }, true);
  window.addEventListener('pagehide', keep);
  window.addEventListener('hashchange', name);
  name();

  const place = returning && JSON.parse(store.getItem(`place:${key}`) || 'null');
  const [arrival] = performance.getEntriesByType('navigation');
  const isBack = arrival?.type === 'back_forward';
  if (place && isAfresh) offer(place);
  else if (place && (isBack || !place.atTop)) putBack(place);
}
