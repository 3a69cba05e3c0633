/* What the scripts of writing share: the field of a form, changing its text so that Ctrl+Z undoes it, sending the form. */
window.maillage = window.maillage || {};
const fieldOf = (place) => place.closest('form')?.querySelector('[data-writing] textarea[name="body"]');
const isCommand = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing;

/* Puts `text` in place of [from, to], as if it had been typed. */
function put(field, from, to, text) {
  field.focus();
  field.setSelectionRange(from, to);
  const typed = text ? document.execCommand('insertText', false, text) : from === to || document.execCommand('delete');
  if (typed) return;
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function send(form) {
  const button = form.querySelector('button.btn-primary[type="submit"]');
  if (button && button.getAttribute('aria-busy') !== 'true') form.requestSubmit(button);
}

/* A key by which the server knows a text again: sent twice, it is there once. */
function freshKey() {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => letters[byte % letters.length]).join('');
}

window.maillage.writing = { fieldOf, isCommand, put, send, freshKey };
