// Several messages take turns at the foot of a screen: each stands still for ten seconds. A click holds one.

const TURN_MS = 10000;

/** Gives the function that shows the right message again after the part was replaced. */
export function ticker(root) {
  const state = { turn: 0, held: false };

  function show() {
    const messages = [...root.querySelectorAll("[data-ticker] > *")];
    for (const [n, message] of messages.entries()) message.hidden = n !== state.turn % messages.length;
  }

  root.addEventListener("click", () => (state.held = !state.held));
  setInterval(() => {
    if (state.held) return;
    state.turn += 1;
    show();
  }, TURN_MS);
  show();
  return show;
}
