/* The tab says how much waits, new things of the page and notifications: a number in its title, a mark on its icon. */
window.maillage = window.maillage || {};
const title = document.title;
const icon = document.querySelector('link[rel="icon"]');
const plain = icon.getAttribute('href');
const waiting = new Map();

window.maillage.waits = (what, count) => {
  waiting.set(what, count);
  const all = [...waiting.values()].reduce((sum, each) => sum + each, 0);
  document.title = all ? `(${all.toLocaleString(document.documentElement.lang)}) ${title}` : title;
  icon.setAttribute('href', all ? icon.dataset.marked : plain);
};
window.maillage.waits('notifications', Number(document.getElementById('bell')?.dataset.count || 0));
