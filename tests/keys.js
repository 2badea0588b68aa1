// What is wrong with where the focus is, in words; nothing when all is well.
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nowhere";
  const words = (at.ariaLabel || at.innerText || at.value || "").trim().slice(0, 40);
  const named = `${at.localName} ${at.name ?? ""} “${words}”`;
  const ringed = [at, ...(at.labels ?? [])].some((node) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow.includes("inset");
  });
  if (!ringed) return `no ring around ${named}`;
  const box = at.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) return `out of sight: ${named}`;
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8], [0.5, 0.05], [0.5, 0.95]];
  const seen = points.some(([x, y]) => {
    const there = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return there && (at.contains(there) || there.contains(at));
  });
  return seen ? "" : `hidden behind something: ${named}`;
}
