/* Dialogs are native: [data-dialog="id"] opens one, [data-dialog-close] and a click on the ground close it. */
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest('[data-dialog-close]');
  const ground = event.target.matches('dialog.dialog') && event.target;
  const dialog = closer ? closer.closest('dialog') : ground;
  if (dialog) { event.preventDefault(); dialog.close(); }
});
