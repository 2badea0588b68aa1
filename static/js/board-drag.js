// Cards of the board follow a mouse at once, and a finger that rests on one for a moment, so that scrolling stays what it
// was. Where a card is let go, "board:drop" says so to board.js. Everything here can be done without it.

const FAR = 6; // a press that moved so far is no click
const HOLD = 320; // how long a finger rests before the card comes along
const EDGE = 64; // so near to an edge the board begins to move
const FASTEST = 16;

const board = document.getElementById("board");
const strip = board.querySelector(".board");
let press = null;
let drag = null;

const isFinger = () => press?.pointerType === "touch";

function lift() {
  const { card, x, y } = press;
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true);
  for (const node of [ghost, ...ghost.querySelectorAll("[id]")]) node.removeAttribute("id");
  ghost.classList.add("board-ghost");
  ghost.ariaHidden = "true";
  ghost.inert = true;
  Object.assign(ghost.style, { left: 0, top: 0, width: `${box.width}px` });
  document.body.append(ghost);
  drag = { card, ghost, dx: x - box.left, dy: y - box.top, x, y, over: null };
  card.toggleAttribute("data-lifted", true);
  strip.toggleAttribute("data-dragging", true);
  getSelection()?.removeAllRanges();
  if (!isFinger()) card.setPointerCapture?.(press.pointerId);
  else navigator.vibrate?.(8);
  follow();
  requestAnimationFrame(drift);
}

function look() {
  const place = document.elementFromPoint(drag.x, drag.y)?.closest("#board [data-stage]:not(.board-card), #board .board-closed");
  if (place === drag.over) return;
  drag.over?.removeAttribute("data-over");
  drag.over = place ?? null;
  drag.over?.toggleAttribute("data-over", true);
}

function follow() {
  drag.ghost.style.transform = `translate3d(${drag.x - drag.dx}px, ${drag.y - drag.dy}px, 0)`;
  look();
}

// How fast to go on, the nearer the edge the faster; nothing away from it.
const pull = (at, start, end) => {
  if (at < start + EDGE) return -Math.min(1, (start + EDGE - at) / EDGE) * FASTEST;
  return at > end - EDGE ? Math.min(1, (at - end + EDGE) / EDGE) * FASTEST : 0;
};

function drift() {
  if (!drag) return;
  const box = strip.getBoundingClientRect();
  const row = drag.over?.closest(".board-stages ul");
  if (row) row.scrollLeft += pull(drag.x, 0, innerWidth);
  else strip.scrollLeft += pull(drag.x, Math.max(0, box.left), Math.min(innerWidth, box.right));
  const cards = drag.over?.querySelector?.(".board-cards");
  if (cards) {
    const own = cards.getBoundingClientRect();
    cards.scrollTop += pull(drag.y, Math.max(0, own.top), Math.min(innerHeight, own.bottom));
  }
  if (!row) scrollBy(0, pull(drag.y, 0, innerHeight));
  look();
  requestAnimationFrame(drift);
}

function end() {
  clearTimeout(press?.timer);
  press = null;
  if (!drag) return null;
  const { card, ghost, over } = drag;
  drag = null;
  ghost.remove();
  over?.removeAttribute("data-over");
  card.removeAttribute("data-lifted");
  strip.removeAttribute("data-dragging");
  return { card, stage: over?.dataset.stage ?? (over ? "closed" : "") };
}

board.addEventListener("pointerdown", (event) => {
  if (press) return void end(); // a second finger
  const card = event.target.closest(".board-card");
  if (!card || event.button !== 0 || event.target.closest(".board-move, .board-offer, button, input")) return;
  const { pointerId, pointerType, clientX: x, clientY: y } = event;
  press = { card, pointerId, pointerType, x, y };
  if (isFinger()) press.timer = setTimeout(lift, HOLD);
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== press?.pointerId) return;
  const { clientX: x, clientY: y } = event;
  if (drag) {
    Object.assign(drag, { x, y });
    follow();
  } else if (Math.hypot(x - press.x, y - press.y) > FAR) {
    if (isFinger()) end();
    else lift();
  }
});

document.addEventListener("pointerup", (event) => {
  if (event.pointerId !== press?.pointerId) return;
  const dropped = end();
  if (!dropped) return;
  // Letting go of a card is not a click on its link.
  const swallow = (click) => {
    click.preventDefault();
    click.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
  if (dropped.stage) dropped.card.dispatchEvent(new CustomEvent("board:drop", { bubbles: true, detail: { stage: dropped.stage } }));
});

document.addEventListener("pointercancel", end);
// What is said once here need not be said in a style of the whole page, which would be worked out anew for all of it.
document.addEventListener("selectstart", (event) => drag && event.preventDefault());
addEventListener("blur", end);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drag) return;
  event.preventDefault();
  end();
});

// A finger that carries a card does not scroll the page; it has to be said before the finger comes.
board.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
board.addEventListener("contextmenu", (event) => isFinger() && event.preventDefault());
board.addEventListener("dragstart", (event) => event.target.closest(".board-card") && event.preventDefault());

// An answer about a card that is in the hand waits until it is let go: it would take the card away.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (drag && detail.target === drag.card) detail.shouldSwap = false;
});
