/* Menus are <details data-menu>: this closes them on Escape, on a click elsewhere and when focus leaves. */
const menus = () => document.querySelectorAll('details[data-menu][open]');

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  if (menus().length) event.preventDefault(); // the menu, and nothing under it
  menus().forEach((menu) => {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector('summary').focus();
  });
});

document.addEventListener('click', (event) => {
  menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

document.addEventListener('focusin', (event) => {
  menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
