// The live line to the hall: listens in one room, says when it is lost and when it is back.
// A message is only news that something happened; pages then ask for their part by HTTP.

import { io } from "/static/vendor/socket.io.esm.min.js";

const AGAIN_MS = 1000;
const SILENT_MS = 9000; // the hall sends a sign of life every four seconds

/** `root` carries `data-room` and for a ticket's holder `data-code`; `data-live` stands on it while the line holds. */
export function connectLine(root, { onMessage = () => {}, onLost = () => {}, onFound = () => {} }) {
  const socket = io("/live", {
    transports: ["websocket"],
    auth: root.dataset.code ? { code: root.dataset.code } : {},
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.5,
  });
  const seen = { seq: null, at: performance.now(), lost: false };
  socket.on("connect", () => watch(socket, root, seen, { onMessage, onFound }));
  socket.on("disconnect", (reason) => {
    lose(root, seen, onLost);
    // The hall ended the line: a role was given or taken. It is asked anew what may be watched.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), AGAIN_MS);
  });
  socket.on("connect_error", () => lose(root, seen, onLost));
  socket.on("message", (message) => {
    seen.seq = message.seq ?? seen.seq;
    onMessage(message);
  });
  socket.on("resync", () => onMessage({ name: "resync" }));
  socket.io.engine?.on?.("ping", () => (seen.at = performance.now()));
  socket.io.on("ping", () => (seen.at = performance.now()));
  socket.onAny(() => (seen.at = performance.now()));
  setInterval(() => {
    // Also of a line that never came about: a browser waits twenty seconds before it says so.
    if (performance.now() - seen.at > SILENT_MS) lose(root, seen, onLost);
  }, 1000);
  return socket;
}

async function watch(socket, root, seen, { onMessage, onFound }) {
  seen.at = performance.now();
  const asked = socket.emitWithAck("watch", { room: root.dataset.room, since: seen.seq });
  const answer = await asked.catch(() => null); // cut off again: the next connection asks anew
  if (!answer?.ok) return;
  seen.seq ??= answer.seq;
  if (seen.lost) onFound();
  else onMessage({ name: "resync" });
  seen.lost = false;
  root.dataset.live = "";
}

function lose(root, seen, onLost) {
  delete root.dataset.live;
  if (seen.lost) return;
  seen.lost = true;
  onLost();
}
