/* What is pinned on the page of a community: asked for again when someone pins, moves or unpins. */
const { still, welcome } = window.maillage.live;

async function renew(pins) {
  const response = await fetch(pins.dataset.url, { headers: { 'HX-Request': 'true', 'HX-Current-URL': window.location.href } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('[data-pins]');
  if (!fresh) return;
  const ids = [...fresh.querySelectorAll('[data-id]')].map((item) => item.dataset.id);
  still(() => {
    pins.replaceWith(document.adoptNode(fresh));
    document.querySelectorAll('#feed > [data-id]').forEach((item) => { if (ids.includes(item.dataset.id)) item.remove(); });
  });
  welcome([fresh]);
}

document.addEventListener('live:message', ({ detail: message }) => {
  const pins = document.querySelector('[data-pins]');
  if (!pins || message.topic !== pins.dataset.topic) return;
  const goes = message.kind === 'gone' && pins.querySelector(`[data-id="${message.id}"]`);
  if (message.kind === 'pinned' || goes) renew(pins).catch(() => {});
});
