// An open page stays true: its clock goes, an emergency replaces it, and a start page where nobody stands
// gets fresh waits.

const page = document.body;
const clock = document.querySelector("[data-clock]");
const PULSE_MS = 10_000;
const IDLE_MS = 30_000;
let touched = performance.now();

for (const sign of ["pointerdown", "keydown", "scroll", "input"]) {
  addEventListener(sign, () => (touched = performance.now()), { passive: true });
}
if (clock) setInterval(beat, PULSE_MS);

async function beat() {
  const answer = await fetch(`${page.dataset.start}/pulse`).catch(() => null);
  if (!answer?.ok) return;
  const { pulse, time } = await answer.json();
  clock.textContent = time;
  // Raised: at once and in the language that is on the screen. Over: as a new visitor finds the kiosk.
  if (pulse !== page.dataset.pulse) location.assign(pulse ? page.dataset.start : page.dataset.home);
  else if (performance.now() - touched > IDLE_MS) await freshen();
}

async function freshen() {
  const parts = document.querySelectorAll("[data-fresh]");
  if (!parts.length || [...parts].some((part) => part.hidden || part.contains(document.activeElement))) return;
  const answer = await fetch(page.dataset.start).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const twin = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (twin) part.replaceChildren(...twin.childNodes);
  }
}
