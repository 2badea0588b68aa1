// Nothing that is typed into a step gets lost on its way. htmx saves each prompt after a pause; this file looks after what
// has not arrived: it sends it when the page is left or put away, tries again when the connection or the sign-in is back,
// and says quietly how it stands. What is not saved is kept nowhere but in the fields themselves.

const AGAIN = 15_000;
const unsaved = new Map(); // the latest change, by the id of its prompt
const sent = new WeakMap(); // what a request of htmx took along
let changes = 0;
let turning = null; // the request that brings another leaf: it takes all fields along
let isFailing = false;

const form = () => document.querySelector("form[data-step]");
const saveAddress = () => form().querySelector("[name=to]").formAction;
const keyOf = (id) => id.replace(/^prompt-/, "");
const isSaving = ({ elt }) => Boolean(form()?.contains(elt));
const isFromHere = (xhr) => new URL(xhr.responseURL).pathname.endsWith("/save/");
const hasArrived = (xhr) => [200, 422].includes(xhr.status) && isFromHere(xhr);
const isSignedOut = (xhr) => xhr.status === 200 && !isFromHere(xhr);

function settle(taken) {
  for (const [id, change] of taken) if (unsaved.get(id) === change) unsaved.delete(id);
}

function say(text, isOut = false) {
  for (const id of unsaved.keys()) {
    const line = document.getElementById(`saved-${keyOf(id)}`);
    if (line && line.textContent !== text) line.textContent = text;
  }
  const notice = form().querySelector("[data-signed-out]");
  if (notice) notice.hidden = !isOut;
}

function fail(isOut) {
  isFailing = true;
  if (form()) say(form().dataset.unsaved, isOut);
}

function arrive(xhr) {
  if (turning === xhr) turning = null;
  const taken = sent.get(xhr);
  if (isSignedOut(xhr)) return;
  if (hasArrived(xhr)) settle(taken);
  else if (xhr.status === 403) send();
  else fail(false);
}

// The page of this step as it is now: with a token of the present sign-in, and what the answers are marked with.
function takeOver(page) {
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  form().querySelector("[name=csrfmiddlewaretoken]").value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "x-csrftoken": token }));
  return true;
}

function takeMarks(page) {
  for (const seen of page.querySelectorAll("[id^=seen-]")) {
    const here = document.getElementById(seen.id);
    if (here) here.value = seen.value;
  }
}

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

async function signIn() {
  const answer = await fetch(location.href, { redirect: "manual" });
  return answer.ok && takeOver(await parsed(answer));
}

async function post(keepalive) {
  const data = new FormData(form());
  for (const id of unsaved.keys()) data.append("several", keyOf(id));
  const options = { method: "POST", body: data, keepalive, redirect: "manual", headers: { "HX-Request": "true" } };
  return fetch(saveAddress(), options);
}

async function send({ keepalive = false } = {}) {
  if (!form() || !unsaved.size) return;
  const taken = new Map(unsaved);
  try {
    let answer = await post(keepalive);
    const isOut = answer.type === "opaqueredirect" || answer.status === 403;
    if (isOut && !keepalive) {
      if (!(await signIn())) return fail(true);
      answer = await post(false);
    }
    if (!answer.ok) return fail(isOut);
    takeMarks(await parsed(answer));
    isFailing = false;
    say(form().dataset.saved);
    settle(taken);
  } catch {
    fail(false);
  }
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const prompt = form()?.contains(target) && target.closest(".prompt");
    if (prompt) unsaved.set(prompt.id, ++changes);
  });
}

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (!isSaving(detail)) return;
  const own = unsaved.get(detail.elt.id);
  const isPrompt = detail.elt.matches(".prompt");
  if (!isPrompt) turning = detail.xhr;
  sent.set(detail.xhr, isPrompt ? new Map(own ? [[detail.elt.id, own]] : []) : new Map(unsaved));
  // See its twin in busy.js: the prompt may have been replaced when its answer comes.
  detail.xhr.addEventListener("loadend", () => arrive(detail.xhr));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // Were the form replaced now by one that a prompt has changed, the leaf on its way would have no place to go.
  if (turning && turning !== detail.xhr && sent.has(detail.xhr)) detail.shouldSwap = false;
  if (!sent.has(detail.xhr) || !isSignedOut(detail.xhr)) return;
  detail.shouldSwap = false;
  send();
});

// The form goes as a whole.
addEventListener("submit", (event) => event.target === form() && !event.defaultPrevented && unsaved.clear());
document.addEventListener("visibilitychange", () => send({ keepalive: document.hidden }));
addEventListener("pagehide", () => send({ keepalive: true }));
for (const kind of ["online", "focus"]) addEventListener(kind, () => isFailing && send());
setInterval(() => isFailing && !document.hidden && send(), AGAIN);
addEventListener("beforeunload", (event) => isFailing && unsaved.size && event.preventDefault());
