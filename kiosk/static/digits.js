// Keys on the page for a code of digits.

const field = document.querySelector("#code");

document.querySelector("[data-digits]").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  field.value = "delete" in button.dataset ? field.value.slice(0, -1) : field.value + button.dataset.key;
});
