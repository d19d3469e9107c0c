// Dialogs of the console: opened with what a button says, closed when the hall has taken what was asked.

import { hallNow, leftNow } from "./timers.js";

/** `byKey`: the focus goes back to the button afterwards, and not to the page as after a click. */
export function openDialog(root, button, { byKey }) {
  const dialog = root.querySelector(`#dialog-${button.dataset.dialog}`);
  const form = dialog.querySelector("form");
  form.reset();
  // What the press will mean is fixed now: a fresh fragment behind the dialog must not change its visitor.
  Object.assign(form.dataset, {
    method: button.dataset.method,
    url: button.dataset.url,
    body: button.dataset.body || "{}",
    opener: byKey && document.activeElement === button ? button.id : "",
  });
  dialog.querySelectorAll("[data-subject]").forEach((e) => (e.textContent = button.dataset.subject ?? ""));
  fill(root, dialog.querySelector("[data-slot]"), button.dataset.template);
  dialog.querySelectorAll("[data-minutes]").forEach((e) => (e.dataset.minutes = hallNow(root).toISOString()));
  sayIn(form, "");
  dialog.showModal();
}

function fill(root, slot, name) {
  const template = root.querySelector(`#template-${name}`);
  slot?.replaceChildren(template ? template.content.cloneNode(true) : "");
  slot?.closest("fieldset")?.toggleAttribute("hidden", !slot.childElementCount);
  // A template says what was left when it came: the countdown in the dialog goes on from now.
  slot?.querySelectorAll("[data-left]").forEach((e) => (e.dataset.left = leftNow(root, e)));
}

/** What had to wait can be chosen now. */
export function waitedEnough(element) {
  const waits = element.closest("[data-waits]");
  if (!waits) return;
  waits.closest("label").querySelector("input").disabled = false;
  waits.hidden = true;
}

/** A refusal stands in the dialog, with everything that was filled in. */
export function sayIn(form, text) {
  const region = form.querySelector("[data-dialog-said]");
  region.textContent = text;
  region.hidden = !text;
}

export function closeDialog(form) {
  form.closest("dialog").close();
  if (form.dataset.opener) document.getElementById(form.dataset.opener)?.focus();
}
