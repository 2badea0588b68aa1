// For pages made of plain.html: a way back, and another try when the connection returns. They work without this file.

const back = document.querySelector("[data-go-back]");
if (back && history.length > 1) {
  back.hidden = false;
  back.addEventListener("click", () => history.back());
}

// Asked for anew, never sent anew: reloading the answer to a form would send it once more.
const again = document.querySelector("[data-retry-when-online]");
if (again) window.addEventListener("online", () => location.replace(location.href));
