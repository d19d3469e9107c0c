// Lets the hall's clock in the head of the page go on by itself; in a demo it goes faster than a wall clock.

for (const clock of document.querySelectorAll("[data-hall-clock]")) run(clock);

function run(clock) {
  const shown = clock.querySelector("[data-time]");
  const begun = performance.now();
  const start = Date.parse(clock.dataset.now);
  const speed = Number(clock.dataset.speed) || 1;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: clock.dataset.zone,
  });
  const show = () => (shown.textContent = format.format(start + (performance.now() - begun) * speed));
  show();
  setInterval(show, 1000);
}
