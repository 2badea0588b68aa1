// While an answer travels, people go on typing. When its reply replaces the form, what was changed meanwhile is put
// back into the new one, and saved like any other answer.

const FORM = "step-form";
const posted = new WeakMap();
let meanwhile = null;

const isTick = (control) => control.type === "checkbox" || control.type === "radio";

function read(form) {
  const values = new Map();
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" || control.type === "submit") continue;
    const given = values.get(control.name) ?? [];
    if (!isTick(control) || control.checked) given.push(control.value);
    values.set(control.name, given);
  }
  return values;
}

function putBack(form, { changed, focused }) {
  const prompts = new Set();
  for (const control of form.elements) {
    const given = changed.get(control.name);
    if (!given || control.type === "hidden") continue;
    if (isTick(control)) control.checked = given.includes(control.value);
    else control.value = given.length ? given[0] : "";
    prompts.add(control.closest(".prompt"));
  }
  const same = [...form.elements].find((control) => control.name === focused?.name && control.value === focused.value);
  if (document.activeElement === document.body) same?.focus();
  for (const prompt of prompts) prompt?.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = document.getElementById(FORM);
  if (form?.contains(detail.elt)) posted.set(detail.xhr, read(form));
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const before = posted.get(detail.xhr);
  if (!before || detail.target.id !== FORM) return;
  const changed = new Map([...read(detail.target)].filter(([name, given]) => String(given) !== String(before.get(name))));
  const { name, value } = document.activeElement;
  // Who pressed a button begins at the top of what came (focus.js).
  const isTyping = name && !document.activeElement.matches("button");
  meanwhile = { xhr: detail.xhr, changed, focused: isTyping ? { name, value } : null };
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  // Another answer may settle first: the new form does not listen yet, and what is put back would not be saved.
  if (!meanwhile || detail.xhr !== meanwhile.xhr) return;
  const form = document.getElementById(FORM);
  if (form) putBack(form, meanwhile);
  meanwhile = null;
});
