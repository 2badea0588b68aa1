// A letter that is being written: what goes into a small field goes into the letter as soon as one leaves the field, the
// gaps that are left are marked, and the link to the mail program takes along what stands there now. All of it also works
// by the buttons of the form.

const form = document.querySelector("[data-letter]");
const subject = form.elements.subject;
const text = form.elements.text;
const status = document.querySelector("#letter-status");
const preview = form.querySelector("[data-preview]");
const small = [...form.querySelectorAll("[data-gap]")];
const signs = small.map((field) => field.dataset.gap);

const openGaps = () => signs.filter((gap) => subject.value.includes(gap) || text.value.includes(gap));

function marked(words) {
  const pieces = document.createDocumentFragment();
  let rest = words;
  while (rest) {
    const next = signs.filter((gap) => rest.includes(gap)).sort((a, b) => rest.indexOf(a) - rest.indexOf(b))[0];
    const end = next ? rest.indexOf(next) : rest.length;
    pieces.append(rest.slice(0, end));
    if (!next) break;
    const mark = document.createElement("mark");
    mark.className = "gap";
    mark.textContent = next;
    pieces.append(mark);
    rest = rest.slice(end + next.length);
  }
  return pieces;
}

function show() {
  const [first, second] = preview ? preview.querySelectorAll("strong, .lines") : [];
  first?.replaceChildren(marked(subject.value));
  second?.replaceChildren(marked(text.value));
  const open = openGaps();
  // What is filled needs no small field any more; the one somebody is in stays.
  for (const field of small) {
    const row = field.closest(".field");
    if (!row.contains(document.activeElement)) row.hidden = !open.includes(field.dataset.gap);
  }
}

function fill(field) {
  if (!field.value.trim()) return;
  for (const whole of [subject, text]) {
    const said = whole === subject ? field.value.split(/\s+/).join(" ") : field.value;
    whole.value = whole.value.replaceAll(field.dataset.gap, () => said);
  }
}

const address = () => {
  const { contact } = form.elements;
  return encodeURIComponent(contact.selectedOptions[0]?.dataset.email ?? "").replaceAll("%40", "@");
};

function mailLink({ withText }) {
  const parts = [];
  if (subject.value) parts.push(`subject=${encodeURIComponent(withText ? subject.value : subject.value.slice(0, 200))}`);
  if (withText && text.value) parts.push(`body=${encodeURIComponent(text.value.replace(/\r?\n/g, "\r\n"))}`);
  return `mailto:${address()}${parts.length ? "?" : ""}${parts.join("&")}`;
}

function blocked() {
  const [gap] = openGaps();
  if (!gap) return false;
  status.textContent = form.dataset.blocked.replace("{gap}", gap);
  const whole = text.value.includes(gap) ? text : subject;
  const start = whole.value.indexOf(gap);
  whole.focus();
  whole.setSelectionRange(start, start + gap.length);
  return true;
}

form.addEventListener("change", ({ target }) => {
  if (target.matches("[data-gap]")) fill(target);
});
for (const kind of ["input", "change", "focusout"]) form.addEventListener(kind, () => requestAnimationFrame(show));

const link = form.querySelector("[data-mail]");
link.hidden = false;
link.addEventListener("click", async (event) => {
  if (blocked()) {
    event.preventDefault();
    return;
  }
  link.href = mailLink({ withText: true });
  if (link.href.length <= Number(form.dataset.longestLink)) return;
  link.href = mailLink({ withText: false });
  status.textContent = form.dataset.pasted;
  await navigator.clipboard?.writeText(text.value).catch(() => {});
});
show();
