"""The program that makes clips: a process of its own, because the model needs 500 MB and two cores.

Reads a line of JSON per phrase, writes the clip into the store, answers with a line. It is started when something
is to be said that was never said before, works with low priority, and ends when it has nothing to do.
"""

import json
import os
import select
import sys
from pathlib import Path

from voice.store import Store
from voice.wording import Part

IDLE_SECONDS = 300.0


def main() -> int:
    """Serves until its input ends or nothing has been asked for five minutes."""
    os.nice(10)
    from voice.model import Model

    store, model = Store(Path(sys.argv[1])), Model()
    print("ready", flush=True)
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        line = sys.stdin.readline()
        if not line:
            break
        wanted = json.loads(line)
        part, rate = Part(wanted["language"], wanted["text"]), float(wanted["rate"])
        if store.clip(part, rate) is None:
            store.keep(part, rate, model.say(part.text, part.language, rate))
        print("made", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
