// A page whose fragments follow one room. `data-pace`: milliseconds between two looks at a fragment that changes often;
// `data-news`: how the messages begin that concern it, where it is not all of them.

import { Fragment } from "./fragment.js";
import { connectLine } from "./line.js";

const root = document.querySelector("[data-live-page]");
if (root) {
  const band = root.querySelector("[data-lost-band]");
  const fragments = [...root.querySelectorAll("[data-fragment]")].map((element) => new Fragment(element));
  const all = (act) => () => fragments.forEach(act);
  const doubtful = new Set(); // fragments that may be out of date
  const doubt = (fragment, is) => {
    doubtful[is ? "add" : "delete"](fragment);
    band.hidden = doubtful.size === 0;
  };
  for (const fragment of fragments) {
    fragment.onSuccess = () => doubt(fragment, false);
    fragment.onFailure = () => doubt(fragment, true);
    fragment.news = paced(() => fragment.refresh(), Number(fragment.element.dataset.pace ?? 0));
  }
  const concerns = ({ element }, { name }) => name === "resync" || name.startsWith(element.dataset.news ?? "");
  connectLine(root, {
    onMessage: (message) => fragments.forEach((fragment) => concerns(fragment, message) && fragment.news()),
    onLost: all((fragment) => {
      fragment.alone = true;
      doubt(fragment, true);
    }),
    onFound: all((fragment) => {
      fragment.alone = false;
      fragment.refresh();
    }),
  });
}

/** At once, and then once more after `ms` for whatever was asked for meanwhile. */
function paced(act, ms) {
  let timer = null;
  let again = false;
  const look = () => {
    if (timer !== null) return (again = true);
    act();
    timer = setTimeout(() => {
      timer = null;
      if (again) look((again = false));
    }, ms);
  };
  return ms ? look : act;
}
