// The switch for single-letter keys of the console; without scripts there are no such keys, and no switch.

import { charactersOn } from "/static/counter/keys.js";

const part = document.querySelector("[data-keys]");
const toggle = part.querySelector("[data-keys-switch]");
toggle.checked = charactersOn.read();
toggle.addEventListener("change", () => charactersOn.write(toggle.checked));
part.hidden = false;
