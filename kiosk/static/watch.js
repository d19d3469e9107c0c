// An open page stays true: its clock goes, an emergency replaces it, and a start page where nobody stands
// gets fresh waits. When the hall cannot be reached the page says so and lets nothing be pressed: a browser's own
// error page has no way back.

const page = document.body;
const clock = document.querySelector("[data-clock]");
const local = "local" in document.body.dataset; // served on this machine: asking costs the hall nothing
const PULSE_MS = local ? 1000 : 7_000; // and the time to reach the hall: a loss is known within ten seconds
const IDLE_MS = 30_000;
const REACH_MS = 2500;
const AGAIN_MS = 2000;
let touched = performance.now();

for (const sign of ["pointerdown", "keydown", "scroll", "input"]) {
  addEventListener(sign, () => (touched = performance.now()), { passive: true });
}
const away = document.querySelector("[data-away]");
if (clock) setInterval(beat, PULSE_MS);
for (const form of document.querySelectorAll("form[method=post]")) form.addEventListener("submit", askFirst);

async function beat() {
  const said = await reach();
  if (!said) return;
  const { pulse, time } = said;
  clock.textContent = time;
  // Raised: at once and in the language that is on the screen. Over: as a new visitor finds the kiosk.
  if (pulse !== page.dataset.pulse) location.assign(pulse ? page.dataset.start : page.dataset.home);
  else if (performance.now() - touched > IDLE_MS) await freshen();
}

/** The hall's pulse, or null; shows whether it could be reached, and tries sooner while it could not. */
async function reach() {
  const said = await ask().catch(() => null); // a hall may also be lost in the middle of its answer
  if (away) away.hidden = Boolean(said);
  if (!said) setTimeout(beat, AGAIN_MS);
  return said;
}

async function ask() {
  const answer = await fetch(`${page.dataset.start}/pulse`, { signal: AbortSignal.timeout(REACH_MS) });
  return answer.ok ? answer.json() : null;
}

/** A form is sent only to a hall that answers: what was chosen stays on the page until it does. */
async function askFirst(event) {
  const form = event.currentTarget;
  if (form.dataset.reached) return delete form.dataset.reached;
  if (event.defaultPrevented) return;
  event.preventDefault();
  delete form.dataset.sent;
  if (!(await reach())) return;
  form.dataset.reached = "yes";
  form.requestSubmit(event.submitter);
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
