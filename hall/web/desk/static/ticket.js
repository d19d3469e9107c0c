// One ticket at the desk: its facts stay fresh. What can be done is fixed while the page stands, so that nothing
// moves under a hand; when the ticket's state changes elsewhere, a notice says so.

import { Fragment } from "/static/js/fragment.js";
import { connectLine } from "/static/js/line.js";

const root = document.querySelector("[data-desk-ticket]");
const state = () => root.querySelector("[data-state]")?.dataset.state;
const before = state();
const fragment = new Fragment(root.querySelector("[data-fragment]"), {
  onSwap: () => (root.querySelector("[data-changed]").hidden = state() === before),
});
connectLine(root, { onMessage: () => fragment.refresh(), onFound: () => fragment.refresh() });
