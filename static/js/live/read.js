/* A post is read after two seconds in view, half of it or filling the window, in the tab that has the focus. Reads leave in
   batches; what did not leave waits in the tab, for the next batch or the next page. */
const list = document.querySelector('[data-read-url]');
const SEEN_AFTER = 2000;
const PAUSE = 1500;
const AT_ONCE = 100;
const HALF = 0.5;
const BAR = 60;

if (list) {
  const key = `read:${list.dataset.person}`;
  const store = window.sessionStorage;
  const waiting = new Set(JSON.parse(store.getItem(key) || '[]'));
  const watched = new Map();
  let leaving = null;
  let timer = 0;

  const unread = () => [...document.querySelectorAll(':is(.feed > article, .pin-list > li)[data-unread]')];
  const token = () => JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRFToken'];
  const post = (url, fields) => fetch(url, {
    method: 'POST', keepalive: true, redirect: 'error', headers: { 'X-CSRFToken': token(), 'HX-Request': 'true' }, body: new URLSearchParams(fields),
  });
  const keep = () => (waiting.size ? store.setItem(key, JSON.stringify([...waiting])) : store.removeItem(key));

  function settle(communities) {
    communities.forEach((id) => document.querySelectorAll(`[data-community="${id}"]`).forEach((link) => link.classList.remove('unread')));
    if (!document.querySelector('.nav-side .unread:not(.is-muted)') && !document.querySelector('[data-unread="unread"]')) {
      document.querySelectorAll('[data-read-all]').forEach((form) => { form.hidden = true; });
    }
  }

  async function send() {
    clearTimeout(timer);
    if (leaving || !waiting.size) return;
    const ids = [...waiting].slice(0, AT_ONCE);
    leaving = post(list.dataset.readUrl, { ids: ids.join(',') });
    try {
      const answer = await leaving;
      if (answer.headers.get('HX-Redirect') || answer.status >= 500) throw new Error(answer.status); // signed out: the next page sends them
      ids.forEach((id) => waiting.delete(id));
      keep();
      if (answer.ok) settle((await answer.json()).read);
    } catch { later(10 * PAUSE); return; } finally { leaving = null; }
    if (waiting.size) later(PAUSE);
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  }

  function read(item) {
    unwatch(item);
    item.removeAttribute('data-unread');
    const said = item.querySelector(':scope > .sr');
    if (said) said.remove();
    waiting.add(item.dataset.id);
    keep();
    later(PAUSE);
  }

  const isLooking = () => !document.hidden && document.hasFocus();
  const stop = (item) => { clearTimeout(watched.get(item)); watched.set(item, 0); };
  const start = (item) => {
    if (!watched.get(item) && isLooking() && isInView(item)) watched.set(item, setTimeout(() => { if (isLooking() && isInView(item)) read(item); else stop(item); }, SEEN_AFTER));
  };

  /* Half of it, or as much as fills half of the window. */
  function isInView(item) {
    const { top, bottom, height } = item.getBoundingClientRect();
    const seen = Math.min(bottom, window.innerHeight) - Math.max(top, BAR);
    return seen > 0 && seen >= HALF * Math.min(height, window.innerHeight - BAR);
  }

  const STEPS = Array.from({ length: 21 }, (_, step) => step / 20);
  const sight = new IntersectionObserver((entries) => entries.forEach(({ target }) => {
    if (watched.has(target)) { if (isInView(target)) start(target); else stop(target); }
  }), { threshold: STEPS, rootMargin: `-${BAR}px 0px 0px 0px` });

  function unwatch(item) {
    stop(item);
    watched.delete(item);
    sight.unobserve(item);
  }

  function watch() {
    unread().forEach((item) => {
      if (watched.has(item)) return;
      if (waiting.has(item.dataset.id)) { read(item); return; }
      watched.set(item, 0);
      sight.observe(item);
    });
    watched.forEach((_timer, item) => { if (!item.isConnected) unwatch(item); });
  }

  function look() { watched.forEach((_timer, item) => (isLooking() ? start(item) : stop(item))); }

  /* Whether it went through. What did not is said. */
  function went(answer) {
    const signIn = answer && answer.headers.get('HX-Redirect');
    if (signIn) document.dispatchEvent(new CustomEvent('live:signed-out', { detail: signIn }));
    else if (!answer || !answer.ok) window.maillage.failed(answer);
    return Boolean(answer && answer.ok && !signIn);
  }

  /* All at once, where one is; what undoes it stands in the toast for its time. */
  async function readAll(form) {
    const items = unread();
    const newest = [...document.querySelectorAll('[data-id]')].reduce((id, item) => (BigInt(item.dataset.id) > id ? BigInt(item.dataset.id) : id), BigInt(form.elements.up_to.value || 0));
    const answer = await post(form.action, { community: form.elements.community ? form.elements.community.value : '', up_to: String(newest) }).catch(() => null);
    form.querySelector('button').removeAttribute('aria-busy');
    if (!went(answer)) return;
    const { key: undo, said } = await answer.json();
    const before = items.map((item) => [item, item.dataset.unread, item.querySelector(':scope > .sr')]);
    const dots = [...document.querySelectorAll(form.elements.community ? '.none' : '.nav-side .unread')];
    before.forEach(([item, , mark]) => { unwatch(item); item.removeAttribute('data-unread'); if (mark) mark.remove(); });
    dots.forEach((link) => link.classList.remove('unread'));
    form.hidden = true;
    const back = async () => {
      const undone = await post(form.dataset.undo, { key: undo }).catch(() => null);
      if (!went(undone)) return;
      before.forEach(([item, state, mark]) => { item.dataset.unread = state; if (mark) item.prepend(mark); });
      dots.forEach((link) => link.classList.add('unread'));
      form.hidden = false;
      window.maillage.announce(form.dataset.undone);
      watch();
    };
    window.maillage.toast(said, undo ? { undo: back, label: form.dataset.undoLabel } : {});
  }

  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-read-all]')) return;
    event.preventDefault();
    readAll(event.target);
  });
  new MutationObserver(watch).observe(list.parentElement, { childList: true, subtree: true });
  ['focus', 'blur', 'pageshow', 'online'].forEach((name) => window.addEventListener(name, () => { look(); if (name === 'online') send(); }));
  document.addEventListener('visibilitychange', () => { look(); if (document.hidden) send(); });
  document.addEventListener('live:state', ({ detail: state }) => { if (state === 'on') send(); });
  window.addEventListener('pagehide', send);
  watch();
  if (waiting.size) later(PAUSE);
}
