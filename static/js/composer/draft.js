/* A form [data-autosave] (a post, a reply, an edit) is kept on the server some seconds after each pause, and found again on any device.
   When another device saved since, both texts are shown and the writer chooses. */
const PAUSE = 2500;
const LATE = 4000;
const states = new WeakMap();

const stateOf = (form) => {
  if (!states.has(form)) states.set(form, { timer: 0, dirty: false, running: null, held: false });
  return states.get(form);
};
const keyOf = (form) => form.elements.client_key.value;
const addressOf = (form) => form.dataset.autosave.replace('KEY', keyOf(form));
/* In the form of an edit, `version` is that of the published words. */
const versionOf = (form) => form.elements.draft_version || form.elements.version;
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

/* The session ended, or became another's in this browser: the words stay in this tab, and come back in the form after signing in. */
function signedOut(form) {
  const line = form.querySelector('[data-draft-state]');
  const link = document.createElement('a');
  stateOf(form).held = true;
  link.href = `${line.dataset.signIn}?next=${encodeURIComponent(form.getAttribute('action'))}`;
  link.textContent = line.dataset.again;
  line.replaceChildren(`${line.dataset.ended} `, link);
  window.maillage.announce(line.textContent);
}

function kept(form, version) {
  versionOf(form).value = version;
  form.dispatchEvent(new CustomEvent('draft:kept', { bubbles: true }));
}

function fill(form, theirs) {
  [...form.elements].filter((field) => field.type === 'checkbox').forEach((field) => { field.checked = field.name in theirs; });
  Object.entries(theirs).forEach(([name, value]) => {
    const field = form.elements[name];
    if (field && field.type !== 'checkbox') field.value = value;
  });
}

/* It stands in the composer; the other forms have it aside. */
function staleBox(form) {
  const aside = form.querySelector('template[data-stale-box]');
  if (aside && !form.querySelector('[data-stale]')) aside.after(aside.content.cloneNode(true));
  return form.querySelector('[data-stale]');
}

/* The other text is shown, and nothing is saved until the writer has chosen. */
function showStale(form, theirs) {
  const box = staleBox(form);
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
    kept(form, theirs.draft_version ?? theirs.version);
    form.elements.body.focus();
    save(form);
  };
  box.querySelector('[data-stale-take]').onclick = () => end(true);
  box.querySelector('[data-stale-mine]').onclick = () => end(false);
}

/* Published since from elsewhere: what is in the form is another text from now on. */
function begin(form) {
  form.elements.client_key.value = window.maillage.writing.freshKey();
  kept(form, '');
  stateOf(form).dirty = true;
  say(form, form.querySelector('[data-draft-state]').dataset.published);
}

async function save(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.running || state.held || !state.dirty || !form.isConnected) return;
  const key = keyOf(form);
  state.dirty = false;
  state.isKept = false;
  state.running = new AbortController();
  try {
    const answer = await fetch(addressOf(form), {
      method: 'POST', body: words(form), headers: { 'X-CSRFToken': csrf(form) }, redirect: 'manual', signal: state.running.signal,
    });
    if (keyOf(form) !== key) return; // the form holds another text by now
    if (answer.type === 'opaqueredirect' || answer.status === 403) signedOut(form);
    else if (answer.status === 409) showStale(form, await answer.json());
    else if (answer.status === 404) say(form, form.querySelector('[data-draft-state]').dataset.gone);
    else if (answer.status === 422) say(form, (await answer.json()).detail);
    else if (answer.status === 410) begin(form);
    else if (answer.status === 204) { state.isKept = true; kept(form, ''); say(form, ''); }
    else if (answer.ok) { state.isKept = true; const told = await answer.json(); kept(form, told.draft_version ?? told.version); say(form, form.querySelector('[data-draft-state]').dataset.kept); }
    else throw new Error(answer.status);
  } catch (error) {
    if (error.name === 'AbortError' || keyOf(form) !== key) return;
    state.dirty = true;
    form.dispatchEvent(new CustomEvent('draft:away', { bubbles: true }));
    say(form, form.querySelector('[data-draft-state]').dataset.away);
    later(form, 4 * PAUSE);
  } finally { state.running = null; form.dispatchEvent(new CustomEvent('draft:settled')); }
  if (state.dirty) later(form, PAUSE);
}

/* Whether all that is in the form is on the server, once what is under way has ended. */
async function settle(form) {
  const state = stateOf(form);
  if (state.running) await new Promise((done) => { form.addEventListener('draft:settled', done, { once: true }); });
  await save(form);
  return !state.dirty && !state.held && (state.isKept !== false || !form.elements.body.value.trim());
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
  form.querySelector(`[data-begun] [data-draft-key="${CSS.escape(keyOf(form))}"]`)?.remove();
  if (!form.querySelector('[data-begun] [data-draft-key]')) form.querySelector('[data-begun]')?.remove();
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
/* An edit says which draft it ends: the one whose answer is on its way, if one is. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  const state = form.matches('form[data-autosave]') && form.elements.draft_version && stateOf(form);
  if (!state || !state.running) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const stop = setTimeout(() => state.running?.abort(), LATE);
  const again = () => { clearTimeout(stop); form.requestSubmit(event.submitter); };
  form.addEventListener('draft:settled', again, { once: true });
}, true);
document.addEventListener('draft:settle', (event) => { event.detail.settled = settle(event.target); });
document.addEventListener('draft:free', (event) => {
  const form = event.target;
  clearTimeout(stateOf(form).timer);
  stateOf(form).running?.abort();
  states.delete(form);
  versionOf(form).value = '';
  const box = form.querySelector('[data-stale]');
  if (box) box.hidden = true;
  say(form, '');
});
document.addEventListener('draft:leave', (event) => { if (event.target.matches('form[data-autosave]')) flush(event.target); });
document.addEventListener('click', (event) => { if (event.target.closest('form[data-autosave] a[href]')) forms().forEach(flush); });
window.addEventListener('pagehide', () => forms().forEach(flush));
window.addEventListener('online', () => forms().forEach(save));
