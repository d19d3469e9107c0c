// What a screen reader hears by itself. Only a region that stood on the page before is read out when its text
// changes; parts that are fetched afresh come together with their text and would stay silent.

/** `[data-told]` says what the `[data-tell]` of a page say, whenever that has changed; gives the function that looks. */
export function teller(root) {
  const region = root.querySelector("[data-told]");
  const words = () => [...root.querySelectorAll("[data-tell]")].map(plain).join(" ");
  let known = words();
  return () => {
    const now = words();
    if (now !== known) region.textContent = known = now;
  };
}

function plain(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}
