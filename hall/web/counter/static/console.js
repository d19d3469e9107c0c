// The console: keys and buttons become one request at a time; answers and live messages bring a fresh fragment.

import { actionKey, charactersOn } from "./keys.js";
import { fieldsOf, send } from "/static/js/press.js";
import { Fragment } from "/static/js/fragment.js";
import { connectLine } from "/static/js/line.js";
import { teller } from "/static/js/told.js";
import { hallNow, runTimers, showTimers } from "./timers.js";

const root = document.querySelector("[data-console]");
if (root) start(root);

function start(root) {
  const tell = teller(root);
  const say = speaker(root.querySelector("[data-said]"));
  const fragment = new Fragment(root.querySelector("[data-fragment]"), { onSwap: () => { showTimers(root); mark(root); tell(); } });
  const state = { busy: false, lost: false };
  const console_ = { root, say, fragment, state };
  root.addEventListener("click", (event) => onClick(console_, event));
  root.addEventListener("submit", (event) => onSubmit(console_, event));
  document.addEventListener("keydown", (event) => onKey(console_, event));
  keySwitch(root);
  connectLine(root, {
    onMessage: () => fragment.refresh(),
    onLost: () => setLost(console_, true),
    onFound: () => setLost(console_, false),
  });
  fragment.onFailure = () => setLost(console_, true);
  fragment.onSuccess = () => state.unreached && setLost(console_, false);
  runTimers(root, { onDue: () => fragment.refresh() });
  root.dataset.ready = "";
}

function onKey(console_, event) {
  const key = actionKey(event, { characters: charactersOn.read() });
  if (key === null) return;
  const target = [...console_.root.querySelectorAll("[data-key]")].find((b) => b.dataset.key === key);
  if (!target) return;
  event.preventDefault();
  if (!target.disabled) act(console_, target);
}

function onClick(console_, event) {
  const button = event.target.closest("[data-press], [data-dialog], [data-close]");
  if (!button || !console_.root.contains(button)) return;
  if (button.dataset.close !== undefined) return button.closest("dialog").close();
  event.preventDefault();
  act(console_, button);
  // After a click with a pointer the focus goes back to the page: Space is for the next visitor again.
  if (event.detail > 0 && button.dataset.dialog === undefined) button.blur();
}

function act(console_, button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  if (button.dataset.dialog !== undefined) return openDialog(console_, button);
  press(console_, button.dataset, JSON.parse(button.dataset.body || "{}"));
}

function openDialog({ root }, button) {
  const dialog = root.querySelector(`#dialog-${button.dataset.dialog}`);
  const form = dialog.querySelector("form");
  form.reset();
  // What the press will mean is fixed now: a fresh fragment behind the dialog must not change its visitor.
  Object.assign(form.dataset, {
    method: button.dataset.method,
    url: button.dataset.url,
    body: button.dataset.body || "{}",
  });
  dialog.querySelectorAll("[data-subject]").forEach((e) => (e.textContent = button.dataset.subject ?? ""));
  const template = root.querySelector(`#template-${button.dataset.template}`);
  const slot = dialog.querySelector("[data-slot]");
  slot?.replaceChildren(template ? template.content.cloneNode(true) : "");
  slot?.closest("fieldset")?.toggleAttribute("hidden", !slot.childElementCount);
  dialog.querySelectorAll("[data-minutes]").forEach((e) => (e.dataset.minutes = hallNow(root).toISOString()));
  dialog.showModal();
}

async function onSubmit(console_, event) {
  const form = event.target.closest("dialog form");
  if (!form) return;
  event.preventDefault();
  const body = { ...JSON.parse(form.dataset.body), ...fieldsOf(form) };
  form.closest("dialog").close();
  await press(console_, form.dataset, body);
}

async function press(console_, { method, url }, body) {
  const { root, say, fragment, state } = console_;
  if (state.busy || state.lost) return;
  state.busy = true;
  mark(root, state);
  const { ok, problem } = await send({
    method,
    url,
    body,
    csrf: root.dataset.csrf,
    language: document.documentElement.lang,
  });
  if (problem?.lost) setLost(console_, true);
  await fragment.refresh();
  state.busy = false;
  mark(root, state);
  say(ok ? "" : sentence(root, problem));
}

function sentence(root, problem) {
  if (problem.lost) return root.dataset.textUnsure;
  return problem.detail ?? root.dataset.textFailed;
}

function setLost(console_, lost) {
  const { root, say, state, fragment } = console_;
  state.unreached = lost;
  if (state.lost === lost) return;
  state.lost = lost;
  if (!lost) say("");
  root.querySelector("[data-lost-band]").hidden = !lost;
  root.classList.toggle("console-lost", lost);
  mark(root, state);
  if (lost) fragment.retryUntilBack();
  else fragment.refresh();
}

/** Shows on every action whether it can be pressed now; `aria-disabled` keeps the focus where it is. */
function mark(root, state = root.consoleState ?? {}) {
  root.consoleState = state;
  const blocked = Boolean(state.busy || state.lost);
  root.toggleAttribute("data-busy", Boolean(state.busy));
  for (const button of root.querySelectorAll("[data-press], [data-dialog]")) {
    button.setAttribute("aria-disabled", String(blocked || button.dataset.off !== undefined));
  }
}

function speaker(region) {
  return (text) => {
    region.textContent = text;
    region.hidden = !text;
  };
}

function keySwitch(root) {
  const box = document.querySelector("[data-key-switch]");
  const show = () => root.classList.toggle("console-keys-off", !charactersOn.read());
  box.checked = charactersOn.read();
  box.addEventListener("change", () => {
    charactersOn.write(box.checked);
    show();
  });
  show();
}
