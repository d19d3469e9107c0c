"""Says what is announced: one after the other, never two at once, each once (R-18)."""

import threading
from collections.abc import Callable
from typing import Any

from display.announcing.players import Player
from display.announcing.rules import Announcement, Form, identity, news, next_step, queued, still_called
from display.announcing.said import Said
from display.voice import floor_of
from hall.wire.board import Board
from hall.wire.devices import AnnouncementSaid, VoiceView
from voice.engine import Speech, of_pieces
from voice.sound import Clip, at_volume, chime, joined, silence
from voice.wording import Place, Sentence, call, number_parts, pieces, place_parts

AGAIN_SECONDS = 0.9  # between the two times that a call is said
LANGUAGES_SECONDS = 0.35


class Speaker:
    """Hears boards, says calls. `tell` learns what became of each; `keep_sound(id, clip)` gets what was said."""

    def __init__(
        self,
        speech: Speech,
        player: Player,
        said: Said,
        clock: Callable[[], float],
        tell: Callable[[AnnouncementSaid], None],
        is_silent: Callable[[], bool],
        keep_sound: Callable[[str, Clip], None] = lambda announcement, clip: None,
    ) -> None:
        self._speech, self._player, self._said = speech, player, said
        self._clock, self._tell, self._is_silent, self._keep_sound = clock, tell, is_silent, keep_sound
        self.voice = VoiceView()
        self.floors = 1
        self._board: Board | None = None
        self._waiting: list[Announcement] = []
        self._changed = threading.Condition()
        self._chime, self._stopped, self.failed = chime(), False, False
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        with self._changed:
            self._changed.notify_all()

    def hears(self, before: Board | None, after: Board, age: Callable[[Any], float]) -> None:
        """The board has changed; `age(call)` is how many real seconds ago a call was announced."""
        with self._changed:
            self._board = after
            self._waiting = still_called(self._waiting, after)
            for fresh in news(before, after):
                announcement = Announcement(identity(fresh), fresh, self._clock() - age(fresh))
                self._waiting = queued(self._waiting, announcement, self._said)
            self._changed.notify_all()

    def issued(self, label: str, *, booked: bool) -> None:
        """A number was given: its part is made before it is called."""
        self._speech.prepare(number_parts(label, booked=booked, one=self.voice.one), self.voice.rate)

    def knows_places(self, board: Board) -> None:
        """Counters and letters are made beforehand."""
        for number in sorted(board.counters):
            self._speech.prepare(place_parts(self._place(board, number)), self.voice.rate)
        letters = "0123456789" + "".join(dict.fromkeys(q[:1] for q in board.queues))
        for language in ("zh-CN", "en"):
            self._speech.prepare(pieces(letters, language, self.voice.one), self.voice.rate)

    def step(self) -> bool:
        """Says or passes over one announcement; False when there is none to say now."""
        with self._changed:
            if self._board is None:
                return False
            board = self._board
            found = next_step(self._waiting, board, self._clock(), silent=self._is_silent())
            if found is None:
                return False
            self._waiting = self._waiting[1:]
            self._said.add(found.announcement.id)  # before it is said: a crash costs one call, never says it twice
        if found.form is None:
            self._told(found.announcement, "shown")
        else:
            self._say(found.announcement, found.form, board)
        return True

    def _say(self, announcement: Announcement, form: Form, board: Board) -> None:
        begins = self._clock()
        try:
            # The bell rings at once; what is said after it is put together meanwhile.
            bell = at_volume(self._chime, self.voice.volume)
            self._player.play(bell)
            words = self._words(announcement, form, board)
            if len(words):
                self._player.play(at_volume(words, self.voice.volume))
        except Exception:  # a loudspeaker that is gone: the call stands on the screen
            self.failed = True
            return self._told(announcement, "failed")
        self.failed = not len(words)
        self._keep_sound(announcement.id, joined(self._chime, words))
        outcome = "failed" if self.failed else "said" if form == "whole" else "short"
        return self._told(announcement, outcome, delay=begins - announcement.at)

    def _words(self, announcement: Announcement, form: Form, board: Board) -> Clip:
        heard, voice = announcement.call, self.voice
        again = heard.by_hand or heard.attempt > 1
        last = not heard.by_hand and 1 < board.call_attempts <= heard.attempt
        kind = "last" if last else "recall" if again or form == "short" else "call"
        place = self._place(board, heard.counter)
        said = call(heard.number, place, kind, booked=heard.lane == "booked", one=voice.one)  # type: ignore[arg-type]
        languages = ["zh-CN", "en"] if voice.english and form == "whole" else ["zh-CN"]
        sentences = [self._sentence(said[language], heard.number) for language in languages]
        once = joined(*(c for s in sentences if len(s) for c in (s, silence(LANGUAGES_SECONDS))))
        return once if form == "short" or not len(once) else joined(once, silence(AGAIN_SECONDS), once)

    def _sentence(self, sentence: Sentence, label: str) -> Clip:
        """The number and the place as one sentence; what is not made yet is put together of letters."""
        begin, end = sentence
        number = self._speech.clip(begin, self.voice.rate)
        if number is None:
            self._speech.prepare([begin], self.voice.rate, soon=True)
            number = of_pieces(self._speech, pieces(label, begin.language, self.voice.one), self.voice.rate)
        place = self._speech.clip(end, self.voice.rate)
        if place is None:
            self._speech.prepare([end], self.voice.rate, soon=True)
        found = [clip for clip in (number, place) if clip is not None]
        return joined(*found) if number is not None else silence(0)

    def _place(self, board: Board, number: int) -> Place:
        counter = board.counters.get(number)
        return Place(number, (counter.names or None) if counter else None, floor_of(counter, floors=self.floors))

    def _told(self, announcement: Announcement, outcome: Any, *, delay: float | None = None) -> None:
        late = self._clock() - announcement.at if delay is None else delay
        self._tell(
            AnnouncementSaid(announcement=announcement.id, outcome=outcome, delay_ms=max(0, round(late * 1000)))
        )

    def _run(self) -> None:
        while not self._stopped:
            if not self.step():
                with self._changed:
                    self._changed.wait(1.0)
