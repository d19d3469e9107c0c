// A part of a page that is fetched afresh: one request at a time, swapped in without losing the focus.

const RETRY_MS = 1500;
const QUIET_REFRESH_MS = 15000;
const ALONE_REFRESH_MS = 4000; // and five seconds for an answer: within ten it is known that there is none

export class Fragment {
  /** `element` carries `data-url`; `onSwap` runs after new content stands. */
  constructor(element, { onSwap = () => {} } = {}) {
    this.element = element;
    this.onSwap = onSwap;
    this.onFailure = this.onSuccess = () => {};
    this.etag = this.html = null;
    this.wanted = this.running = null;
    this.alone = false; // no line tells of news: the page asks by itself
    setInterval(() => this.alone && this.refresh(), ALONE_REFRESH_MS);
    setInterval(() => document.hidden || this.refresh(), QUIET_REFRESH_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  /** Resolves when the element shows a state that is not older than this call. */
  refresh() {
    if (this.running === null) {
      this.running = this.#fetch().finally(() => (this.running = null));
      return this.running;
    }
    // The one under way may have been answered before what we heard of: one more after it.
    this.wanted ??= this.running.then(() => {
      this.wanted = null;
      return this.refresh();
    });
    return this.wanted;
  }

  retryUntilBack() {
    clearInterval(this.retrying);
    this.retrying = setInterval(async () => {
      if (await this.refresh()) clearInterval(this.retrying);
    }, RETRY_MS);
  }

  async #fetch() {
    const headers = this.etag ? { "If-None-Match": this.etag } : {};
    try {
      const response = await fetch(this.element.dataset.url, {
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(5000),
      });
      // Signed out, no longer allowed, or gone: the page itself says which.
      if (response.redirected || [401, 403, 404].includes(response.status)) return location.reload();
      if (response.status !== 304 && !response.ok) throw new Error(response.status);
      if (response.ok) this.#swap(await response.text(), response.headers.get("ETag"));
      this.onSuccess();
      return true;
    } catch {
      this.onFailure();
      return false;
    }
  }

  #swap(html, etag) {
    this.etag = etag;
    if (html === this.html) return; // an alert that is put in anew would be read out again
    this.html = html;
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const scrolled = [...this.element.querySelectorAll("[data-scroll]")].map((e) => [e.id, e.scrollTop]);
    const open = [...this.element.querySelectorAll("details[open][id]")].map((e) => e.id);
    const fresh = new DOMParser().parseFromString(html, "text/html");
    this.element.replaceChildren(...fresh.body.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const [id, top] of scrolled) {
      const list = document.getElementById(id);
      if (list) list.scrollTop = top;
    }
    // What had the focus may be gone: then the list it stood in has it, not the top of the page.
    const next = focused && (sameIn(this.element, focused) ?? this.element.querySelector("[tabindex]"));
    next?.focus({ preventScroll: true });
    this.onSwap();
  }
}

/** What stands for `old` in fresh content: by its id, or of its kind, with its value and its words. */
function sameIn(fresh, old) {
  if (old.id) return document.getElementById(old.id);
  const words = (element) => [element.name, element.value, element.textContent.trim()].join("\n");
  return [...fresh.querySelectorAll(old.tagName)].find((element) => words(element) === words(old));
}
