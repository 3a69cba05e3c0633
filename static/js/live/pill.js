/* The pill over a feed or under a thread: how many new things wait, said politely, and in the title of the page. */
window.maillage = window.maillage || {};

window.maillage.livePill = (list, onShow) => {
  const pill = list.parentElement.querySelector('.live');
  const waiting = new Set();
  let said = 0;

  function draw() {
    const count = waiting.size;
    window.maillage.waits('pill', count);
    if (!pill) return;
    if (pill.hidden === Boolean(count)) window.maillage.live.still(() => { pill.hidden = !count; });
    const words = count === 1 ? list.dataset.one : list.dataset.many.replace('{count}', count.toLocaleString(document.documentElement.lang));
    pill.querySelector('[data-live-count]').textContent = count ? words : '';
    if (count > said) window.maillage.announce(words);
    said = count;
  }

  if (pill) pill.querySelector('[data-live-show]').addEventListener('click', () => onShow([...waiting]));
  return {
    waiting,
    add(ids) { ids.forEach((id) => waiting.add(id)); draw(); },
    remove(ids) { ids.forEach((id) => waiting.delete(id)); draw(); },
    clear() { waiting.clear(); draw(); },
  };
};
