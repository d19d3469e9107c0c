// The look after an outage: of two ticks in a row only one stands, arrows go from row to row, Enter goes to the
// button (and does not press it), and what the button will do is counted before.

const form = document.querySelector("[data-review]");
const rows = [...(form?.querySelectorAll("[data-row]") ?? [])];
const boxes = rows.map((row) => [...row.querySelectorAll("[type=checkbox]")]);
const counted = form?.querySelector("[data-counted]");

const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

form?.addEventListener("change", ({ target }) => {
  const row = boxes[rows.indexOf(target.closest("[data-row]"))] ?? [];
  for (const other of row) if (target.checked && other !== target) other.checked = false;
  count();
});
form?.addEventListener("keydown", (event) => {
  const [down, right] = STEPS[event.key] ?? [];
  const row = rows.indexOf(event.target.closest("[data-row]"));
  if (row < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (down === undefined && event.key !== "Enter") return;
  event.preventDefault();
  if (event.key === "Enter") return form.querySelector("[type=submit]").focus();
  boxes[row + down]?.[boxes[row].indexOf(event.target) + right]?.focus();
});
if (counted) count(); // a browser may have kept ticks before a reload

function count() {
  const ticked = (name) => form.querySelectorAll(`[name=${name}]:checked`).length;
  const [served, gone] = [ticked("served"), ticked("gone")];
  const values = { served, gone, released: rows.length - served - gone };
  counted.textContent = counted.dataset.text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
