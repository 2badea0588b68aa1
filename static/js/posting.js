// What a link, a text or another page says is filled into the form of a new application, where a field is still empty.
// The server looks into it (applications/views/postings.py); nothing is saved before the button. Without this script the
// form is filled by the server.

const MARK = "#brought=";
const TOGETHER = [
  ["salary_min", "salary_max", "salary_currency", "salary_period"],
  ["location", "work_mode"],
];
const A_LINK = /^\s*https?:\/\/\S+\s*$/i;

const form = document.getElementById("application-form");
const box = form?.elements.paste;
const button = form?.querySelector("[data-read]");

const control = (name) => form.elements.namedItem(name);
const isEmpty = (name) => !control(name)?.value.trim();

function fill(found) {
  // Of pay and place no half is filled in: it could belong to something else.
  const taken = new Set(TOGETHER.filter((names) => !names.every(isEmpty)).flat());
  for (const [name, value] of Object.entries(found)) {
    const field = control(name);
    if (!field || taken.has(name) || !isEmpty(name)) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// What was understood now stands in the fields: left in the box it would be looked into again.
function take(state) {
  if (!form?.contains(state) || !state.dataset.found) return;
  fill(JSON.parse(state.dataset.found));
  delete state.dataset.found;
  box.value = "";
}

function choose(choice) {
  fill(JSON.parse(choice.dataset.choice));
  box.value = "";
  const list = choice.closest("ul");
  const said = list.parentElement.querySelector("[data-chosen]");
  list.hidden = true;
  said.hidden = false;
  said.tabIndex = -1;
  said.focus();
}

// The answer takes the place of what was said before; the form stays as it is, whatever is typed meanwhile.
const ask = (source, values = {}) =>
  window.htmx.ajax("POST", source.formAction, { source, target: "#posting-state", swap: "outerHTML", values });

document.addEventListener("htmx:load", ({ target }) => target.id === "posting-state" && take(target));
document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-read], [data-choice]");
  if (!pressed || !window.htmx) return;
  event.preventDefault();
  if ("choice" in pressed.dataset) choose(pressed);
  else ask(pressed);
});

// A link is looked into as soon as it is pasted, into whichever of the first fields.
form?.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isOurs = event.target === box || ["company", "role"].includes(event.target.name);
  if (!isOurs || !A_LINK.test(text) || event.target.value.trim()) return;
  event.preventDefault();
  box.value = text.trim();
  button.click();
});

// What the bookmarklet brought stands behind the # of the address, which no server sees. It goes from the address at once,
// so that nobody passes it on with a link and it is not read again when the page is loaded anew.
function bring() {
  const page = decodeURIComponent(location.hash.slice(MARK.length));
  history.replaceState(null, "", location.pathname + location.search);
  ask(button, { brought: page });
}

if (form && location.hash.startsWith(MARK)) bring();
else if (form?.querySelector("[data-reads-now]")) button.click();

// The bookmark itself can only be dragged; whoever clicks it is told so.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-bookmarklet]")) return;
  event.preventDefault();
  document.getElementById("bookmarklet-help").textContent = document.getElementById("bookmarklet-clicked").textContent;
});
