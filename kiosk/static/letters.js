// Keys on the page for the search: a terminal has a screen and no keyboard. Pinyin and English need these letters.
// They come with a finger, not with a real keyboard's Tab, which would have to go through all of them.

const field = document.querySelector("[data-search] input[type=search]");
const pad = document.querySelector("[data-letters]");

field.inputMode = "none";
field.addEventListener("pointerdown", () => (pad.hidden = false));
pad.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the field
pad.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("clear" in button.dataset) field.value = "";
  else if ("delete" in button.dataset) field.value = [...field.value].slice(0, -1).join("");
  else if (field.value.length < field.maxLength) field.value += button.dataset.key;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
});
