/* A reaction, or keeping for later, shows as given at once; where the server does not follow, it is taken back; the toast
   that says so (js/toast.js) offers to try again. */
const given = new WeakMap();
let reacted = ''; // the foot that the last reaction was given in

/* Its value says what was given already: the next press of the same button undoes this one. */
function flip(button) {
  const isGiven = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(isGiven));
  if (button.name === 'kind') button.value = button.value.replace(/:(true|false)$/, `:${isGiven}`);
}

document.addEventListener('htmx:before:request', (event) => {
  const source = event.target.closest?.('.post-foot, .cm-foot');
  const button = event.target.matches?.('[aria-pressed]') ? event.target : event.detail.ctx?.request?.submitter || document.activeElement;
  if (!source || !button?.matches?.('[aria-pressed]') || !source.contains(button)) return;
  flip(button);
  given.set(event.target, button);
  if (button.name === 'kind' && button.matches(':focus')) reacted = source.id;
});

/* Pressing it again, for the toast of a request that failed. */
window.maillage.again = (event) => {
  const button = given.get(event.target);
  return button && (() => (document.getElementById(button.id) || button).click());
};

function takeBack(event) {
  const button = given.get(event.target);
  if (button?.isConnected) flip(button);
  given.delete(event.target);
}
/* The button that was pressed may be in the closed menu now: the one in front takes the focus then. */
document.addEventListener('htmx:after:swap', () => {
  if (reacted && document.activeElement === document.body) document.getElementById(reacted)?.querySelector('.btn[name="kind"]')?.focus();
  reacted = '';
}, true);
document.addEventListener('htmx:error', takeBack);
document.addEventListener('htmx:response:error', takeBack);
