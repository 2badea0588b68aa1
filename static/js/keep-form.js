// Back and forward give back what was typed into a form. Most browsers do it themselves; those that let go of a page which
// may not be stored, as Firefox does, do not. So it is kept in this tab, encrypted with a key that only comes with a page
// of the same sign-in (docs/adr/0007): after signing out it cannot be read any more. What saves by itself is left alone.

const FORMS = "main form[method=post]:not([hx-post], :has([hx-post], [type=password], [autocomplete=one-time-code]))";
const NAME = `typed ${location.pathname}${location.search}`;
const MOST = 200_000;
const forms = [...document.querySelectorAll(FORMS)];
const subtle = window.crypto?.subtle; // only over a connection that nobody else can read
let latest = 0;
let ready = null; // the key, once what was kept before has been put back

const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCodePoint(...bytes));
const keyOf = (text) => subtle.importKey("raw", bytesOf(text), "AES-GCM", false, ["encrypt", "decrypt"]);

const isTick = (control) => control.type === "checkbox" || control.type === "radio";
const stateOf = (control) => {
  if (isTick(control)) return control.checked;
  return control.type === "select-multiple" ? [...control.selectedOptions].map(({ value }) => value) : control.value;
};
const controlsOf = (form) =>
  [...form.elements].filter(({ name, type }) => name && !["hidden", "file", "submit", "button", "fieldset"].includes(type));
const statesOf = (form) => controlsOf(form).map((control) => [control.name, stateOf(control)]);
const asText = () => JSON.stringify(forms.map(statesOf));

async function keep() {
  const turn = ++latest;
  const key = await ready;
  const text = new TextEncoder().encode(asText());
  if (text.length > MOST) return;
  const start = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: start }, key, text));
  if (turn === latest) sessionStorage.setItem(NAME, `${textOf(start)} ${textOf(sealed)}`);
}

async function kept(key) {
  const [iv, sealed] = sessionStorage.getItem(NAME).split(" ").map(bytesOf);
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)));
}

function putBack(control, state) {
  if (isTick(control)) control.checked = state;
  else if (control.type === "select-multiple") for (const option of control.options) option.selected = state.includes(option.value);
  else control.value = state;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

// Only into the same fields, and not into one that somebody fills in already.
function fill(form, states, before) {
  controlsOf(form).forEach((control, place) => {
    const [name, state] = states[place] ?? [];
    const now = String(stateOf(control));
    if (name === control.name && now === String(before[place]?.[1]) && now !== String(state)) putBack(control, state);
  });
}

async function start() {
  const before = forms.map(statesOf);
  const key = await keyOf(document.body.dataset.typedKey);
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type === "back_forward" && sessionStorage.getItem(NAME)) {
    const states = await kept(key).catch(() => []);
    forms.forEach((form, place) => fill(form, states[place] ?? [], before[place]));
  } else sessionStorage.removeItem(NAME);
  return key;
}

if (forms.length && subtle && document.body.dataset.typedKey) {
  addEventListener("submit", (event) => {
    if (!forms.includes(event.target) || event.defaultPrevented) return;
    latest += 1;
    sessionStorage.removeItem(NAME);
  });
  ready = start();
  ready.catch(() => {});
  // From the first letter on: the key may take longer than somebody who types or pastes at once.
  document.addEventListener("input", ({ target }) => forms.includes(target.form) && keep().catch(() => {}));
}
