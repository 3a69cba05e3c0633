/* An open thread: new comments take their place without moving what is read; those out of sight wait behind the pill. */
const list = document.querySelector('[data-live-thread]');
const { newer, still, welcome, show } = window.maillage.live;

if (list) {
  const [topic] = list.dataset.topics.split(/[\s,]+/);
  const post = topic.slice('post:'.length);
  const asked = list.dataset.afterUrl;
  const held = (id) => document.getElementById(`c${id}`);
  const pill = window.maillage.livePill(list, (ids) => { if (held(ids[0])) show(held(ids[0])); pill.clear(); });
  const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    pill.remove([target.dataset.id]);
    seen.unobserve(target);
  }));
  const sought = list.querySelector('.is-sought');
  let looking = null;
  let again = false;
  let waiting = null;

  /* A reply goes under its comment; a comment at the end, unless the end is on a page not shown yet. */
  function place(item) {
    const replies = item.dataset.parent && list.querySelector(`[data-replies="${item.dataset.parent}"]`);
    if (replies) replies.append(item);
    else if (!item.dataset.parent && list.dataset.sort === 'newest') list.prepend(item);
    else if (!item.dataset.parent && !list.querySelector('.next-page')) list.append(item);
    return item.isConnected;
  }

  /* A reply to a comment that is folded: the fold opens around it, and what is read stays where it is. */
  async function unfold(items) {
    const isFolded = (item) => item.dataset.parent && !held(item.dataset.id) && !list.querySelector(`[data-replies="${item.dataset.parent}"]`);
    for (const fold of list.querySelectorAll(':scope > .fold')) {
      const [after, until] = fold.id.split('-').slice(1).map(BigInt);
      if (!items.some((item) => isFolded(item) && BigInt(item.dataset.parent) > after && BigInt(item.dataset.parent) < until)) continue;
      const response = await fetch(fold.querySelector('a').getAttribute('hx-get'), { headers: { 'HX-Request': 'true' } }).catch(() => null);
      if (!response || !response.ok) continue;
      const opened = [...new DOMParser().parseFromString(await response.text(), 'text/html').body.children].map((item) => document.adoptNode(item));
      still(() => fold.replaceWith(...opened));
      welcome(opened);
    }
  }

  /* Opened by hand, a fold gives the focus to the first comment that it held. */
  list.addEventListener('click', ({ target }) => {
    const fold = target.closest('.fold');
    if (!fold) return;
    const { parentElement: box, previousElementSibling: above } = fold;
    const watch = new MutationObserver(() => {
      if (fold.isConnected) return;
      watch.disconnect();
      const first = above ? above.nextElementSibling : box.firstElementChild;
      if (first) { first.tabIndex = -1; first.focus({ preventScroll: true }); }
    });
    watch.observe(box, { childList: true });
  });

  async function bring() {
    list.dataset.afterUrl = `${asked}${document.hasFocus() && !document.hidden ? '&here=1' : ''}`;
    const items = (await newer(list).catch(() => null)) || [];
    await unfold(items);
    const fresh = still(() => items.filter((item) => !held(item.dataset.id) && place(item)));
    welcome(fresh);
    pill.add(fresh.map((item) => item.dataset.id));
    fresh.forEach((item) => seen.observe(item));
  }

  /* One request at a time, however many messages come. */
  async function look() {
    if (looking) { again = true; return; }
    do {
      again = false;
      looking = bring();
      await looking;
    } while (again);
    looking = null;
  }

  async function renewComment(item) {
    const { id } = item.dataset;
    const found = ((await newer(list, BigInt(id) - 1n).catch(() => null)) || []).find((one) => one.dataset.id === id);
    if (!found || item.querySelector('textarea')) return; // a reply is being written there
    const replies = item.querySelector('[data-replies]');
    if (replies && found.querySelector('[data-replies]')) found.querySelector('[data-replies]').replaceWith(replies);
    still(() => item.replaceWith(found));
    welcome([found]);
  }

  async function renewPost() {
    const response = await fetch(window.location.pathname).catch(() => null);
    const shown = document.getElementById(`p${post}`);
    if (!response || !response.ok || !shown || shown.querySelector('.poll-form')?.contains(document.activeElement)) return; // who votes is left to it
    const found = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(shown.id);
    if (!found) return;
    still(() => shown.replaceWith(document.adoptNode(found)));
    welcome([found]);
  }

  /* Votes come in crowds: one request for those of a moment, and not from every page at once. */
  function renewPostSoon() {
    waiting ??= setTimeout(() => { waiting = null; renewPost(); }, 200 + Math.random() * 1500);
  }

  function renew(message) {
    if (message.object === 'post') { if (message.kind === 'changed') renewPostSoon(); return; }
    if (held(message.id)) renewComment(held(message.id));
    list.querySelectorAll('.is-answer').forEach((item) => { if (item.dataset.id !== message.id) renewComment(item); });
  }

  document.addEventListener('live:message', ({ detail: message }) => {
    if (message.kind === 'back' && message.id === post) document.dispatchEvent(new CustomEvent('live:reopened'));
    if (message.topic !== topic) return;
    if (message.kind === 'comment' && !held(message.id) && !(message.mine && list.querySelector('[data-pending]'))) look();
    if (message.kind === 'changed' || message.kind === 'gone') renew(message);
    if (message.kind === 'gone' && message.object === 'post') document.dispatchEvent(new CustomEvent('live:closed'));
  });
  document.addEventListener('outbox:arrived', ({ detail: id }) => pill.remove([id]));
  document.addEventListener('live:ask', () => { look(); document.dispatchEvent(new CustomEvent('live:recount')); });
  document.addEventListener('live:following', ({ detail: { topics, before, again: isBack } }) => {
    const shown = before[topic] || list.dataset.version;
    if (topics[topic] !== undefined && (isBack || topics[topic] !== shown)) {
      setTimeout(() => { look(); document.dispatchEvent(new CustomEvent('live:recount', { detail: post })); }, Math.random() * (isBack ? 2000 : 0));
    }
  });
  if (sought && !window.location.hash && !window.maillage.isPutBack) show(sought);
  const [, named] = window.location.hash.match(/^#c(\d+)$/) || []; // an old link to a comment that is folded or on a further page
  if (named && !held(named) && !window.location.search && list.querySelector('.fold, .next-page')) window.location.replace(`?at=${named}#c${named}`);
}
