"""How soon a console in a real browser shows a call that was made at another one of its counter."""

import time

from playwright.sync_api import sync_playwright

from benchmarks.load import Client
from benchmarks.served import Hall

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WATCH = """() => {
  window.seen = {};
  new MutationObserver(() => {
    const number = document.querySelector("#current-number")?.textContent;
    if (number) window.seen[number] ??= performance.timeOrigin + performance.now();
  }).observe(document.body, { subtree: true, childList: true });
}"""
SEEN = "(number) => window.seen[number]"
WAITS = "(number) => document.querySelector('.row-first .row-number')?.textContent === number"


def delays(hall: Hall, calls: int) -> tuple[float, float]:
    """p50 and p99 of the milliseconds from sending a call to its number on the other console."""
    client, took = Client(hall, 1), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(locale="en")
        base = f"http://{hall.address}"
        context.add_cookies([{"name": "hall_session", "value": hall.tokens[0], "url": base}])
        page = context.new_page()
        page.goto(f"{base}/counter/{hall.hall_id}-1")
        page.wait_for_selector("[data-ready]", state="attached")
        page.evaluate(WATCH)
        for _ in range(calls):
            number = client.issue()["number"]
            page.wait_for_function(WAITS, arg=number)
            sent = time.time() * 1000
            call = client.call()
            page.wait_for_function(SEEN, arg=number)
            took.append(page.evaluate(SEEN, number) - sent)
            client.serve(call)
        browser.close()
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)]
