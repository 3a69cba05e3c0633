/* The last feed, without a connection: what is written here goes the way of every other text, js/composer/outbox.js, once it is back. */
const form = document.getElementById('offline-post');
const back = document.querySelector('[data-offline-back]');
const draft = `draft:offline:${document.getElementById('outbox').dataset.person}`;
const store = window.sessionStorage;

if (form) {
  const { body, title, community } = form.elements;
  const kept = JSON.parse(store.getItem(draft) || 'null');
  if (kept) { body.value = kept.body; title.value = kept.title; if (kept.community) community.value = kept.community; }
  form.addEventListener('input', () => store.setItem(draft, JSON.stringify({ body: body.value, title: title.value, community: community.value })));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!body.value.trim()) { body.focus(); return; }
    const fields = [['community', community.value], ['kind', 'message'], ['title', title.value], ['body', body.value]];
    document.dispatchEvent(new CustomEvent('outbox:send', {
      detail: { action: form.getAttribute('action'), kind: 'post', place: community.selectedOptions[0].textContent.trim(), fields },
    }));
    store.removeItem(draft);
    form.reset();
    form.querySelector('button[type="submit"]').removeAttribute('aria-busy');
  });
}

const offer = () => { back.hidden = false; };
window.addEventListener('online', offer);
document.addEventListener('live:state', ({ detail: state }) => { if (state === 'on') offer(); });
