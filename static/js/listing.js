// Ticks all rows of the page at once. Without this file each row is ticked by itself, or all that match are taken.

const ready = (root) => {
  for (const all of root.querySelectorAll?.("[data-pick-all]") ?? []) all.hidden = false;
};

const picks = (form) => [...form.querySelectorAll('[name="pick"]')];

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.(".many");
  if (!form) return;
  const all = form.querySelector("[data-pick-all] input");
  if (target === all) for (const pick of picks(form)) pick.checked = all.checked;
  else if (target.name === "pick") {
    const ticked = picks(form).filter((pick) => pick.checked).length;
    all.checked = ticked === picks(form).length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
});

document.addEventListener("htmx:load", ({ target }) => ready(target));
ready(document);
