// Says at once that a chosen file is too large, before it travels. The server looks at it all the same.

for (const form of document.querySelectorAll("form[data-largest]")) {
  const input = form.querySelector("input[type=file]");
  const title = form.querySelector("[name=title]");
  input?.addEventListener("change", () => {
    const [file] = input.files;
    input.setCustomValidity(file && file.size > Number(form.dataset.largest) ? form.dataset.tooLarge : "");
    input.reportValidity();
    if (title && file) title.placeholder = file.name.replace(/\.[^.]+$/, "");
  });
  form.addEventListener("submit", (event) => {
    if (input && !input.validity.customError) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.reportValidity();
  });
}
