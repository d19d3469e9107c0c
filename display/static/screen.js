// A screen: on every message it asks for its part again, marks the newest call, and says when it may be stale.

import { connectLine } from "/static/js/line.js";
import "/static/js/clock.js";

const HIGHLIGHT_MS = 3000;
const CAPTION_MS = 20000;
const ASK_AGAIN_MS = 10000;

const screen = document.querySelector("[data-screen]");
const board = screen.querySelector("[data-board]");
const band = screen.querySelector("[data-stale]");
const state = { etag: null, asking: false, again: false, right: new Date(), shown: calls() };

connectLine(screen, { onMessage: ask, onLost: () => stale(true), onFound: ask });
setInterval(ask, ASK_AGAIN_MS);

async function ask() {
  if (state.asking) {
    state.again = true;
    return;
  }
  state.asking = true;
  try {
    const headers = state.etag ? { "If-None-Match": state.etag } : {};
    const answer = await fetch(screen.dataset.part, { headers, signal: AbortSignal.timeout(5000) });
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.ok) show(await answer.text(), answer.headers.get("ETag"));
    state.right = new Date();
    stale(false);
  } catch {
    stale(true);
  }
  state.asking = false;
  if (state.again) {
    state.again = false;
    ask();
  }
}

function show(html, etag) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  board.replaceChildren(...fresh.body.childNodes);
  state.etag = etag;
  const now = calls();
  const news = [...now].filter((call) => !state.shown.has(call));
  state.shown = now;
  if (!news.length) return;
  for (const call of news) {
    const row = board.querySelector(`[data-call="${CSS.escape(call)}"]`);
    row?.classList.add("fresh");
    setTimeout(() => row?.classList.remove("fresh"), HIGHLIGHT_MS);
  }
  const caption = board.querySelector("[data-caption]");
  setTimeout(() => caption?.isConnected && (caption.hidden = true), CAPTION_MS);
}

function calls() {
  return new Set([...board.querySelectorAll("[data-call]")].map((row) => row.dataset.call));
}

function stale(is) {
  band.hidden = !is;
  screen.classList.toggle("screen-stale", is);
  if (is) band.querySelector("[data-stale-since]").textContent = state.right.toLocaleTimeString();
}
