// A button with data-copy="#field" copies what stands in that field. It shows itself, since without this script it could
// do nothing. While the text still holds one of data-copy-gaps ("[company]|[role]") it says so instead of copying.

const reveal = (root) => {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
};

const openGap = (button, text) =>
  (button.dataset.copyGaps || "").split("|").filter(Boolean).find((gap) => text.includes(gap));

const copy = async (field) => {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Plain http and old browsers have no clipboard interface.
    field.select();
    document.execCommand("copy");
  }
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  const status = document.querySelector(button.dataset.copyStatus);
  const gap = openGap(button, field.value);
  if (gap) {
    status.textContent = button.dataset.copyBlocked.replace("{gap}", gap);
    const start = field.value.indexOf(gap);
    field.focus();
    field.setSelectionRange(start, start + gap.length);
    return;
  }
  await copy(field);
  status.textContent = button.dataset.copyDone;
});

document.addEventListener("htmx:load", (event) => reveal(event.target));
reveal(document);
