// While an answer is on its way: the page says so (progress-bar.css, after 200 ms), and a form that changes something is
// not sent a second time. It can be sent again when the page comes back, when the answer was an error, and after a while,
// because a person may have stopped the loading. A form with `data-stays` gets a download and no other page.

const AFTER_A_WHILE = 10_000;
const underWay = new Set();

const show = () => document.documentElement.toggleAttribute("data-busy", underWay.size > 0);
const changes = (form) => form.method === "post";

function begin(act, form, button) {
  underWay.add(act);
  if (form && changes(form)) {
    form.ariaBusy = "true";
    button?.toggleAttribute("data-pressed", true);
  }
  show();
}

function release(form) {
  form.ariaBusy = null;
  for (const button of form.querySelectorAll("[data-pressed]")) button.removeAttribute("data-pressed");
}

function end(act, form) {
  underWay.delete(act);
  if (form) release(form);
  show();
}

// Before anybody else hears of it, htmx among them.
document.addEventListener(
  "submit",
  (event) => {
    if (event.target.ariaBusy !== "true") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

// After everybody else: what is not taken over by a script leads to another page.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.target || "stays" in form.dataset) return;
  begin(form, form, event.submitter);
  setTimeout(() => end(form, form), AFTER_A_WHILE);
});

// What saves by itself while somebody types does not hold up the form around it.
const formOf = ({ elt }) => (elt.matches("form") ? elt : null);
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  begin(detail.xhr, formOf(detail), detail.requestConfig.triggeringEvent?.submitter);
  // What htmx itself says about the end is not heard where another answer has meanwhile replaced the sender.
  detail.xhr.addEventListener("loadend", () => end(detail.xhr, formOf(detail)));
});

addEventListener("pageshow", () => {
  underWay.clear();
  for (const form of document.querySelectorAll("form[aria-busy]")) release(form);
  show();
});
