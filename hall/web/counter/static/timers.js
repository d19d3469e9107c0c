// Times that run: how long since (hall time), how long until (device time). Numbers only, no words.

const TICK_MS = 500;
const seen = new WeakMap();

/**
 * `[data-since]`: an instant of hall time; shown is how long ago that is on the hall's clock.
 * `[data-left]`: seconds that are left; at 0 `onDue` runs once with it.
 * The fragment says the hall's moment and speed in `[data-hall-now]` and `data-speed`.
 */
export function runTimers(root, { onDue = () => {} } = {}) {
  const tick = () => {
    showTimers(root);
    for (const element of root.querySelectorAll("[data-left]")) countDown(element, onDue);
  };
  tick();
  setInterval(tick, TICK_MS);
}

/** Writes every running time as it is now. */
export function showTimers(root) {
  const now = hallNow(root);
  for (const element of root.querySelectorAll("[data-since]")) element.textContent = since(element, now);
}

/** The hall's moment now, by what the fragment said when it came. */
export function hallNow(root) {
  const clock = root.querySelector("[data-hall-now]");
  const passed = performance.now() - remember(clock);
  return new Date(Date.parse(clock.dataset.hallNow) + passed * Number(clock.dataset.speed));
}

/** Seconds of an element's `data-left` that are left now, if it came with the fragment. */
export function leftNow(root, element) {
  const passed = (performance.now() - remember(root.querySelector("[data-hall-now]"))) / 1000;
  return Number(element.dataset.left) - passed;
}

function since(element, now) {
  return spell(Math.max(0, Math.floor((now - Date.parse(element.dataset.since)) / 1000)));
}

function countDown(element, onDue) {
  const left = Number(element.dataset.left) - (performance.now() - remember(element)) / 1000;
  if (left > 0) {
    element.textContent = String(Math.ceil(left));
  } else if (element.dataset.due === undefined) {
    element.dataset.due = "";
    onDue(element);
  }
}

function remember(element) {
  if (!seen.has(element)) seen.set(element, performance.now());
  return seen.get(element);
}

function spell(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
