// Which press of a key is meant for the console, and which belongs to something else.

const FIELDS = "input, textarea, select, [contenteditable]";
const WITH_OWN_KEYS = "button, a[href], summary";

/**
 * The key of an action, as written in `data-key`, or null when this press is none: held down (repeat),
 * part of a composition (Chinese input), with a modifier, in a field, or while a dialog is open.
 */
export function actionKey(event, { characters }) {
  if (event.repeat || event.isComposing || event.keyCode === 229) return null;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  if (document.querySelector("dialog[open]") || event.target.closest?.(FIELDS)) return null;
  if (event.key === " " || event.key === "Enter") {
    // On a focused button or link these keys press that one, as everywhere.
    return event.target.closest?.(WITH_OWN_KEYS) ? null : "space";
  }
  if (!characters || event.key.length !== 1) return null;
  return event.key.toLowerCase();
}

/** Whether single letters are keys on this device; kept per device (WCAG 2.1.4). */
export const charactersOn = {
  read: () => localStorage.getItem("hall.console.keys") !== "off",
  write: (on) => localStorage.setItem("hall.console.keys", on ? "on" : "off"),
};
