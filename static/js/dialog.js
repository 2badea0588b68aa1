// A link with `data-dialog` asks its question here instead of on a page of its own: the answer of its address, cut down to
// its [data-question], is shown in a <dialog>. Whatever goes wrong, the link is still a link.

const dialog = document.getElementById("dialog");
const PATIENCE = 8_000;
let opener = null;

async function questionIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const question = page.querySelector("[data-question]");
  if (!question) throw new Error("no question");
  return document.adoptNode(question);
}

function show(question) {
  const heading = question.querySelector("h1, h2");
  heading.tabIndex = -1;
  dialog.replaceChildren(question);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.setAttribute("aria-describedby", question.querySelector("p[id]")?.id ?? "");
  if (!dialog.open) dialog.showModal();
  // Never on the button that cannot be taken back: one begins with what is asked, or with what is to be filled in.
  const wrong = question.querySelector('[aria-invalid="true"]');
  (wrong ?? question.querySelector('input:not([type="hidden"]), select, textarea') ?? heading).focus();
}

async function ask(link) {
  opener = link;
  link.ariaBusy = "true";
  try {
    const answer = await fetch(link.href, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    show(await questionIn(answer));
  } catch {
    location.assign(link.href);
  } finally {
    link.ariaBusy = null;
  }
}

// What was typed is not lost: a form that was refused (422) comes back with its errors, as a whole question or as a piece of
// one, and where the server could not be reached or did not know what to do, it stays as it is with a word about that. A
// view that is done answers with `go()`, which names the page to go to instead of leading there.
async function send(form, submitter) {
  form.ariaBusy = "true";
  try {
    const to = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? opener.href;
    const body = new FormData(form, submitter);
    const answer = await fetch(to, { method: "POST", body, headers: { "HX-Request": "true" } });
    const next = answer.headers.get("HX-Redirect") ?? (answer.redirected ? answer.url : "");
    if (next) return location.assign(next);
    if (answer.status !== 422) throw new Error(`${answer.status}`);
    await showAgain(form, answer);
  } catch (problem) {
    complain(form, problem instanceof TypeError ? document.body.dataset.offline : document.body.dataset.failed);
  }
  form.ariaBusy = null;
}

async function showAgain(form, answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const question = page.querySelector("[data-question]");
  if (question) return show(document.adoptNode(question));
  const piece = page.querySelector("form");
  if (!piece) throw new Error("no form");
  form.replaceWith(document.adoptNode(piece));
  show(dialog.firstElementChild);
}

function complain(form, words) {
  const said = form.querySelector("[data-complaint]") ?? document.createElement("p");
  said.className = "notice notice-error";
  said.dataset.complaint = "";
  said.setAttribute("role", "alert");
  said.textContent = words;
  form.prepend(said);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || !dialog?.showModal) return;
  event.preventDefault();
  if (!link.ariaBusy) ask(link);
});

dialog?.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.querySelector('input:not([type="hidden"]), select, textarea')) return;
  event.preventDefault();
  if (!form.ariaBusy) send(form, event.submitter);
});

// "Go back" in a dialog closes it; so does a click beside it, but not one that began inside.
const isBeside = ({ target, clientX: x, clientY: y }) => {
  const box = dialog.getBoundingClientRect();
  return target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom);
};
let beganBeside = false;

dialog?.addEventListener("pointerdown", (event) => (beganBeside = isBeside(event)));
dialog?.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]") && !(beganBeside && isBeside(event))) return;
  event.preventDefault();
  dialog.close();
});
dialog?.addEventListener("close", () => {
  dialog.replaceChildren();
  // A link in a menu has gone with it; its button has not.
  (opener?.closest("details:not([open])")?.querySelector("summary") ?? opener)?.focus();
});
addEventListener("pagehide", () => dialog?.open && dialog.close());
