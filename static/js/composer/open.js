/* The composer on top of a feed: Escape closes it and keeps its words; its button says where it publishes. */
window.maillage = window.maillage || {};
const closed = document.querySelector('section#composer')?.cloneNode(true);

function closeComposer(form) {
  if (!closed || !form.isConnected) return false;
  const fresh = closed.cloneNode(true);
  form.dispatchEvent(new CustomEvent('draft:leave', { bubbles: true }));
  window.maillage.live.still(() => form.replaceWith(fresh));
  window.htmx.process(fresh);
  return fresh.querySelector('.composer-input');
}

window.maillage.closeComposer = closeComposer;

/* Esc belongs first to what is open inside: suggestions, menus, dialogs. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
  const form = event.target.closest?.('form#composer');
  if (!form || document.querySelector('dialog[open], details[data-menu][open]')) return;
  const opener = closeComposer(form);
  if (!opener) return;
  event.preventDefault();
  opener.focus();
});

function name(form) {
  const button = form.querySelector('[data-publish]');
  const chosen = form.elements.community?.selectedOptions[0];
  if (!button) return;
  button.dataset.plain ??= button.textContent;
  const place = chosen && chosen.value && (chosen.dataset.name || chosen.textContent.trim());
  button.textContent = place ? button.dataset.publish.replace('{name}', place) : button.dataset.plain;
  button.title = place ? button.textContent : ''; // whole, where there is no room for it
}

const all = () => document.querySelectorAll('form#composer').forEach(name);
['input', 'change', 'htmx:after:swap', 'draft:restored', 'draft:kept', 'composer:changed'].forEach((event) => document.addEventListener(event, all));
all();
