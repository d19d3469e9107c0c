// One key that was pressed while a press was under way: done when the answer has come, if it still means the same.

/** What the buffer says back: nothing, or why a key was not done, with the key's name filled in. */
export class OneKey {
  constructor(root) {
    this.root = root;
    this.waiting = null;
  }

  /** Keeps a key for later; gives a sentence when it cannot. `under` is the key whose press is under way. */
  keep(button, under) {
    const { key, means, ends } = button.dataset;
    if (key === under || key === this.waiting?.key) return ""; // the second of a double press
    if (this.waiting) return this.#say("many", key);
    this.waiting = { key, means, ends, off: button.dataset.off !== undefined };
    return "";
  }

  /** The button to press now, or `{said}`: why not. `called` is the call that the answer told of, if any. */
  take({ ok, called }) {
    const kept = this.waiting;
    this.waiting = null;
    if (!kept) return {};
    if (!ok) return { said: this.#say("refused", kept.key) };
    const button = this.root.querySelector(`[data-key="${CSS.escape(kept.key)}"]`);
    return button && this.#same(kept, button.dataset, called) ? { button } : { said: this.#say("late", kept.key) };
  }

  drop() {
    this.waiting = null;
  }

  /** The same call or ticket; or what could not be pressed then means the call that has just been made. */
  #same(kept, now, called) {
    const same = kept.means === now.means && !(kept.off && kept.means === "");
    const coming = kept.off && Boolean(called) && now.means === called;
    const ends = now.ends ?? "";
    return (same || coming) && (ends === "" || ends === kept.ends || kept.off);
  }

  #say(what, key) {
    return this.root.dataset[`text${what[0].toUpperCase()}${what.slice(1)}`].replace("{key}", this.#name(key));
  }

  #name(key) {
    return key === "space" ? this.root.dataset.keySpace : key.toUpperCase();
  }
}
