"""The voice of one screen: engine, loudspeaker and speaker put together from the settings file."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from device.errors import BadSetting
from display.announcing.players import Loudspeaker, Nowhere, Player, Recording
from display.announcing.rules import is_quiet
from display.announcing.said import Said
from display.announcing.speaker import Speaker
from hall.wire.board import Board, BoardCall
from hall.wire.devices import AnnouncementSaid, VoiceView
from hall.wire.live import TicketMessage
from hall.wire.site import HallView
from voice.engine import Engine
from voice.sound import Clip, to_wav

KEYS = {"player": str, "device": str, "folder": str, "pack": str, "file": str}
PLAYERS = ("auto", "aplay", "file", "none")
SOUNDS_KEPT = 20


class ZoneVoice:
    """Hears what its screen hears, and says it while the hall wants this screen to speak."""

    def __init__(
        self,
        table: Mapping[str, Any],
        home: Path,
        hall: Callable[[], HallView | None],
        tell: Callable[[AnnouncementSaid], None],
        on_sound: Callable[[str], None],
    ) -> None:
        _check(table)
        self._hall, self._on_sound = hall, on_sound
        self._stopped = threading.Event()
        pack = Path(table["pack"]) if "pack" in table else None
        self.engine = Engine(Path(table.get("folder", home / "voice")), pack)
        self.sounds: OrderedDict[str, Clip] = OrderedDict()
        self._known: Board | None = None
        player = _player(table, home, self._stopped.wait)
        said = Said(home / "said.txt")
        self.speaker = Speaker(self.engine, player, said, time.monotonic, tell, self._is_silent, self._keep_sound)

    @property
    def speaks(self) -> bool:
        return self.speaker.voice.speaks

    @property
    def failed(self) -> bool:
        return self.speaks and (self.engine.failed or self.speaker.failed)

    def start(self) -> None:
        self.engine.start()
        self.speaker.start()

    def stop(self) -> None:
        self._stopped.set()
        self.speaker.stop()
        self.engine.stop()

    def wants(self, voice: VoiceView, board: Board | None) -> None:
        """How the hall wants it to speak, from now on."""
        began = voice.speaks and not self.speaker.voice.speaks
        self.speaker.voice = voice
        if board is not None and voice.speaks and (began or self._known is None):
            self._known = board
            self.speaker.knows_places(board)

    def hears(self, before: Board | None, after: Board) -> None:
        if not self.speaks:
            return
        hall = self._hall()
        self.speaker.floors = hall.floors if hall else 1
        self.speaker.hears(before, after, self._age)

    def issued(self, message: TicketMessage) -> None:
        """A number was given: it is made before it is called."""
        if self.speaks:
            self.speaker.issued(message.number, booked=message.lane == "booked")

    def sound(self, announcement: str) -> bytes | None:
        """What was said, for whoever listens at the page."""
        clip = self.sounds.get(announcement)
        return to_wav(clip) if clip is not None else None

    def _age(self, call: BoardCall) -> float:
        """Real seconds since a call was announced, however fast the hall's clock goes."""
        hall = self._hall()
        return max(0.0, (hall.now - call.announced_at).total_seconds() / hall.clock_speed) if hall else 0.0

    def _is_silent(self) -> bool:
        hall = self._hall()
        return hall is None or is_quiet(self.speaker.voice, hall.now.astimezone(ZoneInfo(hall.timezone)))

    def _keep_sound(self, announcement: str, clip: Clip) -> None:
        self.sounds[announcement] = clip
        while len(self.sounds) > SOUNDS_KEPT:
            self.sounds.popitem(last=False)
        self._on_sound(announcement)


def _player(table: Mapping[str, Any], home: Path, pause: Callable[[float], object]) -> Player:
    kind = table.get("player", "auto")
    if kind == "aplay" or (kind == "auto" and Loudspeaker.is_there()):
        return Loudspeaker(table.get("device"))
    if kind == "file":
        return Recording(Path(table.get("file", home / "voice.wav")), time.monotonic, pause)
    return Nowhere(pause)


def _check(table: Mapping[str, Any]) -> None:
    for key, value in table.items():
        if key not in KEYS:
            raise BadSetting(f"[voice]: “{key}” is no setting. There are: {', '.join(KEYS)}.")
        if not isinstance(value, KEYS[key]):
            raise BadSetting(f"[voice]: “{key}” must be a {KEYS[key].__name__}, not {value!r}.")
    if table.get("player", "auto") not in PLAYERS:
        raise BadSetting(f"[voice]: “player” must be one of {', '.join(PLAYERS)}, not {table['player']!r}.")
