// A page whose fragment follows one room.

import { Fragment } from "./fragment.js";
import { connectLine } from "./line.js";

const root = document.querySelector("[data-live-page]");
if (root) {
  const band = root.querySelector("[data-lost-band]");
  const fragment = new Fragment(root.querySelector("[data-fragment]"));
  fragment.onSuccess = () => (band.hidden = true);
  fragment.onFailure = () => (band.hidden = false);
  connectLine(root, {
    onMessage: () => fragment.refresh(),
    onLost: () => {
      fragment.alone = true;
      band.hidden = false;
    },
    onFound: () => {
      fragment.alone = false;
      fragment.refresh();
    },
  });
}
