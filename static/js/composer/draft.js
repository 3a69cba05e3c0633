/* A form [data-autosave] is kept on the server some seconds after each pause, and found again on any device.
   When another device saved since, both texts are shown and the writer chooses. */
const PAUSE = 2500;
const states = new WeakMap();

const stateOf = (form) => {
  if (!states.has(form)) states.set(form, { timer: 0, dirty: false, running: null, held: false });
  return states.get(form);
};
const addressOf = (form) => form.dataset.autosave.replace('KEY', form.elements.client_key.value);
const csrf = (form) => form.elements.csrfmiddlewaretoken.value;

function words(form) {
  const fields = new FormData(form);
  [...fields.entries()].forEach(([name, value]) => { if (typeof value !== 'string') fields.delete(name); });
  return fields;
}

function say(form, text) {
  const line = form.querySelector('[data-draft-state]');
  if (line && line.textContent !== text) line.textContent = text;
}

function kept(form, version) {
  form.elements.version.value = version;
  form.dispatchEvent(new CustomEvent('draft:kept', { bubbles: true }));
}

function fill(form, theirs) {
  [...form.elements].filter((field) => field.type === 'checkbox').forEach((field) => { field.checked = field.name in theirs; });
  Object.entries(theirs).forEach(([name, value]) => {
    const field = form.elements[name];
    if (field && field.type !== 'checkbox') field.value = value;
  });
}

/* The other text is shown, and nothing is saved until the writer has chosen. */
function showStale(form, theirs) {
  const box = form.querySelector('[data-stale]');
  const state = stateOf(form);
  state.held = true;
  say(form, '');
  box.hidden = false;
  box.querySelector('[data-stale-acts]').hidden = false;
  box.querySelector('textarea').value = [theirs.title, theirs.body].filter(Boolean).join('\n\n');
  const end = (take) => {
    if (take) fill(form, theirs);
    box.hidden = true;
    state.held = false;
    state.dirty = true;
    kept(form, theirs.version);
    form.elements.body.focus();
    save(form);
  };
  box.querySelector('[data-stale-take]').onclick = () => end(true);
  box.querySelector('[data-stale-mine]').onclick = () => end(false);
}

async function save(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.running || state.held || !state.dirty || !form.isConnected) return;
  state.dirty = false;
  state.running = new AbortController();
  try {
    const answer = await fetch(addressOf(form), {
      method: 'POST', body: words(form), headers: { 'X-CSRFToken': csrf(form) }, redirect: 'error', signal: state.running.signal,
    });
    if (answer.status === 409) showStale(form, await answer.json());
    else if (answer.status === 422) say(form, (await answer.json()).detail);
    else if (answer.status === 204) { kept(form, ''); say(form, ''); }
    else if (answer.ok) { kept(form, (await answer.json()).version); say(form, form.querySelector('[data-draft-state]').dataset.kept); }
    else if (answer.status !== 410) throw new Error(answer.status);
  } catch (error) {
    if (error.name === 'AbortError') return;
    state.dirty = true;
    say(form, form.querySelector('[data-draft-state]').dataset.away);
    later(form, 4 * PAUSE);
  } finally { state.running = null; }
  if (state.dirty) later(form, PAUSE);
}

function later(form, pause) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), pause);
}

/* Without waiting for the answer: the page, or the form, is going away. */
function flush(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!state.dirty || state.held) return;
  state.dirty = false;
  navigator.sendBeacon(addressOf(form), words(form));
}

const forms = () => [...document.querySelectorAll('form[data-autosave]')];

document.addEventListener('input', (event) => {
  const form = event.target.closest('form[data-autosave]');
  if (!form || event.target.readOnly) return;
  stateOf(form).dirty = true;
  later(form, PAUSE);
});
/* Words found in this tab may be older than what another device saved: ask at once. */
document.addEventListener('draft:restored', (event) => {
  const form = event.target;
  form.querySelector(`[data-draft-key="${CSS.escape(form.elements.client_key.value)}"]`)?.remove();
  if (!form.querySelector('[data-draft-key]')) form.querySelector('[data-begun]')?.remove();
  stateOf(form).dirty = true;
  save(form);
});
document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-autosave]')) return;
  const state = stateOf(event.target);
  clearTimeout(state.timer);
  state.dirty = false;
  if (state.running) state.running.abort();
});
document.addEventListener('click', (event) => { if (event.target.closest('form[data-autosave] a[href]')) forms().forEach(flush); });
window.addEventListener('pagehide', () => forms().forEach(flush));
window.addEventListener('online', () => forms().forEach(save));
