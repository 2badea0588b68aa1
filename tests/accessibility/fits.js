// Whether all words of a page have room: none cut off, none outside its box, no control over another, nothing wider than
// the page; and from right to left, whether everything follows. Each finding in words.

window.fits = (() => {
  const SLACK = 1.5;
  const CONTROLS = "a.button, button, .chip, summary, .dock > a, .tabs a, .navigation a, th, label, legend";
  const shown = (node) => {
    const { width, height } = node.getBoundingClientRect();
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1 && height > 1;
  };
  const named = (node) => {
    const place = node.id ? `#${node.id}` : [...node.classList].map((word) => `.${word}`).join("");
    const up = node.parentElement;
    const above = up ? `${up.localName}${[...up.classList].map((word) => `.${word}`).join("")} > ` : "";
    return `${above}${node.localName}${place} “${(node.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50)}”`;
  };
  const ownTexts = (node) => [...node.childNodes].filter((child) => child.nodeType === 3 && child.data.trim());
  const rectOf = (texts) => {
    const range = document.createRange();
    const rects = texts.flatMap((text) => (range.selectNodeContents(text), [...range.getClientRects()]));
    return {
      left: Math.min(...rects.map((rect) => rect.left)), right: Math.max(...rects.map((rect) => rect.right)),
      top: Math.min(...rects.map((rect) => rect.top)), bottom: Math.max(...rects.map((rect) => rect.bottom)),
    };
  };
  const boxOf = (node) => {
    let box = node;
    while (["inline", "contents"].includes(getComputedStyle(box).display)) box = box.parentElement;
    return box;
  };
  const ancestors = function* (node) {
    for (let up = node; up && up !== document.body; up = up.parentElement) yield up;
  };
  const isOutside = (inner, outer) => inner.left < outer.left - SLACK || inner.right > outer.right + SLACK;
  const isCut = (inner, outer) => inner.top < outer.top - SLACK || inner.bottom > outer.bottom + SLACK;
  const scrolls = (node) => [...ancestors(node)].some((up) => /auto|scroll/.test(getComputedStyle(up).overflowX));
  const texts = (root = document.body) => [...root.querySelectorAll("*")]
    .filter((node) => !node.closest("svg, select, textarea, script, .visually-hidden") && ownTexts(node).length && shown(node));

  const wide = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const over = [...document.body.querySelectorAll("*")]
      .filter((node) => shown(node) && !scrolls(node) && !node.querySelector("*"))
      .filter((node) => isOutside(node.getBoundingClientRect(), { left: 0, right: clientWidth }));
    return [`the page is ${scrollWidth} px wide: ${over.slice(0, 3).map(named).join(", ") || "?"}`];
  };

  const cut = (root) => texts(root).filter((node) => !scrolls(node)).flatMap((node) => {
    const words = rectOf(ownTexts(node));
    const hangs = getComputedStyle(node).whiteSpaceCollapse === "preserve"; // spaces at the end of a line count, unseen
    if (!hangs && isOutside(words, boxOf(node).getBoundingClientRect())) return [`outside its box: ${named(node)}`];
    const control = node.closest(CONTROLS);
    if (control && isOutside(words, control.getBoundingClientRect())) return [`wider than its control: ${named(node)}`];
    if (control && isCut(words, control.getBoundingClientRect())) return [`higher than its control: ${named(node)}`];
    const hides = [...ancestors(node)].filter((up) => /hidden|clip/.test(getComputedStyle(up).overflow));
    const isHidden = hides.some((up) => isOutside(words, up.getBoundingClientRect()) || isCut(words, up.getBoundingClientRect()));
    return isHidden ? [`cut off: ${named(node)}`] : [];
  });

  const crowded = () => {
    const moves = (node) => [...ancestors(node)].some((up) => /fixed|sticky|absolute/.test(getComputedStyle(up).position));
    const controls = [...document.body.querySelectorAll("a, button, summary, select, input:not([type=hidden]), textarea")]
      .filter((node) => shown(node) && !moves(node) && !scrolls(node));
    const boxes = controls.map((node) => [node, getComputedStyle(node).display === "inline" ? rectOf([node]) : node.getBoundingClientRect()]);
    const found = [];
    boxes.forEach(([one, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across <= 2 || down <= 2) return;
      if (one.contains(other) || one.closest("label")?.contains(other)) return;
      const isInText = [one, other].every((node) => getComputedStyle(node).display === "inline");
      if (!isInText) found.push(`one over the other: ${named(one)} and ${named(other)}`);
    }));
    return found;
  };

  // Menus lie over the page: each for itself.
  const menus = () => [...document.querySelectorAll("details.drop, details.menu")].filter(shown).flatMap((menu) => {
    menu.open = true;
    const width = document.documentElement.clientWidth;
    const list = menu.querySelector(":scope > :not(summary)").getBoundingClientRect();
    const found = isOutside(list, { left: 0, right: width }) ? [`opens beyond the page: ${named(menu)}`] : [];
    const inside = cut(menu).map((finding) => `in a menu, ${finding}`);
    menu.open = false;
    return [...found, ...inside];
  });

  const follows = (direction) => {
    const found = [];
    if (document.documentElement.dir !== direction) found.push(`the page has dir=${document.documentElement.dir}`);
    for (const node of texts()) {
      const isElsewhere = ["[lang]", "[dir]"].some((mark) => node.closest(mark) !== document.documentElement);
      if (isElsewhere || node.closest("bdi")) continue;
      const style = getComputedStyle(node);
      if (style.direction !== direction) found.push(`runs ${style.direction}: ${named(node)}`);
      if (style.textAlign === (direction === "rtl" ? "left" : "right")) found.push(`stays on the ${style.textAlign}: ${named(node)}`);
    }
    const sides = { brand: document.querySelector(".brand"), side: document.querySelector(".side") };
    for (const [name, node] of Object.entries(sides)) {
      if (!node || !shown(node)) continue;
      const { left, right } = node.getBoundingClientRect();
      const isLeft = (left + right) / 2 < document.documentElement.clientWidth / 2;
      if (isLeft === (direction === "rtl")) found.push(`${name} is on the ${isLeft ? "left" : "right"}`);
    }
    return found;
  };

  const all = (direction) => {
    for (const details of document.querySelectorAll("main details:not(.drop, .menu)")) details.open = true;
    return [...new Set([...wide(), ...cut(), ...crowded(), ...follows(direction), ...menus()])];
  };
  return { all };
})();
