/* The forms one writes in: their words are kept in this tab until they are published, the audience follows the destination,
   a reply finds its comment, an address can be copied. */
const KEPT = ['community', 'title', 'body', 'parent', 'kind', 'client_key', 'version', 'options', 'choice', 'results', 'closes_at', 'people', 'what_for'];
const store = window.sessionStorage;

const nameOf = (form) => `draft:${form.dataset.person}:${form.dataset.draft}`;

function draftOf(form) {
  const fields = new FormData(form);
  return Object.fromEntries(KEPT.filter((name) => fields.has(name)).map((name) => [name, fields.get(name)]));
}

function keep(form) {
  try { store.setItem(nameOf(form), JSON.stringify(draftOf(form))); } catch { /* a full or closed store keeps nothing */ }
}

function published() {
  const sent = document.cookie.split('; ').find((pair) => pair.startsWith('sent='));
  return sent ? sent.slice(5) : null;
}

function restore(form) {
  const raw = store.getItem(nameOf(form));
  if (!raw) return;
  const draft = JSON.parse(raw);
  if (draft.client_key && draft.client_key === published()) { store.removeItem(nameOf(form)); return; }
  if (form.elements.body.value || !draft.body) return;
  for (const [name, value] of Object.entries(draft)) {
    const field = form.elements[name];
    if (field && !(name === 'community' && ![...field.options].some((option) => option.value === value))) field.value = value;
  }
  form.dispatchEvent(new CustomEvent('draft:restored', { bubbles: true }));
}

function showAudience(form) {
  const select = form.elements.community;
  if (!select) return;
  const option = select.selectedOptions[0];
  const access = option && option.dataset.access;
  form.querySelectorAll('[data-audience]').forEach((line) => {
    line.hidden = !access || (line.dataset.audience === 'open') !== (access === 'open');
  });
}

function answer(form, comment) {
  form.elements.parent.value = comment;
  form.querySelector('[data-reply-to]').hidden = !comment;
  const place = comment && document.getElementById(`c${comment}`);
  (place ? place.closest('.thread > .cm') : form.closest('.thread-card')).append(form);
  form.elements.body.focus();
}

function start(root) {
  root.querySelectorAll('form[data-draft]').forEach((form) => {
    if (form.dataset.started) return;
    form.dataset.started = 'yes';
    restore(form);
    showAudience(form);
    form.addEventListener('input', () => { keep(form); showAudience(form); });
    form.addEventListener('draft:kept', () => { keep(form); showAudience(form); });
  });
}

document.addEventListener('click', (event) => {
  const form = document.getElementById('reply');
  const reply = event.target.closest('[data-reply]');
  const cancel = event.target.closest('[data-reply-cancel]');
  if ((reply || cancel) && form instanceof HTMLFormElement) {
    event.preventDefault();
    answer(form, reply ? reply.dataset.reply : '');
    keep(form);
  }
  const link = event.target.closest('[data-copy]');
  if (link && navigator.clipboard) {
    event.preventDefault();
    const address = new URL(link.dataset.copy, window.location.href).href;
    navigator.clipboard.writeText(address).then(
      () => window.maillage.toast(document.getElementById('toasts').dataset.copied || address),
      () => { window.location.href = address; },
    );
  }
});

document.addEventListener('htmx:after:swap', () => {
  start(document);
  const body = document.querySelector('#composer textarea[name="body"]');
  if (body && document.activeElement === document.body) body.focus();
});
start(document);
