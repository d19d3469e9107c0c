// Lets the hall's clock in the head of the page go on by itself. A demo's clock goes faster than a wall clock and
// its speed can be changed, also from another page: such a clock asks the hall from time to time.

import { send } from "./press.js";

const ASK_AGAIN_MS = 10000;

for (const clock of document.querySelectorAll("[data-hall-clock]")) run(clock);

function run(clock) {
  const shown = clock.querySelector("[data-time]");
  let begun = performance.now();
  let start = Date.parse(clock.dataset.now);
  let speed = Number(clock.dataset.speed) || 1;
  const inZone = (parts) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: clock.dataset.zone, ...parts });
  const day = inZone({ weekday: "short" });
  const time = inZone({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const show = () => {
    const now = start + (performance.now() - begun) * speed;
    shown.textContent = `${day.format(now)} ${time.format(now)}`; // in one format Chinese has no space between the two
  };
  show();
  setInterval(show, 1000);
  if (!clock.dataset.demo) return;
  setInterval(() => fetch(clock.dataset.demo).then((answer) => answer.ok && answer.json().then(set), () => {}), ASK_AGAIN_MS);
  for (const button of clock.querySelectorAll("[data-set-speed]")) button.addEventListener("click", () => wish(button));

  function set(answer) {
    [start, speed, begun] = [Date.parse(answer.now), answer.speed, performance.now()];
    for (const said of clock.querySelectorAll("[data-speed-said]")) said.textContent = `×${speed}`;
    for (const button of clock.querySelectorAll("[data-set-speed]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.setSpeed) === speed));
    }
    show();
  }

  async function wish(button) {
    const { ok, answer } = await send({
      method: "PUT",
      url: clock.dataset.demo,
      body: { speed: Number(button.dataset.setSpeed) },
      csrf: document.querySelector('meta[name="csrf-token"]')?.content ?? "",
      language: document.documentElement.lang,
    });
    if (ok) set(answer);
    button.closest("details").open = false;
  }
}
