/* A reaction, or keeping for later, shows as given at once; where the server does not follow, it is taken back; the toast
   that says so (js/toast.js) offers to try again. */
const given = new WeakMap();
let reacted = ''; // the foot that the last reaction was given in
const waiting = new Map(); // foot on its way to the server -> the buttons pressed meanwhile, by id
const feet = new WeakMap(); // what sent a request -> its foot

/* Its value says what was given already: the next press of the same button undoes this one. */
function flip(button) {
  const isGiven = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(isGiven));
  if (button.name === 'kind') button.value = button.value.replace(/:(true|false)$/, `:${isGiven}`);
}

/* The answer replaces the whole foot: what is pressed before it came shows at once, and is pressed in the new foot. */
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('.post-foot [aria-pressed], .cm-foot [aria-pressed]');
  const next = button && waiting.get(button.form.id);
  if (!next) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  flip(button);
  if (!next.delete(button.id)) next.set(button.id, button); // pressed twice: nothing is asked
}, true);

document.addEventListener('htmx:before:request', (event) => {
  const source = event.target.closest?.('.post-foot, .cm-foot');
  const button = event.target.matches?.('[aria-pressed]') ? event.target : event.detail.ctx?.request?.submitter || document.activeElement;
  if (!source || !button?.matches?.('[aria-pressed]') || !source.contains(button)) return;
  flip(button);
  given.set(event.target, button);
  feet.set(event.target, source.id);
  waiting.set(source.id, new Map());
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
/* Once htmx has done with the request. Where the server did not follow, the foot is still the one that was pressed in. */
document.addEventListener('htmx:finally:request', (event) => {
  const foot = feet.get(event.detail.ctx.sourceElement);
  const next = waiting.get(foot);
  if (!next) return;
  setTimeout(() => {
    waiting.delete(foot);
    next.forEach((pressed, id) => {
      const button = document.getElementById(id);
      if (button === pressed) flip(button);
      button?.click();
    });
  });
});
document.addEventListener('htmx:error', takeBack);
document.addEventListener('htmx:response:error', takeBack);
