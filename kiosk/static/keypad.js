// Keys on the page for the code of a ticket: they write what a keyboard would, in two groups of four.

const LENGTH = 8;
const HALF = 4;
const field = document.querySelector("[data-code]");
const pad = document.querySelector("[data-keypad]");
const typed = document.querySelector("[data-typed]");

pad.hidden = false;
field.inputMode = "none"; // the page has keys of its own; a real keyboard works all the same
field.addEventListener("input", () => {
  if (field.selectionStart === field.value.length) write(plain());
});
pad.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  write("delete" in button.dataset ? plain().slice(0, -1) : plain() + button.dataset.key);
  typed.textContent = [...plain()].join(" ");
});

function plain() {
  return field.value.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, LENGTH);
}

function write(code) {
  const short = code.slice(0, LENGTH);
  field.value = short.length > HALF ? `${short.slice(0, HALF)} ${short.slice(HALF)}` : short;
}
