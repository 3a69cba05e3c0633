/* A feed of posts: new ones wait behind the pill and come in at the top on a click only. */
const list = document.querySelector('[data-live-feed]');
const { newer, since, still, welcome, show } = window.maillage.live;
const TOO_MANY = 50;

if (list) {
  // In another order than the newest first, what is new has no place at the top: no pill says that it waits there.
  const isFirstPage = !list.dataset.sorted && !new URLSearchParams(window.location.search).has('before');
  const held = (id) => list.querySelector(`[data-id="${id}"]`);
  const pill = window.maillage.livePill(list, bring);
  const named = () => list.dataset.topics.split(/[\s,]+/).filter(Boolean);
  const concerns = (topic) => topic.startsWith('community:') && (!named().length || named().includes(topic));

  async function look() {
    if (!isFirstPage) return;
    const items = await newer(list).catch(() => null);
    if (items) pill.add(items.map((item) => item.dataset.id).filter((id) => !held(id)));
  }

  /* Whoever mutes someone or something asks the feed itself what is new: a message does not say what it is about. */
  let asking = 0;
  function arrive(id) {
    if (!('leavesOut' in list.dataset)) { pill.add([id]); return; }
    clearTimeout(asking);
    asking = setTimeout(look, 300 + Math.random() * 1200);
  }

  /* Where one was before the click, offered until one is there again. */
  function offerBack(item, top) {
    const box = list.parentElement.querySelector('[data-live-back-box]');
    if (!box || !item) return;
    const isThere = () => { const place = item.getBoundingClientRect(); return place.bottom > 80 && place.top < window.innerHeight; };
    const end = () => { box.hidden = true; window.removeEventListener('scroll', look); };
    let left = false;
    function look() {
      if (!item.isConnected) end();
      else if (!isThere()) left = true;
      else if (left) end();
    }
    box.hidden = false;
    box.querySelector('[data-live-back]').onclick = () => {
      end();
      item.setAttribute('tabindex', '-1');
      item.focus({ preventScroll: true });
      const put = () => window.scrollBy({ top: item.getBoundingClientRect().top - top, behavior: 'instant' });
      [0, 50, 150, 300].forEach((wait) => setTimeout(put, wait)); // a scroll may still be going to the new ones
    };
    window.addEventListener('scroll', look, { passive: true });
  }

  async function bring() {
    const read = window.scrollY > 300 && [...list.querySelectorAll(':scope > [data-id]')].find((item) => item.getBoundingClientRect().bottom > 80);
    const top = read && read.getBoundingClientRect().top;
    const { failed } = window.maillage; // asked by a click, it answers: the pill stays, to be pressed again
    const items = await newer(list, since(list), failed).catch(() => failed(null));
    if (!items) return;
    const fresh = items.filter((item) => !held(item.dataset.id));
    if (fresh.length >= TOO_MANY) { window.maillage.live.beginAfresh(); return; }
    still(() => list.prepend(...fresh));
    welcome(fresh);
    pill.clear();
    if (fresh.length) show(fresh[0]);
    if (fresh.length && read) offerBack(read, top);
  }

  /* A deletion that was taken back, a post that moved here: it takes its place by its date, if that place is on the page. */
  async function putBack(id) {
    const items = (await newer(list, BigInt(id) - 1n).catch(() => null)) || [];
    const found = items.find((item) => item.dataset.id === id);
    const next = [...list.querySelectorAll(':scope > [data-id]')].find((item) => BigInt(item.dataset.id) < BigInt(id));
    if (!found || held(id) || (!next && document.getElementById('more'))) return;
    still(() => (next ? next.before(found) : list.append(found)));
    welcome([found]);
  }

  document.addEventListener('live:message', ({ detail: message }) => {
    if (!concerns(message.topic)) return;
    if (message.kind === 'post' && isFirstPage && !message.mine && !held(message.id)) arrive(message.id);
    if (message.kind === 'back' && isFirstPage && !held(message.id)) putBack(message.id);
    if (message.kind === 'gone') {
      pill.remove([message.id]);
      const item = held(message.id);
      if (item) still(() => item.remove());
    }
  });
  document.addEventListener('outbox:arrived', ({ detail: id }) => pill.remove([id]));
  document.addEventListener('live:ask', look);
  document.addEventListener('live:following', ({ detail: { topics, again } }) => {
    const newest = [...list.querySelectorAll('[data-id]')].reduce((id, item) => (BigInt(item.dataset.id) > id ? BigInt(item.dataset.id) : id), 0n);
    const missed = Object.entries(topics).some(([topic, state]) => concerns(topic) && BigInt(state) > newest);
    if (again || missed) setTimeout(look, Math.random() * (again ? 2000 : 0));
  });
}
