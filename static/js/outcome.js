// On the outcome form, shows only the fields that go with the chosen ending. Without this they all stay, as optional ones.

const form = document.getElementById("outcome-form");

function showWhatGoesWith(kind) {
  for (const part of form.querySelectorAll("[data-for-kinds]")) {
    part.hidden = !part.dataset.forKinds.split(" ").includes(kind) && !part.querySelector(".has-errors");
  }
}

if (form) {
  const chosen = () => form.querySelector('[name="kind"]:checked')?.value ?? "";
  form.addEventListener("change", () => showWhatGoesWith(chosen()));
  showWhatGoesWith(chosen());
}
