// Single keys, on the page only for those who want them (Settings). n opens the form of a new application, from anywhere.
// In the list j and k walk, o opens, e edits, x ticks, / searches, ? shows what there is. Never while somebody types, with
// a modifier held, or over an open dialog.

const TYPING = "input:not([type='checkbox'], [type='radio'], [type='submit'], [type='button']), select, textarea, [contenteditable]";

const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];
const linkOf = (row) => row?.querySelector("a.name");
const current = () => rows().find((row) => row.contains(document.activeElement));

function walk(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[at + step];
  linkOf(next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = current()?.querySelector('[name="pick"]');
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function search() {
  const field = document.querySelector("[role='search'] input[type='search']");
  field?.focus();
  field?.select();
}

const ANYWHERE = { n: () => document.querySelector("a.bar-add")?.click() };
const IN_THE_LIST = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => linkOf(current())?.click(),
  e: () => current() && location.assign(`${linkOf(current()).href}edit/`),
  x: tick,
  "/": search,
  "?": () => document.querySelector("[data-keys]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const act = ANYWHERE[event.key] ?? (document.getElementById("list-search") && IN_THE_LIST[event.key]);
  const isHeld = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
  if (!act || isHeld || (event.key === "n" && event.repeat)) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  act();
});
