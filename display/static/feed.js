// What tells a screen that there is news: the live line of the hall's server, or the screen's own program beside it.

import { connectLine } from "/static/js/line.js";

/** `ask` on all news and when the line is found again, `lost` when it breaks. */
export function listen(screen, ask, lost) {
  if (!screen.dataset.news) return connectLine(screen, { onMessage: ask, onLost: lost, onFound: ask });
  const events = new EventSource(screen.dataset.news); // comes back by itself
  events.onopen = () => (screen.dataset.live = "");
  events.onmessage = ({ data }) => (data === "moved" ? location.assign("/") : ask());
  events.onerror = () => {
    delete screen.dataset.live;
    lost();
  };
}
