/* The theme changes at once; the form that carries it is still sent, so that it follows the person. */
document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-theme-form]') || !event.submitter) return;
  event.preventDefault();
  const choice = event.submitter.value;
  const form = new FormData(event.target, event.submitter);
  if (choice === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', choice);
  event.target.querySelectorAll('button').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.value === choice));
  });
  fetch(event.target.action, { method: 'POST', body: form, redirect: 'manual' })
    .catch(() => window.maillage.toast(document.getElementById('toasts').dataset.failed, { stay: true }));
}, true);
