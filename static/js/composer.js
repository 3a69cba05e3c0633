/* The forms one writes in: their words are kept in this tab until they are published (in this browser, where the server could not be
   reached), the audience follows the destination, a reply finds its comment, an address can be copied. */
const KEPT = ['community', 'title', 'body', 'parent', 'kind', 'client_key', 'version', 'draft_version', 'options', 'choice', 'results', 'closes_at', 'people',
  'what_for', 'read_by', 'situation', 'change', 'amount', 'unit', 'period', 'basis', 'proofs', 'happened_on', 'months', 'story_people', 'publish_at', 'without_link'];
const WORDS = ['body', 'title', 'options', 'situation', 'change', 'what_for'];
const store = window.sessionStorage;

const away = window.localStorage; // emptied of these when they are kept, sent, or their writer signs out

const nameOf = (form) => `draft:${form.dataset.person}:${form.dataset.draft}`;

function draftOf(form) {
  const fields = new FormData(form);
  return { asked: form.dataset.asked, ...Object.fromEntries(KEPT.filter((name) => fields.has(name)).map((name) => [name, fields.get(name)])) };
}

/* What the address opened the form for: another kind or another place is another text. */
const askedOf = (form) => ['kind', 'community'].map((name) => form.elements[name]?.value || '').join(' ');

function keep(form) {
  try { store.setItem(nameOf(form), JSON.stringify(draftOf(form))); } catch { /* a full or closed store keeps nothing */ }
}

function published() {
  const sent = document.cookie.split('; ').find((pair) => pair.startsWith('sent='));
  return sent ? sent.slice(5) : null;
}

/* Whether what was kept here is later than what the server put in the form: the same text, saved since by nobody else. */
function isLater(draft, form) {
  const { client_key: key, version, draft_version: saved } = form.elements;
  if (!draft.client_key || draft.client_key !== key?.value) return false;
  const [mine, theirs] = saved ? [draft.draft_version, saved.value] : [draft.version, version?.value];
  return Number(mine || 0) >= Number(theirs || 0) && (!saved || draft.version === version.value)
    && WORDS.some((name) => name in draft && form.elements[name] && form.elements[name].value !== draft[name]);
}

function forget(form) {
  store.removeItem(nameOf(form));
  away.removeItem(nameOf(form));
}

function restore(form) {
  const raw = store.getItem(nameOf(form)) || away.getItem(nameOf(form));
  if (!raw) return;
  const draft = JSON.parse(raw);
  if (draft.client_key && draft.client_key === published()) {
    forget(form);
    if (form.elements.draft_version) document.cookie = 'sent=; max-age=0; path=/'; // that key serves again
    return;
  }
  if (!isLater(draft, form) && (form.elements.body.value || form.elements.draft_version || !WORDS.some((name) => draft[name]))) return;
  const isOther = draft.asked !== undefined && draft.asked !== form.dataset.asked;
  if (isOther && draft.version) return; // it waits among the drafts
  for (const [name, value] of Object.entries(draft)) {
    const field = isOther && name === 'kind' ? null : form.elements[name];
    if (field && !(name === 'community' && ![...field.options].some((option) => option.value === value))) field.value = value;
  }
  form.dispatchEvent(new CustomEvent('draft:restored', { bubbles: true }));
}

function showAudience(form) {
  showReach(form);
  const select = form.elements.community;
  if (!select) return;
  const option = select.selectedOptions[0];
  const access = option && option.dataset.access;
  form.querySelectorAll('[data-audience]').forEach((line) => {
    line.hidden = !access || (line.dataset.audience === 'open') !== (access === 'open');
  });
}

function showReach(form) {
  const select = form.elements.community;
  if (select) form.querySelectorAll('[data-reach]').forEach((line) => { line.hidden = line.dataset.reach !== select.value; });
}

function answer(form, comment) {
  form.elements.parent.value = comment;
  form.querySelector('[data-reply-to]').hidden = !comment;
  const place = comment && document.getElementById(`c${comment}`);
  (place ? place.closest('.thread > .cm') : form.closest('.thread-card')).append(form);
  form.elements.body.focus();
}

/* The words go along from the post to a comment, and back. What was begun under one comment stays there when another is answered,
   and so does what waits where one goes; but words that could not be saved never leave the form. */
async function goTo(form, comment) {
  const from = form.elements.parent.value;
  const box = form.querySelector('[data-replies-begun]');
  const waits = comment !== from && box.querySelector(`[data-draft-parent="${CSS.escape(comment)}"]`);
  const stays = comment && from && comment !== from && form.elements.body.value.trim();
  if ((waits || stays) && await isSettled(form)) {
    if (waits) { window.location.assign(waits.querySelector('a').href); return; }
    setAside(form, box, from);
  }
  answer(form, comment);
  keep(form);
}

function isSettled(form) {
  const asked = { settled: false };
  form.dispatchEvent(new CustomEvent('draft:settle', { bubbles: true, detail: asked }));
  return asked.settled;
}

function setAside(form, box, comment) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  const key = form.elements.client_key.value;
  Object.assign(item.dataset, { draftKey: key, draftParent: comment });
  link.href = `${window.location.pathname}?draft=${encodeURIComponent(key)}#reply`;
  link.textContent = form.elements.body.value.slice(0, 90);
  item.append(link);
  box.querySelector('ul').append(item);
  box.hidden = false;
  form.elements.client_key.value = window.maillage.writing.freshKey();
  form.elements.body.value = '';
  form.querySelector('[data-file-lines]')?.replaceChildren();
  form.dispatchEvent(new CustomEvent('draft:free', { bubbles: true }));
}

function start(root) {
  root.querySelectorAll('form[data-draft]').forEach((form) => {
    if (form.dataset.started) return;
    form.dataset.started = 'yes';
    form.dataset.asked = askedOf(form);
    restore(form);
    showAudience(form);
    form.addEventListener('input', () => { keep(form); showAudience(form); });
    form.addEventListener('draft:kept', () => { keep(form); away.removeItem(nameOf(form)); showAudience(form); });
    form.addEventListener('draft:away', () => { try { away.setItem(nameOf(form), JSON.stringify(draftOf(form))); } catch { /* full */ } });
    form.addEventListener('draft:free', () => { forget(form); if (form.elements.parent?.value) answer(form, ''); });
  });
}

document.addEventListener('click', (event) => {
  const form = document.getElementById('reply');
  const reply = event.target.closest('[data-reply]');
  const cancel = event.target.closest('[data-reply-cancel]');
  if ((reply || cancel) && form instanceof HTMLFormElement) {
    event.preventDefault();
    goTo(form, reply ? reply.dataset.reply : '');
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
