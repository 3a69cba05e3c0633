/* The shell: what htmx must be told, forms sent once, the current tab brought into view, initials for a lost photo. */
function showCurrent(root) {
  root.querySelectorAll('.tabs [aria-current], .tabs [aria-selected="true"]').forEach((tab) => {
    const strip = tab.closest('.tabs');
    strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
  });
}

document.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.hasAttribute('data-again')) return;
  if (button.getAttribute('aria-busy') === 'true') event.preventDefault();
  else button.setAttribute('aria-busy', 'true');
});

/* Signing out leaves nothing of what was written in this tab, nor of what this person wrote in this browser. */
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || !event.target.matches('[data-sign-out]')) return;
  const id = document.getElementById('outbox')?.dataset.person;
  const empty = (store, kept) => Object.keys(store).filter((key) => kept.test(key)).forEach((key) => store.removeItem(key));
  empty(window.sessionStorage, /^draft:/);
  empty(window.localStorage, new RegExp(`^(outbox|draft):${id}(:|$)`));
});

function rest() {
  document.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute('aria-busy'));
}

/* A card drawn before a photo was taken away still shows it. */
function initialsOf(photo) {
  const round = document.createElement('span');
  round.className = photo.className;
  round.setAttribute('aria-hidden', 'true');
  round.textContent = photo.dataset.initials;
  photo.replaceWith(round);
}

document.addEventListener('error', (event) => {
  if (event.target instanceof Element && event.target.matches('img[data-initials]')) initialsOf(event.target);
}, true);
document.querySelectorAll('img[data-initials]').forEach((photo) => {
  if (photo.complete && !photo.naturalWidth) initialsOf(photo);
});

window.addEventListener('pageshow', rest);
document.addEventListener('htmx:finally:request', rest);
document.addEventListener('htmx:after:swap', (event) => showCurrent(event.target instanceof Element ? event.target : document));
showCurrent(document);
