// Keys on the page for digits of a telephone: they write what a keyboard would.

const field = document.querySelector("[data-digits]");
const pad = document.querySelector("[data-keypad]");
const typed = document.querySelector("[data-typed]");

pad.hidden = false;
field.inputMode = "none"; // the page has keys of its own; a real keyboard works all the same
field.addEventListener("input", () => write(field.value));
pad.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  write("delete" in button.dataset ? field.value.slice(0, -1) : field.value + button.dataset.key);
  typed.textContent = [...field.value].join(" ");
});

function write(text) {
  field.value = text.replace(/\D/g, "").slice(0, field.maxLength);
}
