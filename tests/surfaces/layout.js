// What is wrong with the page as it stands, as lines of text: evaluated by `checks.py`.
// `touch`: pixels that a target measures at least; `shut`: nothing is meant to be reached.

({ touch, shut }) => {
  const found = [];
  const root = document.scrollingElement;
  const modal = document.querySelector("dialog[open]");
  const scope = modal ?? document.body;
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const hidden = (e) => e !== null && (e.matches(".skip") || getComputedStyle(e).clipPath === "inset(50%)" || hidden(e.parentElement));
  const name = (e) => {
    const text = (e.textContent || e.getAttribute("aria-label") || e.name || "").trim().replace(/\s+/g, " ");
    return `${e.tagName.toLowerCase()}${e.className ? "." + String(e.className).split(" ").join(".") : ""} "${text.slice(0, 40)}"`;
  };
  const everything = [...scope.querySelectorAll("*")].filter((e) => seen(e) && !hidden(e));

  sideways();
  for (const e of everything) if (hasText(e)) cutOrOutside(e);
  const targets = everything.filter((e) => e.matches("a[href], button, summary, label.choice, select, textarea, input:not([type=hidden])"));
  for (const e of targets) small(e);
  for (const e of targets) if (!shut) covered(e);
  return found;

  function sideways() {
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide in a window of ${innerWidth}`);
  }

  function hasText(e) {
    return [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim() !== "");
  }

  function textBox(e) {
    const range = document.createRange();
    const size = parseFloat(getComputedStyle(e).fontSize);
    const boxes = [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()).flatMap((n) => {
      range.selectNodeContents(n);
      return [...range.getClientRects()].map(letters);
    });
    // A line of text is taller than its letters: only those must be seen.
    function letters({ left, right, top, bottom }) {
      const more = Math.max(0, (bottom - top - size) / 2);
      return { left, right, top: top + more, bottom: bottom - more };
    }
    const of = (f, side) => f(...boxes.map((b) => b[side]));
    return boxes.length ? { left: of(Math.min, "left"), right: of(Math.max, "right"), top: of(Math.min, "top"), bottom: of(Math.max, "bottom") } : null;
  }

  function cutOrOutside(e) {
    const box = textBox(e);
    if (!box) return;
    let scrolls = false;
    for (let up = e; up && up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) scrolls = true;
      if (scrolls || !/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
      const edge = up.getBoundingClientRect();
      const outside = box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 1 || box.top < edge.top - 1;
      if (outside) return found.push(`cut off: ${name(e)} by ${up === e ? "itself" : name(up)}`);
    }
    if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) found.push(`over the edge: ${name(e)}`);
  }

  function small(e) {
    const shown = e.matches("input[type=checkbox], input[type=radio]") ? (e.closest("label") ?? e) : e;
    const box = shown.getBoundingClientRect();
    const inSentence = e.matches("a") && getComputedStyle(e).display === "inline"; // WCAG 2.5.8 lets those be
    const least = inSentence ? 0 : touch;
    if (box.width && (box.width < least || box.height < least)) {
      found.push(`smaller than ${least} px: ${name(shown)} ${Math.round(box.width)} x ${Math.round(box.height)}`);
    }
  }

  function covered(e) {
    if (e.disabled) return;
    e.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const boxes = [...e.getClientRects()];
    if (!boxes.length) return;
    const label = e.closest("label") ?? e;
    const reached = boxes.some((box) => {
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return hit && (label.contains(hit) || hit.closest("details.top-menu[open]") || // an open menu lies over the page
         hit.contains(e) && hit !== document.body && hit !== document.documentElement);
    });
    if (!reached) found.push(`cannot be reached: ${name(e)}`);
  }
}
