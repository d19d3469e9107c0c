// Two soft tones when it is somebody's turn. Browsers allow a sound only after a touch, so a button asks for it.

const TONES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.35 },
];
const SECONDS = 0.3;

/** `place` holds one toggle button and is hidden where there is no sound; `play` is silent unless switched on. */
export function offerSound(place) {
  const button = place?.querySelector("button");
  if (!button || !window.AudioContext) return { play: () => {} };
  let context = null;
  place.hidden = false;
  button.addEventListener("click", async () => {
    const on = context === null;
    if (on) context = new AudioContext();
    else await context.close();
    if (!on) context = null;
    button.setAttribute("aria-pressed", String(on));
    if (on) ring(context);
  });
  return { play: () => context && ring(context) };
}

function ring(context) {
  for (const { hertz, at } of TONES) {
    const begin = context.currentTime + at;
    const tone = new OscillatorNode(context, { frequency: hertz });
    const level = new GainNode(context, { gain: 0 });
    level.gain.linearRampToValueAtTime(0.4, begin + 0.03);
    level.gain.linearRampToValueAtTime(0, begin + SECONDS);
    tone.connect(level).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + SECONDS);
  }
}
