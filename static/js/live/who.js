/* Who reacted: the sums of reactions, a link to the page that says it, show it beside them at once, to the mouse and to the keyboard. */
const PAUSE = 250;
const panel = document.createElement('div');
let shown = null; // the link it speaks of
let timer = 0;
let asking = null;

panel.className = 'who-panel';
panel.id = 'who-reacted';

function close() {
  clearTimeout(timer);
  asking?.abort();
  asking = null;
  if (!shown) return;
  shown.removeAttribute('aria-describedby');
  shown = null;
  panel.remove();
}

async function open(link) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`${link.href}?fragment=1`, { signal, redirect: 'error' });
    if (!answer.ok || signal.aborted || !link.isConnected) return;
    panel.innerHTML = await answer.text();
  } catch { return; }
  close();
  shown = link;
  link.setAttribute('aria-describedby', panel.id);
  link.after(panel);
}

function soon(link) {
  if (link === shown) { clearTimeout(timer); return; }
  clearTimeout(timer);
  timer = setTimeout(() => open(link), PAUSE);
}

const linkOf = (target) => (target instanceof Element ? target.closest('a[data-who]') : null);
const isInside = (target) => target instanceof Element && (panel.contains(target) || shown?.contains(target));

document.addEventListener('pointerover', (event) => {
  if (event.pointerType !== 'mouse') return;
  const link = linkOf(event.target);
  if (link) soon(link);
  else if (isInside(event.target)) clearTimeout(timer);
  else if (shown ? !shown.matches(':focus-visible') : timer) { clearTimeout(timer); timer = setTimeout(close, PAUSE); }
});
document.addEventListener('focusin', (event) => {
  const link = linkOf(event.target);
  if (link?.matches(':focus-visible')) soon(link);
  else if (shown && !isInside(event.target)) close();
});
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && shown) { close(); event.stopPropagation(); } });
