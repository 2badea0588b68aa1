// Small comforts of the frame. Everything works without this file.

const messages = () => document.getElementById("messages");
const STAY = 12_000;
const STAY_TO_UNDO = 20_000;

// A toast goes by itself after a while, but never unseen, never from under somebody's pointer or focus, and never one
// that tells of something that went wrong.
function attend(toast) {
  const close = toast.querySelector("[data-dismiss]");
  if (close) close.hidden = false;
  if (toast.matches(".toast-error, .toast-warning")) return;
  const stay = toast.querySelector("form") ? STAY_TO_UNDO : STAY;
  const leave = () => (document.hidden || toast.matches(":hover, :focus-within") ? setTimeout(leave, stay) : toast.remove());
  setTimeout(leave, stay);
}

const attendAll = () => messages()?.querySelectorAll(".toast").forEach(attend);

document.addEventListener("htmx:oobAfterSwap", ({ detail }) => detail.target.id === "messages" && attendAll());
document.addEventListener("click", ({ target }) => {
  const toast = target.closest("[data-dismiss]")?.closest(".toast");
  if (!toast) return;
  const next = toast.nextElementSibling ?? toast.previousElementSibling;
  (next?.querySelector("button:not([hidden])") ?? document.getElementById("main"))?.focus({ preventScroll: true });
  toast.remove();
});

// What a page already says when it arrives is not read out: a live region speaks when something comes into it.
function speakUp() {
  const place = messages();
  const said = [...(place?.children ?? [])];
  if (!said.length) return;
  place.replaceChildren();
  setTimeout(() => {
    place.append(...said);
    attendAll();
  }, 100);
}

// A request of htmx that fails must not fail silently.
function say(text) {
  const toast = document.querySelector("#toast > .toast")?.cloneNode(true);
  if (!toast) return;
  toast.querySelector("p").textContent = text;
  messages().replaceChildren(toast);
  attendAll();
}

const { failed, gone, offline } = document.body.dataset;
document.addEventListener("htmx:responseError", ({ detail }) => say(detail.xhr?.status === 404 ? gone : failed));
for (const silence of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(silence, () => say(offline));

// After a form came back with errors, the reader begins at the first of them.
if (document.activeElement === document.body) {
  const errors = ':is([aria-invalid="true"], .has-errors :is(input, select, textarea):not([type="hidden"]))';
  const wrong = document.querySelector(`main form:not([data-sample]) ${errors}`);
  wrong?.focus();
}

// Escape closes an open menu and gives the focus back to its button; so does a click or a step beside it. The arrows
// lead through what is in it.
const MENU = "details:is(.menu, .drop)";
const openMenu = () => document.querySelector(`${MENU}[open]`);

function step(menu, key) {
  const stops = [...menu.querySelectorAll("ul :is(a, button)")];
  const at = stops.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key];
  stops.at(to >= stops.length ? 0 : to)?.focus();
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest(MENU) ?? openMenu();
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) && menu.contains(event.target)) {
    if (!menu.open && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    menu.open = true;
    step(menu, event.key);
  }
});
const comeUp = ({ target }) => target.matches?.(".drop[open]") && target.querySelector("ul").scrollIntoView({ block: "nearest" });
document.addEventListener("toggle", comeUp, true);
for (const leaving of ["click", "focusin"]) {
  document.addEventListener(leaving, ({ target }) => {
    for (const menu of document.querySelectorAll(`${MENU}[open]`)) if (!menu.contains(target)) menu.open = false;
  });
}

// Of tabs that do not fit beside each other the current one is in view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const [row, own] = [tab.closest(".tabs"), tab].map((node) => node.getBoundingClientRect());
  tab.closest(".tabs").scrollLeft += Math.max(0, own.right - row.right) + Math.min(0, own.left - row.left);
}

speakUp();
