/* The bell opens a panel with the latest notifications over the page; without a script, or with a key held, it is a link. */
const bell = document.getElementById('bell');
let panel = null;

function close(isBack) {
  if (!panel) return;
  panel.remove();
  panel = null;
  bell.setAttribute('aria-expanded', 'false');
  if (isBack) bell.focus();
}

async function open() {
  const answer = await fetch(bell.dataset.panel, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  const text = answer && answer.ok && !answer.headers.get('HX-Redirect') ? await answer.text() : '';
  const found = new DOMParser().parseFromString(text, 'text/html').getElementById('bell-panel');
  if (!found) { window.location.assign(bell.href); return; }
  close();
  panel = document.importNode(found, true);
  document.getElementById('content').before(panel);
  panel.dispatchEvent(new CustomEvent('htmx:after:swap', { bubbles: true })); // its times are said as the page says its own
  bell.setAttribute('aria-expanded', 'true');
  panel.focus({ preventScroll: true });
}

if (bell && bell.dataset.panel && !window.location.pathname.startsWith(new URL(bell.href).pathname)) {
  bell.setAttribute('aria-expanded', 'false');
  bell.addEventListener('click', (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (panel) close(true); else open();
  });
  document.addEventListener('click', ({ target }) => {
    if (!panel || bell.contains(target)) return;
    if (!panel.contains(target) || target.closest('[data-bell-close]')) close(Boolean(target.closest('[data-bell-close]')));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !panel) return;
    event.preventDefault();
    close(true);
  });
}
