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

// A question with something to fill in may be refused (422), and is then asked again in its place. Its view answers with
// `go()`, which names the page to go to instead of leading there.
async function send(form, submitter) {
  form.ariaBusy = "true";
  const body = new FormData(form, submitter);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  const to = answer.headers.get("HX-Redirect");
  if (to) location.assign(to);
  else if (answer.redirected) location.assign(answer.url);
  else show(await questionIn(answer));
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
  if (!form.querySelector('input:not([type="hidden"]), select, textarea')) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => location.assign(form.action));
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
