// Keeps a ticket page fresh; the phone buzzes, and sounds where its owner asked for it, when the ticket is called.

import { Fragment } from "/static/js/fragment.js";
import { connectLine } from "/static/js/line.js";
import { teller } from "/static/js/told.js";
import { offerSound } from "./sound.js";

const root = document.querySelector("[data-ticket]");
if (root) start(root);

function start(root) {
  const band = root.querySelector("[data-lost-band]");
  const sound = offerSound(root.querySelector("[data-sound]"));
  const tell = teller(root);
  let state = shown(root).state;
  const fragment = new Fragment(root.querySelector("[data-fragment]"), {
    onSwap: () => {
      const now = shown(root);
      if (now.state === "called" && state !== "called") alertOwner(sound);
      state = now.state;
      if (now.over !== undefined) root.querySelector("[data-sound]")?.remove();
      document.title = now.title;
      tell();
    },
  });
  const lost = (is) => (band.hidden = !is);
  fragment.onSuccess = () => lost(false);
  fragment.onFailure = () => lost(true);
  connectLine(root, {
    onMessage: () => fragment.refresh(),
    onLost: () => {
      fragment.alone = true;
      lost(true);
    },
    onFound: () => {
      fragment.alone = false;
      fragment.refresh();
    },
  });
}

function alertOwner(sound) {
  navigator.vibrate?.([300, 150, 300]);
  sound.play();
}

function shown(root) {
  return root.querySelector("[data-state]")?.dataset ?? {};
}
