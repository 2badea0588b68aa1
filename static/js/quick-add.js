// n opens the form of a new application, from anywhere. It is on the page only for those who want single keys (Settings).
// Never while somebody types, with a modifier held, or over an open dialog.

const TYPING = "input:not([type='checkbox'], [type='radio'], [type='submit'], [type='button']), select, textarea, [contenteditable]";
const form = document.querySelector("a.bar-add");

document.addEventListener("keydown", (event) => {
  const isHeld = event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing;
  if (event.key !== "n" || isHeld || event.defaultPrevented || !form) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  form.click();
});
