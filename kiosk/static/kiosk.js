// The kiosk: search as one types, one press per form, and back to the start when nobody is there.

const kiosk = document.querySelector("[data-kiosk]");
const WARN_SECONDS = 20;
const TYPING_MS = 180;

for (const form of document.querySelectorAll("[data-once]")) form.addEventListener("submit", once);
const search = document.querySelector("[data-search]");
if (search) searchAsTyped(search);
goHomeLater(Number(kiosk.dataset.return));

function once(event) {
  const form = event.currentTarget;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
}

function searchAsTyped(form) {
  const field = form.querySelector("input");
  const found = document.querySelector("[data-found]");
  const browse = document.querySelector("[data-browse]");
  let timer = 0;
  let asked = 0;
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(look, TYPING_MS);
  });
  field.addEventListener("compositionend", () => look());

  async function look() {
    const mine = ++asked;
    const q = field.value.trim();
    const answer = await fetch(`${form.dataset.search}?q=${encodeURIComponent(q)}`);
    if (!answer.ok || mine !== asked) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.replaceChildren(...fresh.body.childNodes);
    browse.hidden = q !== "";
  }
}

function goHomeLater(seconds) {
  if (!seconds) return;
  const warning = document.querySelector("[data-warning]");
  let left = seconds;
  const again = () => {
    left = seconds;
    warning.hidden = true;
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, again, { passive: true });
  warning.querySelector("[data-stay]").addEventListener("click", again);
  setInterval(() => {
    left -= 1;
    warning.hidden = left > WARN_SECONDS;
    warning.querySelector("[data-left]").textContent = left;
    if (left <= 0) location.assign(kiosk.dataset.home);
  }, 1000);
}
