// Says aloud what a piece that was replaced brings with it in a [data-announce], as a list does that was searched. It is
// said in a live region that has been on the page from the start: one that comes along with its words is often not heard.
// Messages have a live region of their own (components/_messages.html).

const announcer = document.getElementById("announcer");

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const said = [...target.querySelectorAll("[data-announce]")].map((node) => node.textContent.trim()).join(" ");
  if (!said) return;
  // The same words again would not be heard again.
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = said), 100);
});
