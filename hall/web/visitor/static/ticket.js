// Keeps a ticket page fresh, and lets the phone buzz once when the ticket is called.

import { Fragment } from "/static/js/fragment.js";
import { connectLine } from "/static/js/line.js";

const root = document.querySelector("[data-ticket]");
if (root) start(root);

function start(root) {
  const band = root.querySelector("[data-lost-band]");
  let state = shown(root);
  const fragment = new Fragment(root.querySelector("[data-fragment]"), {
    onSwap: () => {
      const now = shown(root);
      if (now === "called" && state !== "called") navigator.vibrate?.([300, 150, 300]);
      state = now;
    },
  });
  const lost = (is) => (band.hidden = !is);
  fragment.onSuccess = () => lost(false);
  fragment.onFailure = () => lost(true);
  connectLine(root, {
    onMessage: () => fragment.refresh(),
    onLost: () => lost(true),
    onFound: () => fragment.refresh(),
  });
}

function shown(root) {
  return root.querySelector("[data-state]")?.dataset.state;
}
