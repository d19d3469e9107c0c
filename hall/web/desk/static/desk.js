// What the desk's pages need beside forms: a time of day becomes a moment of the hall's day, and a page is printed.

for (const input of document.querySelectorAll("[data-moment]")) {
  const moment = document.getElementById(input.dataset.momentFor);
  const tell = () => (moment.value = input.value && input.dataset.moment.replace("{time}", input.value));
  input.addEventListener("input", tell);
  tell(); // a browser may have kept what was typed before a reload
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
