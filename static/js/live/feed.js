/* A feed of posts: new ones wait behind the pill and come in at the top on a click only. */
const list = document.querySelector('[data-live-feed]');
const { newer, still, welcome, show } = window.maillage.live;
const TOO_MANY = 50;

if (list) {
  const isFirstPage = !new URLSearchParams(window.location.search).has('before');
  const held = (id) => list.querySelector(`[data-id="${id}"]`);
  const pill = window.maillage.livePill(list, bring);
  const named = () => list.dataset.topics.split(/[\s,]+/).filter(Boolean);
  const concerns = (topic) => topic.startsWith('community:') && (!named().length || named().includes(topic));

  async function look() {
    if (!isFirstPage) return;
    const items = await newer(list).catch(() => null);
    if (items) pill.add(items.map((item) => item.dataset.id).filter((id) => !held(id)));
  }

  async function bring() {
    const items = await newer(list).catch(() => null);
    if (!items) return;
    const fresh = items.filter((item) => !held(item.dataset.id));
    if (fresh.length >= TOO_MANY) { window.location.reload(); return; }
    still(() => list.prepend(...fresh));
    welcome(fresh);
    pill.clear();
    if (fresh.length) show(fresh[0]);
  }

  document.addEventListener('live:message', ({ detail: message }) => {
    if (!concerns(message.topic)) return;
    if (message.kind === 'post' && isFirstPage && !message.mine && !held(message.id)) pill.add([message.id]);
    if (message.kind === 'gone') {
      pill.remove([message.id]);
      const item = held(message.id);
      if (item) still(() => item.remove());
    }
  });
  document.addEventListener('live:ask', look);
  document.addEventListener('live:following', ({ detail: { topics, again } }) => {
    const newest = [...list.querySelectorAll('[data-id]')].reduce((id, item) => (BigInt(item.dataset.id) > id ? BigInt(item.dataset.id) : id), 0n);
    const missed = Object.entries(topics).some(([topic, state]) => concerns(topic) && BigInt(state) > newest);
    if (again || missed) setTimeout(look, Math.random() * (again ? 2000 : 0));
  });
}
