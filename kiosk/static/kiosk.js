// The kiosk: search as one types, one press per form, and back to the start when nobody is there.

const kiosk = document.querySelector("[data-kiosk]");
const WARN_SECONDS = 20;
const TYPING_MS = 180;
const AGAIN_MS = 5000;

const goHomeLater = returning();
for (const form of document.querySelectorAll("[data-once]")) form.addEventListener("submit", once);
const search = document.querySelector("[data-search]");
if (search) searchAsTyped(search);
for (const zone of document.querySelectorAll(".kiosk-zone")) {
  zone.addEventListener("toggle", () => zone.open && zone.scrollIntoView({ block: "nearest" }));
}
goHomeLater(Number(kiosk.dataset.return));

function once(event) {
  const form = event.currentTarget;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, AGAIN_MS);
}

function searchAsTyped(form) {
  const field = form.querySelector("input[type=search]");
  const found = document.querySelector("[data-found]");
  const browse = document.querySelector("[data-browse]");
  let timer = 0;
  let asked = 0;
  const someoneIsHere = () => goHomeLater(Number(kiosk.dataset.returnTyped));
  field.addEventListener("pointerdown", someoneIsHere); // letters that were opened and left are cleared away too
  field.addEventListener("input", (event) => {
    someoneIsHere();
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(look, TYPING_MS);
  });
  field.addEventListener("compositionend", () => look());

  async function look() {
    const mine = ++asked;
    const wanted = new URLSearchParams(new FormData(form));
    const answer = await fetch(`${form.dataset.search}?${wanted}`).catch(() => null);
    if (mine !== asked) return;
    if (!answer?.ok) return (timer = setTimeout(look, AGAIN_MS)); // the word stays; the hall may be back by then
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.replaceChildren(...fresh.body.childNodes);
    browse.hidden = found.querySelector("a") !== null;
  }
}

/** Gives a function that goes back to the start after so many seconds without a touch; a later wish replaces it. */
function returning() {
  const warning = document.querySelector("[data-warning]");
  const announced = warning.querySelector("[data-announced]");
  let allowed = 0;
  let left = 0;
  const again = () => {
    left = allowed;
    warning.hidden = true;
    announced.textContent = "";
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, again, { passive: true });
  setInterval(() => {
    if (!allowed) return;
    left -= 1;
    if (left <= WARN_SECONDS) warn();
    if (left <= 0) location.assign(kiosk.dataset.home);
  }, 1000);
  return (seconds) => {
    allowed = "spoken" in document.body.dataset ? 3 * seconds : seconds; // listening takes longer than looking
    again();
  };

  function warn() {
    // Said once; the seconds go on in silence, or a screen reader would read out every one.
    if (warning.hidden) announced.textContent = announced.dataset.announced;
    warning.hidden = false;
    warning.querySelector("[data-left]").textContent = left;
  }
}
