// One press of a button: one request to the API, with a name of its own, so that a retry is no second press.

const RETRY_AFTER_MS = 700;

/**
 * Sends what a button or form says (`data-method`, `data-url`, `data-body`).
 * Answers `{ok, problem, answer}`; `problem` is null, a problem+json, or `{lost: true}` when the hall was not reached.
 */
export async function send({ method, url, body, csrf, language }) {
  const request = {
    method,
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      "Accept-Language": language,
      "Content-Type": "application/json",
      "X-CSRFToken": csrf,
      "Idempotency-Key": crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    },
  };
  if (method !== "DELETE") request.body = JSON.stringify(body ?? {});
  for (const attempt of [1, 2]) {
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(6000) });
      return await read(response);
    } catch {
      // Not known whether it arrived: the same request, under the same name, is safe to send once more.
      if (attempt === 1) await new Promise((done) => setTimeout(done, RETRY_AFTER_MS));
    }
  }
  return { ok: false, problem: { lost: true } };
}

async function read(response) {
  if (response.status === 204) return { ok: true, problem: null, answer: null };
  const answer = await response.json().catch(() => null);
  return response.ok
    ? { ok: true, problem: null, answer }
    : { ok: false, problem: answer ?? { status: response.status } };
}

/** The fields of a form as the API takes them: empty ones left out, several of one name as a list of numbers. */
export function fieldsOf(form) {
  const body = {};
  for (const element of form.querySelectorAll("[name]:not(:disabled)")) {
    if (element.type === "checkbox") {
      if (element.dataset.list !== undefined) {
        body[element.name] ??= [];
        if (element.checked) body[element.name].push(Number(element.value));
      } else body[element.name] = element.checked;
    } else if (element.type !== "submit" && (element.type === "radio" ? element.checked : element.value !== "")) {
      body[element.name] = valueOf(element);
    }
  }
  return body;
}

function valueOf(element) {
  if (element.dataset.minutes !== undefined) {
    // "In so many minutes" of hall time, which the page was told.
    return new Date(Date.parse(element.dataset.minutes) + element.value * 60000).toISOString();
  }
  return element.type === "number" || element.dataset.number !== undefined
    ? Number(element.value)
    : element.value;
}
