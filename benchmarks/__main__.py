"""`make bench`: cycles per second through HTTP, the way from a call to a hundred screens, and to a console."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import bare, consoles, limits, load, served

CLIENTS = (1, 8)
REQUESTS = 4  # of a cycle
CYCLES_SECONDS = 8.0
WATCHERS = 100
CALLS = 60
AIM_CYCLES, AIM_SCREEN_MS, AIM_CONSOLE_MS = 0.03, 50.0, 100.0


def main() -> int:
    """Prints one table; the ratio of a row is to the raw durable transactions measured around it."""
    with tempfile.TemporaryDirectory() as folder, served.hall(Path(folder)) as hall:
        before = limits.durable_transactions(Path(folder))
        print(f"raw durable SQLite transactions, one writer: {before:8.0f}/s")
        for clients in CLIENTS:
            most = bare.requests_per_second(clients=clients, seconds=CYCLES_SECONDS / 2) / REQUESTS
            cycles, p50, p99, cpu = load.cycles(hall, clients=clients, seconds=CYCLES_SECONDS)
            raw = limits.durable_transactions(Path(folder))
            ratio = cycles / statistics.mean((before, raw))
            print(
                f"issue, call, arrive, finish; {clients} clients: {cycles:7.1f} cycles/s, "
                f"request p50 {p50:.1f} ms p99 {p99:.1f} ms, {cpu:.2f} ms CPU, "
                f"{ratio:.4f} of raw (aim {AIM_CYCLES}), "
                f"{cycles / most:.2f} of a Flask route that does nothing, four times ({most:.0f}/s)"
            )
            before = raw
        p50, p99 = _screens(hall)
        print(
            f"call to the last of {WATCHERS} screens: p50 {p50:.1f} ms, p99 {p99:.1f} ms (aim p99 {AIM_SCREEN_MS})"
        )
        p50, p99 = consoles.delays(hall, CALLS)
        print(
            f"call to another console in Chromium: p50 {p50:.1f} ms, p99 {p99:.1f} ms (aim p99 {AIM_CONSOLE_MS})"
        )
    return 0


def _screens(hall: served.Hall) -> tuple[float, float]:
    """Milliseconds from sending a call to its arrival at the last watcher; watchers are a process of their own."""
    command = [sys.executable, "-m", "benchmarks.watchers", hall.address, hall.hall_id, str(WATCHERS), str(CALLS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watchers:
        assert watchers.stdin is not None and watchers.stdout is not None
        watchers.stdout.readline()  # everybody is in the room
        delays = []
        for _ in range(CALLS):
            sent, call = load.one_call(hall)
            print(call, file=watchers.stdin, flush=True)
            delays.append((float(watchers.stdout.readline()) - sent) * 1000)
            time.sleep(0.02)
        watchers.stdin.close()
    delays.sort()
    return delays[len(delays) // 2], delays[int(len(delays) * 0.99)]


if __name__ == "__main__":
    sys.exit(main())
