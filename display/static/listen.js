// What the program beside this page says, in the browser too, for whoever presses the button.

const button = document.querySelector("[data-listen]");
const waiting = [];
let sounding = false;
let events = null;

button.addEventListener("click", () => {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  events?.close();
  events = on ? new EventSource(document.body.dataset.news) : null;
  if (events) events.onmessage = ({ data }) => data.startsWith("said ") && heard(data.slice(5));
});

function heard(announcement) {
  waiting.push(announcement);
  if (!sounding) next();
}

function next() {
  const announcement = waiting.shift();
  sounding = announcement !== undefined;
  if (!sounding) return;
  const sound = new Audio(`/display/said/${announcement}.wav`);
  sound.onended = sound.onerror = next;
  sound.play().catch(next);
}
