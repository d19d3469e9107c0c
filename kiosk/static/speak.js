// Reads the page aloud to whoever cannot see it: a keypad alone is enough. Star begins and ends; 2 and 8 (or the arrow
// keys) move, 5 (or Enter) chooses, 0 says it again. What stands under the keys is said; the page's own words are all
// the words there are.

const KEY = "spoken";
const button = document.querySelector("[data-speak]");
const MOVES = { 2: 1, 8: -1, ArrowDown: 1, ArrowUp: -1 };
const STEPS = "main a[href], main button, main input[type=checkbox], main summary, .kiosk-return button, .kiosk-tools a";
const sound = new Audio();
let last = "";

button.addEventListener("click", () => turn(!isOn()));
addEventListener("keydown", pressed, { capture: true });
new MutationObserver(warned).observe(document.querySelector("[data-announced]"), { childList: true });
if (isOn()) begin();

function isOn() {
  return sessionStorage.getItem(KEY) === "on";
}

function turn(on) {
  sessionStorage.setItem(KEY, on ? "on" : "off");
  if (on) begin(button.dataset.on);
  else {
    button.setAttribute("aria-pressed", "false");
    delete document.body.dataset.spoken;
    say(button.dataset.off);
  }
}

/** What a page is about, in one go: its heading, and whatever it says by itself. */
function begin(first = "") {
  button.setAttribute("aria-pressed", "true");
  document.body.dataset.spoken = "";
  const said = [...document.querySelectorAll("main h1, main .slip-number, main [role=status], main [role=alert]")];
  say([first, ...said.map(textOf)].filter(Boolean).join(". "));
}

function pressed(event) {
  if (event.key === "*" || event.key === "F1") {
    event.preventDefault();
    return turn(!isOn());
  }
  if (!isOn() || event.ctrlKey || event.altKey) return;
  if (document.activeElement?.matches("input[type=text], input[type=password]") && /^\d$/.test(event.key)) return;
  if (event.key in MOVES) move(MOVES[event.key]);
  else if (event.key === "5") document.activeElement?.click();
  else if (event.key === "0") say(last);
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "5") setTimeout(() => sayFocus(), 50);
}

function steps() {
  return [...document.querySelectorAll(STEPS)].filter((element) => element.checkVisibility());
}

function move(by) {
  const all = steps();
  const at = all.indexOf(document.activeElement);
  const next = all[(at + by + all.length + (at < 0 && by < 0 ? 1 : 0)) % all.length];
  next?.focus();
  sayFocus();
}

function sayFocus() {
  const element = document.activeElement;
  if (element && element !== document.body) say(textOf(element));
}

function textOf(element) {
  const label = element.matches("input") ? element.labels?.[0] : element;
  const words = (element.getAttribute("aria-label") ?? label?.innerText ?? "").replace(/\s+/g, " ").trim();
  if (!element.matches("input[type=checkbox]")) return words;
  return `${words}, ${element.checked ? button.dataset.ticked : button.dataset.unticked}`;
}

function warned([{ target }]) {
  if (isOn() && target.textContent) say(target.textContent);
}

function say(text) {
  if (!text) return;
  last = text;
  const wanted = new URLSearchParams({ text, language: document.documentElement.lang });
  sound.src = `/say.wav?${wanted}`;
  sound.play().catch(() => {}); // another one came meanwhile
}
