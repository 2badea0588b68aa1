// A quiet clock beside long writing, for those who start it. It counts whole minutes, makes no sound and ends nothing.
// It goes on when the form is replaced, until the page is left.

const MINUTE = 60_000;
const running = new Map(); // when it is over, by prompt

const parts = (timer) => ({
  row: timer.querySelector(".row"),
  start: timer.querySelector("[data-timer-start]"),
  stop: timer.querySelector("[data-timer-stop]"),
  said: timer.querySelector("[aria-live]"),
});

function words(timer, left) {
  if (left <= 0) return timer.dataset.over;
  return left < MINUTE ? timer.dataset.last : timer.dataset.left.replace("{minutes}", Math.round(left / MINUTE));
}

function show(timer) {
  const { row, start, stop, said } = parts(timer);
  const end = running.get(timer.dataset.timerOf);
  row.hidden = false;
  start.hidden = Boolean(end);
  stop.hidden = !end;
  const left = end - Date.now();
  const text = end ? words(timer, left) : "";
  said.ariaLive = left <= 0 ? "polite" : "off"; // read out when it is over, not every minute
  if (said.textContent !== text) said.textContent = text;
}

const showAll = () => document.querySelectorAll("[data-timer]").forEach(show);

document.addEventListener("click", ({ target }) => {
  const timer = target.closest("[data-timer]");
  if (!timer || !target.closest("button")) return;
  const { timerOf, timer: minutes } = timer.dataset;
  const starts = target.closest("[data-timer-start]");
  if (starts) running.set(timerOf, Date.now() + minutes * MINUTE);
  else running.delete(timerOf);
  show(timer);
  if (starts) timer.closest(".prompt").querySelector("textarea")?.focus();
  else parts(timer).start.focus();
});

document.addEventListener("htmx:load", showAll);
setInterval(showAll, MINUTE / 6);
showAll();
