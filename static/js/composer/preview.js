/* Write and Preview as tabs: the server makes the preview, by the rule that will make the post. */
const { fieldOf } = window.maillage.writing;

const asked = new WeakMap();

function show(writing, name) {
  writing.querySelectorAll('[data-tab]').forEach((tab) => {
    const chosen = tab.dataset.tab === name;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !chosen;
  });
  writing.querySelectorAll('.toolbar button').forEach((button) => button.setAttribute('aria-disabled', String(name === 'preview')));
}

async function make(writing) {
  const field = fieldOf(writing);
  const panel = writing.querySelector('.writing-preview');
  const form = new FormData();
  const place = field.form.elements.community?.value || writing.dataset.place;
  asked.get(writing)?.abort();
  const asking = new AbortController();
  asked.set(writing, asking);
  form.set('body', field.value);
  if (place) form.set('community', place);
  panel.textContent = writing.dataset.loading;
  const answer = await fetch(`${writing.dataset.preview}?fragment=1`, {
    method: 'POST', body: form, headers: { 'X-CSRFToken': field.form.elements.csrfmiddlewaretoken.value }, redirect: 'error', signal: asking.signal,
  }).catch((error) => (error.name === 'AbortError' ? null : { status: 0 }));
  if (!answer) return;
  if (answer.status === 200 || answer.status === 422) panel.innerHTML = await answer.text();
  else panel.textContent = answer.status === 429 ? await answer.text() : writing.dataset.failed;
}

function choose(tab) {
  const writing = tab.closest('[data-writing]');
  show(writing, tab.dataset.tab);
  if (tab.dataset.tab === 'preview') make(writing);
}

function wake() {
  document.querySelectorAll('[data-writing-tabs]:not([role])').forEach((list) => {
    list.setAttribute('role', 'tablist');
    list.querySelectorAll('[data-tab]').forEach((tab) => {
      const panel = document.getElementById(tab.getAttribute('aria-controls'));
      tab.type = 'button';
      tab.hidden = false;
      tab.setAttribute('role', 'tab');
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
    });
    document.getElementById('id_body_preview').tabIndex = 0;
    show(list.closest('[data-writing]'), 'write');
  });
}

document.addEventListener('click', (event) => {
  const tab = event.target.closest('[role="tablist"] [data-tab]');
  if (tab) choose(tab);
});
document.addEventListener('keydown', (event) => {
  const tab = event.target.closest?.('[role="tablist"] [data-tab]');
  if (!tab || !['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
  const other = [...tab.parentElement.querySelectorAll('[data-tab]')].find((each) => each !== tab);
  event.preventDefault();
  other.focus();
  choose(other);
});
document.addEventListener('reset', (event) => { const writing = event.target.querySelector('[data-writing]'); if (writing) show(writing, 'write'); });
document.addEventListener('htmx:after:swap', wake);
document.addEventListener('composer:changed', wake);
wake();
