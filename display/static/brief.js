// What is shown for a while only, though the part it stands in is replaced meanwhile: each element is known by a key.

const KEPT = 500; // keys: a day of a busy hall is longer, but nothing on a screen is that old

/** Sets every element with `attribute` on while its key is young, and off afterwards. */
export function brief(root, attribute, ms, set) {
  const ends = new Map();

  function apply() {
    const now = performance.now();
    for (const element of root.querySelectorAll(`[${attribute}]`)) {
      const key = element.getAttribute(attribute);
      if (!ends.has(key)) begin(key, now);
      set(element, ends.get(key) > now);
    }
  }

  function begin(key, now) {
    ends.set(key, now + ms);
    setTimeout(apply, ms + 10);
    if (ends.size > KEPT) ends.delete(ends.keys().next().value);
  }

  /** What stands there already is no news. */
  function pass() {
    for (const element of root.querySelectorAll(`[${attribute}]`)) ends.set(element.getAttribute(attribute), 0);
  }

  return { apply, pass };
}
