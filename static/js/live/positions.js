/* Each item of a feed says its place among those shown; a feed that has none yet is not one. */
const list = document.querySelector('.feed');

if (list) {
  const number = () => {
    const items = [...list.querySelectorAll(':scope > article')];
    const about = items.length ? { role: 'feed', 'aria-label': list.dataset.label } : { role: null, 'aria-label': null };
    Object.entries(about).forEach(([name, value]) => (value === null ? list.removeAttribute(name) : list.setAttribute(name, value)));
    items.forEach((item, place) => item.setAttribute('aria-posinset', place + 1));
  };
  new MutationObserver(number).observe(list, { childList: true });
}
