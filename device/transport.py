"""Questions to the hall over HTTP: with the device's token, and never longer than a visitor waits."""

from collections.abc import Callable
from typing import Any

import requests

from device.identity import Identity

CONNECT_SECONDS = 1.5
ANSWER_SECONDS = 3.0
"""R-75: a hall that has not answered after three seconds is away."""


class Transport:
    """(method, path, body or None, headers) -> (status, JSON). Raises OSError when the hall cannot be reached."""

    def __init__(self, address: str, identity: Identity, on_refused: Callable[[str], None]) -> None:
        self._address, self._identity, self._on_refused = address, identity, on_refused
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of the environment stands between no kiosk and its hall
        adapter = requests.adapters.HTTPAdapter(pool_connections=2, pool_maxsize=16)
        self._session.mount(address, adapter)

    def __call__(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        token = self._identity.token
        own = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self._session.request(
            method,
            self._address + path,
            json=body,
            headers=own | headers,
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
        )
        if answer.status_code == 401 and token:
            self._on_refused(token)
        if answer.status_code >= 500:  # a proxy whose hall is down, or a hall that is being started
            raise ConnectionError(f"the hall answered {answer.status_code}")
        try:
            return answer.status_code, answer.json()
        except ValueError:
            return answer.status_code, None
