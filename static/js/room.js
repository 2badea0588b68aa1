// How many characters still fit, said below a field of a step once there is little room left, and not before.
// Read out when it comes up and when the field is full, not at every key.

const NEAR = 0.1; // of what fits

const isNear = ({ value, maxLength }) => maxLength > 0 && maxLength - value.length <= Math.max(20, maxLength * NEAR);

function lineOf(field) {
  const next = field.nextElementSibling;
  if (next?.matches("[data-room-left]")) return next;
  const line = document.createElement("p");
  line.className = "muted small";
  line.dataset.roomLeft = "";
  line.role = "status";
  field.after(line);
  return line;
}

document.addEventListener("input", ({ target: field }) => {
  const words = field.closest?.("[data-room]")?.dataset.room;
  if (!words || !field.matches("textarea[maxlength], input[maxlength]")) return;
  if (!isNear(field) && !field.nextElementSibling?.matches("[data-room-left]")) return;
  const line = lineOf(field);
  const left = field.maxLength - field.value.length;
  line.ariaLive = line.textContent && left > 0 ? "off" : "polite";
  line.textContent = isNear(field) ? words.replace("{left}", left) : "";
});
