// Moves cards between the columns of the board. A card goes at once and the server hears of it afterwards; what it answers
// is what counts, and where no answer comes the card goes back. Four ways lead here: the menu of a card, Shift and an
// arrow key, dragging (board-drag.js), and Undo in the message. Without this file a card has a page of its own for it.

const board = document.getElementById("board");
const sheet = document.getElementById("board-moves");
const columns = () => [...board.querySelectorAll(".board-column[data-stage]")];
const stages = columns().map((column) => column.dataset.stage);
const listOf = (stage) => board.querySelector(`.board-column[data-stage="${stage}"] > .board-cards`);
const idOf = (card) => card.id.replace("application-", "");
const figures = new Intl.NumberFormat(document.documentElement.lang);

const underWay = new Map(); // a card's id: where it stood before, and where it is to go after the answer
const homes = new Map(); // where it stood before its latest move, for Undo

// --- What is seen ---

function count(stage, number) {
  for (const chip of board.querySelectorAll(`[data-stage="${stage}"] > [data-count], [data-stage="${stage}"] > h2 > [data-count]`)) {
    chip.dataset.count = number;
    chip.textContent = figures.format(number);
  }
}

const countOf = (stage) => Number(board.querySelector(`[data-stage="${stage}"] [data-count]`).dataset.count);

// Where it is moved to, what has the focus keeps it.
function stand(card, stage, before) {
  const list = listOf(stage);
  const next = before?.parentNode === list ? before : list.firstElementChild;
  if (next === card) return;
  if (list.moveBefore) return void list.moveBefore(card, next);
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(card, next);
  focused?.focus({ preventScroll: true });
}

function put(card, stage, before) {
  const from = card.dataset.stage;
  if (from !== stage) {
    count(from, Math.max(0, countOf(from) - 1));
    count(stage, countOf(stage) + 1);
  }
  card.dataset.stage = stage;
  card.querySelector(".board-offer")?.remove();
  stand(card, stage, before);
}

// --- What is sent ---

// After what is seen: a card that was let go is painted before anything else is done.
const send = (card, values) => requestAnimationFrame(() => setTimeout(() => post(card, values)));
const show = (card) => requestAnimationFrame(() => card.scrollIntoView({ block: "nearest", inline: "nearest" }));

const post = (card, values) =>
  htmx.ajax("POST", `/applications/${idOf(card)}/move/`, { source: card, swap: "none", values: { back: "board", ...values } }).catch(() => {});

function move(card, stage) {
  const from = card.dataset.stage;
  if (from === stage || !stages.includes(stage)) return;
  const before = card.nextElementSibling;
  put(card, stage);
  show(card);
  const known = underWay.get(card.id);
  if (known) {
    known.wish = stage;
    return;
  }
  underWay.set(card.id, { stage: from, before });
  homes.set(card.id, { stage: from, before });
  send(card, { stage, seen: from });
}

function takeBack(card, stage) {
  const home = homes.get(card.id);
  underWay.set(card.id, { stage: card.dataset.stage, before: card.nextElementSibling });
  put(card, stage, home?.stage === stage ? home.before : null);
  card.querySelector("a").focus({ preventScroll: true });
  send(card, { stage, undo: "on" });
}

// The card that came with the answer stands where this page had put the one before it.
function settle(id) {
  const card = document.getElementById(id);
  const told = underWay.get(id);
  underWay.delete(id);
  if (!card) return;
  const list = card.closest(".board-column")?.dataset.stage;
  if (list && list !== card.dataset.stage) stand(card, card.dataset.stage);
  if (told?.wish) move(card, told.wish);
}

function fail(card, xhr) {
  const back = underWay.get(card.id);
  underWay.delete(card.id);
  if (xhr.status === 404) {
    (card.nextElementSibling ?? card.previousElementSibling ?? board).querySelector?.("a")?.focus({ preventScroll: true });
    count(card.dataset.stage, Math.max(0, countOf(card.dataset.stage) - 1));
    card.remove();
  } else if (back) {
    put(card, back.stage, back.before);
    show(card);
  }
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  // The one that was sent for: htmx itself names what is still on the page.
  const { elt } = detail.requestConfig;
  const { xhr } = detail;
  if (!underWay.has(elt.id)) return;
  // Signed out meanwhile: the answer is the page for signing in.
  if (xhr.status === 200 && !new URL(xhr.responseURL).pathname.endsWith("/move/")) location.reload();
  else if (xhr.status === 200 || xhr.status === 422) settle(elt.id);
  else fail(elt, xhr);
});

