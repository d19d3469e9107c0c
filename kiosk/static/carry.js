// The switches in the head of the page (language, type, colours) open it anew: what was typed and ticked goes along.

for (const link of document.querySelectorAll("[data-switch] a")) link.addEventListener("click", () => carry(link));

function carry(link) {
  const address = new URL(link.href);
  for (const field of document.querySelectorAll("[data-carried]")) {
    const value = field.type === "checkbox" && !field.checked ? "" : field.value;
    if (value) address.searchParams.set(field.name, value);
    else address.searchParams.delete(field.name);
  }
  link.href = address;
}
