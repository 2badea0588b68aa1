// Shows a preview in its frame at once, and again whenever a choice beside it changes; by its button without this.

for (const form of document.querySelectorAll("form[data-preview]")) {
  const frame = document.querySelector(`iframe[name="${form.target}"]`);
  const show = () => form.requestSubmit();
  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio") show();
  });
  if (!frame.hasAttribute("src")) show();
}
