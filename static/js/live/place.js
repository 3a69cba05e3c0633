/* One's place in a list: Back, or a reload, brings the item that was read back to where it stood, on a further page too.
   The tab keeps the id of an item and a distance, never a word: what is shown is asked anew, with the rights of now. */
const list = document.querySelector('.feed');
const store = window.sessionStorage;
const BAR = 80;
const PATIENCE = 2000;
const UNSETTLED = 10000;
const PAGE = 20;
const ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'];

if (list) {
  window.history.scrollRestoration = 'manual';
  const returning = window.history.state && window.history.state.place;
  const key = returning || Math.random().toString(36).slice(2);
  const name = () => window.history.replaceState({ ...window.history.state, place: key }, '');
  const items = () => [...list.querySelectorAll(':scope > [data-id]')];
  const top = (item) => item.getBoundingClientRect().top;
  const inView = (item) => item.getBoundingClientRect().bottom > BAR && top(item) < window.innerHeight;
  let chosen = null;
  let taken = false;

  /* The item that was clicked if it is still in sight, else the first one in sight. */
  function keep() {
    const item = chosen && chosen.isConnected && inView(chosen) ? chosen : items().find(inView);
    if (!item) { store.removeItem(`place:${key}`); return; }
    const active = document.activeElement;
    const focus = item.contains(active) && active.matches('a:focus-visible') ? active.getAttribute('href') : '';
    const place = { id: item.dataset.id, top: top(item), count: items().length, atTop: item === items()[0] && top(item) > 0, focus };
    store.setItem(`place:${key}`, JSON.stringify(place));
  }

  /* Presses "Show more" in the reader's place; false when there is no more, or no answer. */
  async function further() {
    const more = list.querySelector(':scope > .next-page');
    if (!more) return false;
    // On the way back a browser would take the answer of before; rights may have changed since.
    const asked = { headers: { 'HX-Request': 'true' }, cache: 'no-cache' };
    const response = await fetch(more.querySelector('a').href, asked).catch(() => null);
    if (!response || !response.ok || !more.isConnected) return false;
    const held = new Set(items().map((item) => item.dataset.id));
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = [...page.body.children].filter((item) => item.matches('li') && !held.has(item.dataset.id));
    more.replaceWith(...fresh.map((item) => document.adoptNode(item)));
    window.maillage.live.welcome(fresh);
    return fresh.length > 0;
  }

  /* The item itself; where it is gone, the one that followed it. */
  function find(place) {
    return items().find((item) => item.dataset.id === place.id) || items().find((item) => BigInt(item.dataset.id) < BigInt(place.id));
  }

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

  async function putBack(place) {
    const show = () => { list.style.visibility = ''; };
    list.style.visibility = 'hidden';
    const late = setTimeout(show, PATIENCE);
    try {
      for (let item = find(place); !taken; item = find(place)) {
        const isThere = item && (hasRoom(item, place) || !list.querySelector(':scope > .next-page'));
        if (isThere || (!item && items().length >= place.count + PAGE)) break;
        if (!await further()) break;
      }
    } finally { clearTimeout(late); show(); }
    const item = find(place);
    if (!item || taken) return;
    hold(item, place);
    const link = place.focus && item.querySelector(`a[href="${CSS.escape(place.focus)}"]`);
    if (link && document.activeElement === document.body) link.focus({ preventScroll: true });
  }

  ACTS.forEach((act) => window.addEventListener(act, () => { taken = true; }, { once: true, passive: true }));
  list.addEventListener('click', (event) => { chosen = event.target.closest('[data-id]'); }, true);
  window.addEventListener('pagehide', keep);
  window.addEventListener('hashchange', name);
  name();

  const place = returning && JSON.parse(store.getItem(`place:${key}`) || 'null');
  const [arrival] = performance.getEntriesByType('navigation');
  if (place && !(place.atTop && arrival && arrival.type === 'reload')) putBack(place);
}
