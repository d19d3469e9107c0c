// The console: keys and buttons become one request at a time; answers and live messages bring a fresh fragment.

import { actionKey, charactersOn } from "./keys.js";
import { fieldsOf, send } from "/static/js/press.js";
import { Fragment } from "/static/js/fragment.js";
import { connectLine } from "/static/js/line.js";
import { teller } from "/static/js/told.js";
import { closeDialog, openDialog, sayIn, waitedEnough } from "./dialogs.js";
import { OneKey } from "./one_key.js";
import { runTimers, showTimers } from "./timers.js";

const root = document.querySelector("[data-console]");
if (root) start(root);

function start(root) {
  const tell = teller(root);
  const say = speaker(root.querySelector("[data-said]"));
  const onSwap = () => {
    showTimers(root);
    mark(root);
    say.stillTrue(root);
    tell();
  };
  const fragment = new Fragment(root.querySelector("[data-fragment]"), { onSwap });
  const state = { busy: false, lost: false, key: null };
  const console_ = { root, say, fragment, state, kept: new OneKey(root) };
  root.addEventListener("click", (event) => onClick(console_, event));
  root.addEventListener("submit", (event) => onSubmit(console_, event));
  document.addEventListener("keydown", (event) => onKey(console_, event));
  keySwitch(root);
  connectLine(root, {
    onMessage: () => fragment.refresh(),
    onLost: () => setLost(console_, (fragment.alone = true)),
    onFound: () => setLost(console_, (fragment.alone = false)),
  });
  fragment.onFailure = () => setLost(console_, true);
  fragment.onSuccess = () => state.unreached && setLost(console_, false);
  runTimers(root, { onDue: (element) => (element.closest("dialog") ? waitedEnough(element) : fragment.refresh()) });
  root.dataset.ready = "";
}

function onKey(console_, event) {
  const { root, state, say, kept } = console_;
  const key = actionKey(event, { characters: charactersOn.read() });
  if (key === null) return;
  const target = [...root.querySelectorAll("[data-key]")].find((b) => b.dataset.key === key);
  if (!target) return;
  event.preventDefault();
  if (!state.busy) return act(console_, target, { byKey: true });
  const why = kept.keep(target, state.key);
  if (why) say(why);
}

function onClick(console_, event) {
  const button = event.target.closest("[data-press], [data-dialog], [data-close]");
  if (!button || !console_.root.contains(button)) return;
  if (button.dataset.close !== undefined) return closeDialog(button.closest("form"));
  event.preventDefault();
  act(console_, button, { byKey: event.detail === 0 });
  // After a click with a pointer the focus goes back to the page: Space is for the next visitor again.
  if (event.detail > 0 && button.dataset.dialog === undefined) button.blur();
}

function act(console_, button, { byKey }) {
  const { root, state, say } = console_;
  if (button.dataset.off !== undefined && !state.busy && !state.lost) return say(button.dataset.why ?? "", button.id);
  if (button.getAttribute("aria-disabled") === "true") return;
  if (button.dataset.dialog !== undefined) return openDialog(root, button, { byKey });
  press(console_, button.dataset, JSON.parse(button.dataset.body || "{}"), { about: button.id });
}

async function onSubmit(console_, event) {
  const form = event.target.closest("dialog form");
  if (!form) return;
  event.preventDefault();
  const body = { ...JSON.parse(form.dataset.body), ...fieldsOf(form) };
  await press(console_, form.dataset, body, { form });
}

/** One request. A refusal is said where it was asked for: in the open dialog, or on the page. */
async function press(console_, { method, url, key }, body, { form = null, about = "" }) {
  const { root, say, fragment, state, kept } = console_;
  if (state.busy || state.lost) return;
  Object.assign(state, { busy: true, key });
  mark(root, state);
  const { ok, problem, answer } = await send({
    method,
    url,
    body,
    csrf: root.dataset.csrf,
    language: document.documentElement.lang,
  });
  if (problem?.lost) setLost(console_, true);
  await fragment.refresh();
  Object.assign(state, { busy: false, key: null });
  mark(root, state);
  const refused = ok ? "" : sentence(root, problem);
  if (form && refused && !problem.lost) sayIn(form, refused);
  else {
    if (form) closeDialog(form);
    say(refused, about);
  }
  const next = kept.take({ ok, called: answer?.call?.id });
  if (next.said) say(`${refused} ${next.said}`.trim());
  else if (next.button) act(console_, next.button, { byKey: true });
}

function sentence(root, problem) {
  if (problem.lost) return root.dataset.textUnsure;
  return problem.detail ?? root.dataset.textFailed;
}

function setLost(console_, lost) {
  const { root, say, state, fragment, kept } = console_;
  state.unreached = lost;
  if (state.lost === lost) return;
  state.lost = lost;
  kept.drop();
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

/** Says a sentence; one about a button that could not be pressed goes when it can. */
function speaker(region) {
  let waitsFor = "";
  const isOff = (root) => root.querySelector(`#${waitsFor}[data-off]`) !== null;
  const say = (text, about = "") => {
    waitsFor = text ? about : "";
    if (waitsFor && !isOff(region.parentElement)) waitsFor = "";
    region.textContent = text;
    region.hidden = !text;
  };
  say.stillTrue = (root) => waitsFor && !isOff(root) && say("");
  return say;
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
