// Below a number: whether its paper has come out. Asked for until it has, or has not.

const AGAIN_MS = 700;
const place = document.querySelector("[data-paper]");

if (place?.dataset.paper) setTimeout(look, AGAIN_MS);

async function look() {
  const answer = await fetch(place.dataset.paper).catch(() => null);
  const html = answer?.ok ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-paper]");
  if (!fresh || fresh.dataset.paper) return setTimeout(look, AGAIN_MS);
  place.replaceChildren(...fresh.childNodes);
}
