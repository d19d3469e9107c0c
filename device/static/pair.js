// The page of a device that is not paired: keys for a machine without a keyboard, and off to the start once it is.

const ASK_MS = 1000;
const field = document.querySelector("#code");
const keys = document.querySelector("[data-keys]");

keys.hidden = false;
keys.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  field.value = "delete" in button.dataset ? field.value.slice(0, -1) : field.value + button.dataset.key;
});
setInterval(async () => {
  const answer = await fetch("/paired").catch(() => null);
  if (answer?.ok && (await answer.json()).paired) location.assign("/");
}, ASK_MS);
