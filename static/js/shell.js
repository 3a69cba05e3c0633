/* The shell: what htmx must be told, forms sent once, and the current tab brought into view. */
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

function rest() {
  document.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute('aria-busy'));
}

window.addEventListener('pageshow', rest);
document.addEventListener('htmx:finally:request', rest);
document.addEventListener('htmx:after:swap', (event) => showCurrent(event.target instanceof Element ? event.target : document));
showCurrent(document);
