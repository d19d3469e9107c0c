"""`python -m benchmarks.pages`: how soon a page can be used and what it weighs, beside a bare page of the server.

A page can be used when its document, sheets and scripts have run (the load event). Each look is a browser's
first one: nothing is kept from before. Aims: under a second, under 150 kB without typefaces.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from benchmarks import load, served

LOOKS = 7
AIM_MS, AIM_KB = 1000, 150
CHROMIUM, FLAGS = "/usr/bin/chromium", ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
USABLE = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def main() -> int:
    """Prints one line for each page: milliseconds, times the bare page, kilobytes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served.hall(Path(folder)) as hall,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        base, kiosk = f"http://{hall.address}", {"hall_device": hall.kiosk}
        ticket = load.Client(hall, 1).issue()
        bare, _ = _look(browser, f"{base}/healthz", {})
        print(f"bare page /healthz: {bare[0]:6.0f} ms, worst {bare[1]:.0f} ms")
        for name, path, cookies in (
            ("kiosk", f"/kiosk/{hall.hall_id}", kiosk),
            ("phone", f"/t/{ticket['code']}", {}),
            ("hall screen", f"/display/{hall.hall_id}", {}),
            ("public page", f"/halls/{hall.hall_id}", {}),
        ):
            (median, worst), size = _look(browser, base + path, cookies)
            print(
                f"{name:11}: {median:6.0f} ms, worst {worst:.0f} ms (aim {AIM_MS}), {median / bare[0]:.1f} times "
                f"the bare page, {size / 1000:.0f} kB on the wire (aim {AIM_KB})"
            )
        browser.close()
    return 0


def _look(browser: Browser, address: str, cookies: dict[str, str]) -> tuple[tuple[float, float], int]:
    """Median and worst milliseconds of the looks; bytes on the wire without typefaces, of the last one."""
    times, size = [], 0
    for _ in range(LOOKS):
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        answers: list[Response] = []
        context.on("response", lambda answer, heard=answers: heard.append(answer))  # type: ignore[call-overload]
        page = context.new_page()
        page.goto(address)
        page.wait_for_function(f"{USABLE} > 0")
        times.append(float(page.evaluate(USABLE)))
        size = sum(_on_the_wire(answer) for answer in answers if answer.request.resource_type != "font")
        context.close()
    return (statistics.median(times), max(times)), size


def _on_the_wire(answer: Response) -> int:
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


if __name__ == "__main__":
    sys.exit(main())
