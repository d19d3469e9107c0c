// Forms that are one request to the API. `data-then` says where to go after it; without it the page reloads.

import { fieldsOf, send } from "./press.js";

const page = document.querySelector("[data-api-page]");
page?.addEventListener("submit", onSubmit);
page?.addEventListener("change", onPrepared);
if (page) page.dataset.apiReady = "";

async function onSubmit(event) {
  const form = event.target.closest("form[data-api]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = "";
  say("");
  const { ok, problem, answer } = await send({
    method: form.dataset.method,
    url: form.dataset.url,
    body: bodyOf(form, event.submitter),
    csrf: page.dataset.csrf,
    language: document.documentElement.lang,
  });
  delete form.dataset.busy;
  if (ok) done(form, answer);
  else say(problem.lost ? page.dataset.textUnsure : named(form, problem) + (problem.detail ?? page.dataset.textFailed));
}

/** Which field a refusal is about, in the words of the form. */
function named(form, { errors = [] }) {
  const label = form.elements[errors[0]?.field]?.labels?.[0]?.querySelector("span")?.textContent;
  return label ? `${label} · ` : "";
}

function bodyOf(form, submitter) {
  for (const element of form.querySelectorAll("[data-minutes]")) {
    const clock = page.querySelector("[data-hall-now]") ?? page;
    element.dataset.minutes = clock.dataset.hallNow ?? new Date().toISOString();
  }
  const body = fieldsOf(form);
  // One text in several languages: its parts stand in fields of their own.
  for (const { dataset, value } of form.querySelectorAll("[data-joined]")) {
    body[dataset.joined] = [body[dataset.joined], value.trim()].filter(Boolean).join("\n");
  }
  if (submitter?.name) body[submitter.name] = submitter.value;
  return body;
}

/** A prepared text fills the fields of all its languages. */
function onPrepared(event) {
  if (event.target.dataset.prepared === undefined || !event.target.value) return;
  const texts = event.target.selectedOptions[0].dataset;
  for (const field of event.target.form.querySelectorAll("[data-joined]")) field.value = texts[field.lang.slice(0, 2)];
}

function done(form, answer) {
  const { then, show } = form.dataset;
  if (show) return reveal(form, answer);
  if (then) return location.assign(then.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(answer[name])));
  location.reload();
}

/** Shows parts of the answer, each where an element asks for it by `data-answer`. */
function reveal(form, answer) {
  const target = document.getElementById(form.dataset.show);
  for (const element of target.querySelectorAll("[data-answer]")) {
    element.textContent = element.dataset.answer.split(".").reduce((value, name) => value?.[name], answer) ?? "";
  }
  target.hidden = false;
  target.focus();
  form.reset();
}

function say(text) {
  const region = page.querySelector("[data-said]");
  region.textContent = text;
  region.hidden = !text;
  if (text) region.scrollIntoView({ block: "nearest" });
}
