// Nobody loses their place when a piece of the page is replaced. htmx itself gives the focus to what has the same id, or
// to what asks for it (`autofocus`); where neither is there, it goes to the heading of what came, and never to nowhere.

const STOPS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary';
let isInside = false;

const isNowhere = () => !document.activeElement || document.activeElement === document.body;
const first = (root, what) => [...root.querySelectorAll(what)].find((node) => node.checkVisibility());

function land(piece) {
  const root = piece.isConnected && piece.checkVisibility() ? piece : document.getElementById("main");
  const place = first(root, "h1, h2, h3") ?? first(root, STOPS) ?? root;
  if (!place.matches(STOPS)) place.tabIndex = -1;
  place.focus();
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  isInside = detail.target.contains(document.activeElement);
});

// After every other listener has had its say.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!isInside) return;
  isInside = false;
  setTimeout(() => isNowhere() && land(target));
});
