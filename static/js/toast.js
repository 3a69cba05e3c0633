/* Toasts: 8 s in sight, the clock stopped under the pointer, the focus or another tab; errors stay.
   `maillage.toast(text, {undo, label, stay, link, again})`: `link` is {href, label}, `again` {act, label}. Escape closes the one that has the focus; Ctrl+Z, outside of a text, presses its "Undo". */
window.maillage = window.maillage || {};
const toasts = document.getElementById('toasts');
const LIFE = 8000;

function close(toast) {
  const hadFocus = toast.contains(document.activeElement);
  toast.remove();
  if (hadFocus) document.getElementById('content').focus({ preventScroll: true });
}

function live(toast) {
  let timer = 0;
  let left = LIFE;
  let began = 0;
  const stop = () => { if (timer) left -= Date.now() - began; clearTimeout(timer); timer = 0; };
  const start = () => {
    stop();
    if (!toast.isConnected || document.hidden || toast.matches(':hover, :focus-within')) return;
    began = Date.now();
    timer = setTimeout(() => close(toast), Math.max(left, 1500));
  };
  toast.addEventListener('click', (event) => { if (event.target.closest('[data-toast-close]')) close(toast); });
  toast.addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.stopPropagation(); close(toast); } });
  if (toast.hasAttribute('data-stay')) return;
  ['mouseenter', 'focusin'].forEach((name) => toast.addEventListener(name, stop));
  ['mouseleave', 'focusout'].forEach((name) => toast.addEventListener(name, () => setTimeout(start)));
  toast.addEventListener('submit', stop);
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
  start();
}

function button(text, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', act);
  return element;
}

window.maillage.toast = (text, { undo, label, stay, link, again } = {}) => {
  const toast = document.createElement('div');
  const words = document.createElement('span');
  toast.className = 'toast';
  toast.toggleAttribute('data-stay', Boolean(stay));
  words.className = 'grow';
  words.textContent = text;
  toast.append(words);
  if (undo) {
    const back = button(label, () => { undo(); close(toast); });
    back.dataset.undo = '';
    toast.append(back);
  }
  if (again) toast.append(button(again.label, () => { close(toast); again.act(); }));
  if (link) {
    const way = document.createElement('a');
    way.href = link.href;
    way.textContent = link.label;
    toast.append(way);
  }
  toast.append(toasts.querySelector('[data-toast-x]').content.cloneNode(true));
  toasts.append(toast);
  live(toast);
  window.maillage.announce(text);
};

window.maillage.announce = (text) => {
  const line = document.createElement('p');
  line.textContent = text;
  document.getElementById('announcements').replaceChildren(line);
};

toasts.querySelectorAll('[data-toast]').forEach((toast) => {
  live(toast);
  window.maillage.announce([toast.querySelector('.grow'), toast.querySelector('[data-undo]')].filter(Boolean).map((part) => part.textContent).join(' '));
});
document.addEventListener('keydown', (event) => {
  const undo = [...toasts.querySelectorAll('[data-undo]')].pop();
  if (!undo || event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  event.preventDefault();
  undo.click();
});

/* A request of the page that failed is always said: why in words, and the id under which the log tells the rest. */
function whyNot(status) {
  return { 413: toasts.dataset.large, 429: toasts.dataset.often, 408: toasts.dataset.late, 504: toasts.dataset.late }[status]
    || (status >= 500 ? toasts.dataset.fault : toasts.dataset.failed);
}
/* What failed on its way may be tried again, where the page knows how: `maillage.again(event)`. */
function againOf(event) {
  const act = window.maillage.again?.(event);
  return act ? { act, label: toasts.dataset.again } : undefined;
}
window.maillage.failed = (response, isLate = false, again = undefined) => {
  const id = response?.headers.get('X-Request-Id');
  const none = isLate ? toasts.dataset.late : navigator.onLine ? toasts.dataset.failed : toasts.dataset.offline;
  const words = [response ? whyNot(response.status) : none, id && toasts.dataset.reference.replace('{id}', id)];
  window.maillage.toast(words.filter(Boolean).join(' '), { stay: true, again });
};
document.addEventListener('htmx:error', (event) => window.maillage.failed(null, event.detail?.error?.name === 'AbortError', againOf(event)));
document.addEventListener('htmx:response:error', (event) => {
  const response = event.detail?.ctx?.response;
  if (!response || response.status === 422 || response.headers.get('HX-Refresh')) return; // said by the form, or by the page that comes
  window.maillage.failed(response, false, response.status >= 500 || [408, 429].includes(response.status) ? againOf(event) : undefined);
});
