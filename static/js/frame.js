// Small comforts of the frame. Everything works without this file.

const messages = () => document.getElementById("messages");

// A request of htmx that fails must not fail silently.
function say(text) {
  const place = messages();
  if (!place) return;
  const line = document.createElement("p");
  line.className = "notice notice-error";
  line.textContent = text;
  place.replaceChildren(line);
}

document.addEventListener("htmx:responseError", () => say(document.body.dataset.failed));
document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));

// After a form came back with errors, the reader begins at the first of them.
if (document.activeElement === document.body) {
  const wrong = document.querySelector('main [aria-invalid="true"], main .has-errors :is(input, select, textarea):not([type="hidden"])');
  wrong?.focus();
}

// Escape closes the menu and gives the focus back to its button.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
