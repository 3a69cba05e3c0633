/* A link [data-ask] leads to a page that asks before acting; its question is shown over the page one is on instead. */
async function ask(link) {
  const response = await fetch(link.href, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const form = response.ok && !response.redirected && page.querySelector('main form[data-question]');
  if (!form) throw new Error('no question');
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', 'question');
  form.action = link.href;
  form.className = 'card-pad stack-4';
  form.querySelector('h1, h2').id = 'question';
  form.querySelector('a').addEventListener('click', (event) => { event.preventDefault(); dialog.close(); });
  dialog.append(document.adoptNode(form));
  dialog.addEventListener('close', () => { dialog.remove(); (link.closest('details')?.querySelector('summary') || link).focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-ask]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  ask(link).catch(() => { window.location.href = link.href; });
});
