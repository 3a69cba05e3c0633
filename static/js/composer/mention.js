/* A text that names its community tells all its members: the box that confirms it shows as soon as the name is chosen, with how many
   they are, and goes with the name. */
const named = new WeakMap();

function check(field) {
  const box = field.closest('[data-writing]')?.querySelector('[data-mention-ask]');
  const name = named.get(field.form);
  if (!box || !name || field.value.includes(name)) return;
  named.delete(field.form);
  box.hidden = true;
  box.querySelector('input').checked = false;
}

document.addEventListener('composer:calls', ({ target, detail }) => {
  const box = target.closest('[data-writing]')?.querySelector('[data-mention-ask]');
  if (!box) return;
  named.set(target.form, detail.text);
  box.hidden = false;
  box.querySelector('[data-mention-says]').textContent = detail.tells;
  window.maillage.announce(detail.tells);
});
document.addEventListener('input', ({ target }) => { if (target.matches?.('[data-writing] textarea[name="body"]')) check(target); });
document.addEventListener('composer:changed', () => document.querySelectorAll('[data-writing] textarea[name="body"]').forEach(check));

/* Someone suggested is named where the text stands, once. */
document.addEventListener('click', ({ target }) => {
  const button = target.closest?.('[data-mention]');
  const field = button?.closest('form')?.querySelector('[data-writing] textarea[name="body"]');
  if (!field) return;
  if (field.value.includes(button.dataset.mention)) { field.focus(); return; }
  const before = field.value && !/\s$/.test(field.value) ? ' ' : '';
  window.maillage.writing.put(field, field.value.length, field.value.length, `${before}${button.dataset.mention} `);
});
