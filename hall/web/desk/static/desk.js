// What the desk's pages need beside forms: a time of day becomes a moment of the hall's day, a page is printed,
// a search takes along what was ticked, and a note is asked for where staff decide by themselves.

for (const input of document.querySelectorAll("[data-moment]")) {
  const moment = document.getElementById(input.dataset.momentFor);
  const tell = () => (moment.value = input.value && input.dataset.moment.replace("{time}", input.value));
  input.addEventListener("input", tell);
  tell(); // a browser may have kept what was typed before a reload
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
if (document.querySelector("[data-print-now]")) addEventListener("load", () => print());

for (const form of document.querySelectorAll("[data-takes-along]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const field of document.getElementById(form.dataset.takesAlong).querySelectorAll("[name]")) {
      // Under a name of its own: "language" in an address is the reader's, not the visitor's.
      if (field.type !== "checkbox" || field.checked) formData.append(`for_${field.name}`, field.value);
    }
  });
}

for (const form of document.querySelectorAll("[data-note-needed-for]")) {
  const note = form.querySelector("[name=note]");
  const wanted = form.querySelector("[data-note-wanted]");
  form.addEventListener("change", () => {
    note.required = new FormData(form).get("group") === form.dataset.noteNeededFor;
  });
  form.addEventListener("input", () => (wanted.hidden = true)); // "change" comes as one leaves: the button would move
  note.addEventListener("invalid", (event) => {
    event.preventDefault(); // the sentence stands on the page, in the reader's language
    wanted.hidden = false;
    note.focus();
  });
}