document.addEventListener("board:counts", ({ detail }) => {
  if (underWay.size) return; // what is on its way is counted already
  for (const [stage, number] of Object.entries(detail.counts)) count(stage, number);
});

document.addEventListener(
  "submit",
  (event) => {
    const undone = event.target.closest("#messages form")?.action.match(/\/applications\/(\d+)\/move\/$/);
    const card = undone && document.getElementById(`application-${undone[1]}`);
    if (!card || underWay.has(card.id)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const stage = new FormData(event.target).get("stage");
    event.target.closest(".toast").remove();
    takeBack(card, stage);
  },
  { capture: true },
);

board.addEventListener("board:drop", ({ target, detail }) => {
  if (detail.stage === "closed") location.assign(`/applications/${idOf(target)}/outcome/`);
  else move(target, detail.stage);
});

// --- The keyboard ---

board.addEventListener("keydown", (event) => {
  const card = event.target.closest(".board-card");
  const isArrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (!card || !isArrow || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("a")) return;
  event.preventDefault();
  const isOn = (event.key === "ArrowRight") === (getComputedStyle(board).direction === "ltr");
  move(card, stages[stages.indexOf(card.dataset.stage) + (isOn ? 1 : -1)]);
});

// --- The menu ---

let opener = null;
const choices = () => [...sheet.querySelectorAll("button, a")];

function hang(link) {
  const [at, own] = [link, sheet].map((node) => node.getBoundingClientRect());
  const isNarrow = matchMedia("(max-width: 40rem)").matches;
  const start = getComputedStyle(board).direction === "ltr" ? at.right - own.width : at.left;
  sheet.style.left = isNarrow ? "" : `${Math.max(8, Math.min(start, innerWidth - own.width - 8))}px`;
  sheet.style.right = isNarrow ? "" : "auto";
  sheet.style.top = isNarrow ? "" : `${Math.max(8, Math.min(at.bottom + 4, innerHeight - own.height - 8))}px`;
}

function open(link) {
  const card = link.closest(".board-card");
  opener = link;
  for (const button of sheet.querySelectorAll("button")) button.ariaCurrent = button.value === card.dataset.stage ? "true" : null;
  sheet.querySelector("a").href = `/applications/${idOf(card)}/outcome/`;
  sheet.showPopover();
  link.ariaExpanded = "true";
  hang(link);
  choices()[0].focus();
}

const ready = (root) => {
  for (const link of root.querySelectorAll?.(".board-move") ?? []) {
    link.role = "button";
    link.ariaHasPopup = "true";
    link.ariaExpanded = "false";
  }
};

let closedAt = 0;
sheet?.addEventListener("toggle", ({ newState }) => {
  if (newState === "open") return;
  closedAt = performance.now();
  if (opener) opener.ariaExpanded = "false";
});

board.addEventListener("click", (event) => {
  const link = event.target.closest(".board-move");
  if (!link || !sheet.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // The press that has just closed it does not open it again.
  if (event.detail && opener === link && performance.now() - closedAt < 250) return;
  open(link);
});

board.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches(".board-move")) return;
  event.preventDefault();
  event.target.click();
});

sheet?.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const card = opener?.closest(".board-card");
  if (!button || !card) return;
  sheet.hidePopover();
  opener.focus({ preventScroll: true });
  move(card, button.value);
});

sheet?.addEventListener("keydown", (event) => {
  const all = choices();
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: (at + 1) % all.length, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all.at(to).focus();
});

// --- Which stage is in view, on a phone ---

const inView = new Set();
const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) inView[isIntersecting ? "add" : "delete"](target.dataset.stage);
    const first = stages.find((stage) => inView.has(stage));
    for (const link of board.querySelectorAll(".board-stages a")) {
      link.ariaCurrent = link.dataset.stage === first ? "true" : null;
      if (link.ariaCurrent) link.closest("ul").scrollTo({ left: link.parentElement.offsetLeft - link.closest("ul").offsetLeft - 48 });
    }
  },
  { root: board.querySelector(".board"), threshold: 0.6 },
);
for (const column of columns()) seen.observe(column);

document.addEventListener("htmx:load", ({ target }) => ready(target.parentElement ?? target));
ready(board);
