/* Toasts: 8 s, paused under the pointer or the focus; errors stay. `maillage.toast(text, {undo, label, stay})`. */
window.maillage = window.maillage || {};
const toasts = document.getElementById('toasts');
const LIFE = 8000;

function live(toast) {
  let timer = 0;
  const start = () => { timer = setTimeout(() => toast.remove(), LIFE); };
  const stop = () => clearTimeout(timer);
  toast.addEventListener('click', (event) => { if (event.target.closest('[data-toast-close]')) toast.remove(); });
  if (toast.hasAttribute('data-stay')) return;
  ['mouseenter', 'focusin'].forEach((name) => toast.addEventListener(name, stop));
  ['mouseleave', 'focusout'].forEach((name) => toast.addEventListener(name, () => { stop(); start(); }));
  start();
}

function button(text, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', act);
  return element;
}

window.maillage.toast = (text, { undo, label, stay } = {}) => {
  const toast = document.createElement('div');
  const words = document.createElement('span');
  toast.className = 'toast';
  toast.toggleAttribute('data-stay', Boolean(stay));
  words.className = 'grow';
  words.textContent = text;
  toast.append(words);
  if (undo) toast.append(button(label, () => { undo(); toast.remove(); }));
  toast.append(button(toasts.dataset.close, () => toast.remove()));
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
  window.maillage.announce(toast.querySelector('.grow').textContent);
});
document.addEventListener('htmx:error', () => {
  window.maillage.toast(navigator.onLine ? toasts.dataset.failed : toasts.dataset.offline, { stay: true });
});
document.addEventListener('htmx:response:error', (event) => {
  const response = event.detail && event.detail.ctx && event.detail.ctx.response;
  if (response && response.status >= 500) window.maillage.toast(toasts.dataset.failed, { stay: true });
});
