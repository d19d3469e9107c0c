// A screen: on every message it asks for its part again, marks what is news, and says when it may be out of date.

import "/static/js/clock.js";
import { brief } from "./brief.js";
import { listen } from "./feed.js";
import { ticker } from "./ticker.js";

const HIGHLIGHT_MS = 3000;
const BANNER_MS = 10000;
const CAPTION_MS = 20000;
const ASK_AGAIN_MS = 5000;
const PATIENCE_MS = 4000;
const STALE_MS = 9500; // without an answer: shorter than the ten seconds a reader may be misled
const BY_STAFF_MS = 60_000; // then somebody is calling by hand

const screen = document.querySelector("[data-screen]");
const board = screen.querySelector("[data-board]");
const band = screen.querySelector("[data-stale]");
const state = { etag: null, asking: false, again: false, right: performance.now(), hallNow: screen.dataset.hallNow };
const lit = brief(board, "data-call", HIGHLIGHT_MS, (row, on) => row.classList.toggle("fresh", on));
const captions = brief(board, "data-caption", CAPTION_MS, (line, on) => (line.hidden = !on));
const banners = brief(board, "data-banner", BANNER_MS, (banner, on) => (banner.hidden = !on));
const turn = ticker(board);

lit.pass();
mark();
listen(screen, ask, () => stale(true));
setInterval(ask, ASK_AGAIN_MS);
setInterval(() => performance.now() - state.right > STALE_MS && stale(true), 1000);

async function ask() {
  if (state.asking) {
    state.again = true;
    return;
  }
  state.asking = true;
  try {
    const headers = state.etag ? { "If-None-Match": state.etag } : {};
    const answer = await fetch(screen.dataset.part, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.ok) show(await answer.text(), answer.headers.get("ETag"));
    heard(answer.headers);
  } catch {
    stale(true);
  }
  state.asking = false;
  if (state.again) {
    state.again = false;
    ask();
  }
}

/** A program shows its last truth also while the hall is away; it says how long it has not heard the hall. */
function heard(headers) {
  const unheard = headers.get("Hall-Unheard");
  state.right = performance.now() - (unheard === "" ? BY_STAFF_MS : Number(unheard ?? 0) * 1000);
  const old = performance.now() - state.right > STALE_MS;
  if (!old) state.hallNow = headers.get("Hall-Now") ?? state.hallNow;
  stale(old);
}

function show(html, etag) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  board.replaceChildren(...fresh.body.childNodes);
  state.etag = etag;
  mark();
  turn();
}

function mark() {
  for (const part of [lit, captions, banners]) part.apply();
}

function stale(is) {
  band.hidden = !is;
  screen.classList.toggle("screen-stale", is);
  if (!is) return;
  band.querySelector("[data-stale-since]").textContent = hallTime(state.hallNow);
  band.querySelector("[data-by-staff]").hidden = performance.now() - state.right < BY_STAFF_MS;
}

function hallTime(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { timeZone: screen.dataset.zone, hour: "2-digit", minute: "2-digit" });
}
