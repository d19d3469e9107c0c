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
  const { selectionStart: from, selectionEnd: to } = field;
  if ("clear" in button.dataset) field.value = "";
  else if ("delete" in button.dataset) field.setRangeText("", from === to ? Math.max(0, from - 1) : from, to, "end");
  else if (field.value.length - (to - from) < field.maxLength) field.setRangeText(button.dataset.key, from, to, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
});
