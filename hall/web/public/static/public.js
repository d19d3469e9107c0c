// Keeps the public page true: at most a refresh every few seconds, and a word to screen readers only when the hall's
// state has changed, never for each new range.

import { Fragment } from "/static/js/fragment.js";
import { connectLine } from "/static/js/line.js";

const CALM_MS = 2000; // thousands may be reading: news within this time is fetched once

const root = document.querySelector("[data-public]");
if (root?.querySelector("[data-fragment]")) follow(root);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function follow(root) {
  const band = root.querySelector("[data-lost-band]");
  const said = root.querySelector("[data-said]");
  let known = saying(root);
  let waiting = null;
  const fragment = new Fragment(root.querySelector("[data-fragment]"), {
    onSwap: () => {
      const now = saying(root);
      if (now !== known) said.textContent = known = now;
    },
  });
  const lost = (is) => {
    if (is && band.hidden) said.textContent = band.textContent;
    if (!is && !band.hidden) said.textContent = known;
    band.hidden = !is;
  };
  const soon = () => (waiting ??= setTimeout(() => (waiting = null, fragment.refresh()), Math.random() * CALM_MS));
  fragment.onSuccess = () => lost(false);
  fragment.onFailure = () => lost(true);
  connectLine(root, { onMessage: soon, onLost: () => lost(true), onFound: () => fragment.refresh() });
}

function saying(root) {
  return root.querySelector("[data-said-now]")?.dataset.saidNow ?? "";
}
