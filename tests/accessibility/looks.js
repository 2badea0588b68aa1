// What a page must be besides what axe looks for. Each answers with what it found wanting, in words.

window.looks = (() => {
  const shown = (node) => {
    const { width, height } = node.getBoundingClientRect();
    return node.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
  };
  const classes = (node) => [...node.classList].map((word) => `.${word}`).join("");
  const named = (node) => {
    const name = node.getAttribute("name");
    const place = node.id ? `#${node.id}` : name ? `[name=${name}]` : classes(node);
    const up = node.parentElement;
    const words = (node.innerText || node.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${up?.localName}${up ? classes(up) : ""} > ${node.localName}${place} “${words}”`;
  };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isTold = (id) => id && document.querySelector(`[aria-describedby~="${id}"]`);

  const landmarks = () => {
    const wrong = [];
    const root = document.documentElement;
    const main = all("main");
    const first = document.querySelector("a[href], button, input:not([type=hidden]), select, textarea, summary");
    const headings = all("h1").filter(shown).length;
    if (!root.lang || !["ltr", "rtl"].includes(root.dir)) wrong.push("no language or no direction");
    if (!/^\S.* · Rebound$|^Rebound\b/.test(document.title)) wrong.push(`a title that says nothing: “${document.title}”`);
    if (headings !== 1) wrong.push(`${headings} main headings`);
    if (first?.getAttribute("href") !== "#main") wrong.push(`the first stop is no way to the content: ${first?.outerHTML}`);
    if (main.length !== 1 || main[0].id !== "main" || main[0].tabIndex !== -1) wrong.push("nowhere to skip to");
    for (const nav of all("nav")) {
      if (!nav.ariaLabel && !nav.getAttribute("aria-labelledby")) wrong.push(`without a name: ${named(nav)}`);
    }
    return wrong;
  };

  const errors = () => {
    const wrong = [];
    for (const field of all("[aria-invalid=true]").filter(shown)) {
      const group = field.closest("fieldset[aria-describedby]");
      const ids = [field, group].flatMap((node) => node?.getAttribute("aria-describedby")?.split(" ") ?? []);
      if (!ids.some((id) => document.getElementById(id)?.querySelector(".errorlist, li") || document.getElementById(id)?.matches(".errorlist")))
        wrong.push(`does not say what is wrong: ${named(field)}`);
    }
    for (const list of all(".errorlist").filter(shown)) {
      if (list.closest("[role=alert], [role=status]")) continue;
      const holder = list.closest("[id]");
      if (!isTold(list.id) && !isTold(holder?.id)) wrong.push(`belongs to no field: ${named(list)}`);
      const field = list.closest(".has-errors")?.querySelector("input:not([type=hidden]), select, textarea");
      if (field && !list.closest(".has-errors").querySelector("[aria-invalid=true]")) wrong.push(`not marked as wrong: ${named(field)}`);
    }
    return wrong;
  };

  // Of the person themself. A form about somebody else switches it off as a whole.
  const TOKENS = {
    login: "email", password: "current-password", oldpassword: "current-password",
    password1: "new-password", password2: "new-password", name: "name", phone: "tel", email: "email",
  };
  const autofill = () => {
    const wrong = [];
    for (const field of all("main input:not([type=hidden])").filter(shown)) {
      if (field.form?.autocomplete === "off") continue;
      const wanted = TOKENS[field.name] ?? (field.type === "password" ? "current-password" : field.autocomplete);
      if (field.autocomplete !== wanted) wrong.push(`“${field.autocomplete}” instead of “${wanted}”: ${named(field)}`);
    }
    return wrong;
  };

  const scrolls = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return true;
    }
    return false;
  };
  const tooWide = () => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = all("body *").filter((node) => {
      const { left, right } = node.getBoundingClientRect();
      return shown(node) && (right > page.clientWidth + 1 || left < -1) && !scrolls(node);
    });
    return [`${page.scrollWidth} px wide: ${out.slice(0, 3).map(named).join(", ")}`];
  };

  // A link within words is as high as its line; whatever stands for itself can be hit by a finger.
  const isInWords = (node) => {
    if (node.localName !== "a" || getComputedStyle(node).display !== "inline") return false;
    return Boolean(node.closest("p, dd, dt, h1, h2, h3, h4, figcaption, blockquote, .prose, li, td"));
  };
  // A link may be spread over the whole of the card it stands in.
  const reachOf = (node) => {
    const { content, position, top, bottom } = getComputedStyle(node, "::after");
    return content !== "none" && position === "absolute" && top === "0px" && bottom === "0px" ? node.offsetParent : node;
  };
  const tooSmall = (least) => {
    const wrong = [];
    for (const node of all("a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']")) {
      // What Enter presses for us, unseen and off everybody's way, is no target.
      if (!shown(node) || node.matches(".skip-link, [aria-hidden=true][tabindex='-1']") || isInWords(node)) continue;
      const parts = node.matches("[type=checkbox], [type=radio]") ? [node, ...node.labels] : [node];
      const fits = parts.map((part) => reachOf(part).getBoundingClientRect()).map(({ width, height }) => [width, height].map(Math.round));
      if (!fits.some(([width, height]) => width >= least && height >= least)) wrong.push(`${fits.join(" or ")} px: ${named(node)}`);
    }
    return wrong;
  };

  const stops = () => {
    const every = all("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
    const wrong = [];
    for (const node of every.filter((node) => shown(node) && !node.matches(":disabled, .skip-link"))) {
      node.focus();
      const problem = document.activeElement === node ? whatIsWrongWithTheFocus() : `takes no focus: ${named(node)}`;
      if (problem) wrong.push(problem);
    }
    return wrong;
  };

  // As far apart as somebody may set letters, words and lines who reads with difficulty (WCAG 1.4.12).
  const spread = new CSSStyleSheet();
  spread.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }");
  const tooWideWhenSpread = () => {
    document.adoptedStyleSheets = [spread];
    const wrong = tooWide();
    document.adoptedStyleSheets = [];
    return wrong;
  };

  return { stops, tooWideWhenSpread, landmarks, errors, autofill, tooWide, tooSmall, named, shown };
})();
