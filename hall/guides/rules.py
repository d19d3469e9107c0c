"""What a service needs, and the search of a hall: an index made once per plan, ranks that people expect. Pure."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from hall.site.plan import Material, Plan

Kind = Literal["service", "package", "not_here"]
EXACT, PREFIX, INSIDE, LETTERS, NEAR = 5.0, 4.0, 3.0, 2.0, 1.0
AROUND = 1.0  # less for what stands only in the name of a department or an area
NEAR_ENOUGH = 0.8
NEVER_NEAR = 4  # a word this short is too easily like another
JOINED_FROM = 4  # letters; shorter ones stand inside too many words
SMALL_WORDS = frozenset(
    (
        *("a", "an", "and", "at", "can", "do", "for", "get", "have", "how", "i", "is", "it", "like", "lost", "me"),
        *(
            "my",
            "need",
            "new",
            "of",
            "on",
            "please",
            "the",
            "to",
            "want",
            "apply",
            "renew",
            "replace",
            "register",
            "where",
            "with",
        ),
    )
)
"""English words that say little about which service is meant: particles, and what is done to every paper."""

BRITISH = {"license": "licence", "licenses": "licences", "center": "centre", "enrollment": "enrolment"}
"""One spelling for both: names and what is typed are read the same way."""


@dataclass(frozen=True)
class Hit:
    kind: Kind
    id: str
    score: float


@dataclass(frozen=True)
class _Entry:
    kind: Kind
    id: str
    weight: float
    texts: tuple[str, ...]
    around: tuple[str, ...]
    pinyin: tuple[str, ...]
    initials: tuple[str, ...]
    words: tuple[str, ...]


class Index:
    """Everything that can be found in one plan."""

    def __init__(self, plan: Plan) -> None:
        self._entries = tuple(_entries(plan))

    def search(self, q: str, *, limit: int = 8) -> list[Hit]:
        """The best hits first; an empty list when nothing is like what was typed."""
        wanted = _plain(q)
        if not wanted:
            return []
        found = self._scored(wanted, _score) or self._scored(wanted.replace(" ", ""), _joined_score)
        found.sort(key=lambda pair: (-pair[1], -pair[0].weight, pair[0].id))
        return [Hit(e.kind, e.id, s) for e, s in found[:limit]]

    def _scored(self, wanted: str, score: Callable[[_Entry, str], float]) -> list[tuple[_Entry, float]]:
        scored = ((entry, score(entry, wanted)) for entry in self._entries)
        return [(e, s) for e, s in scored if s > 0]


def _entries(plan: Plan) -> Iterable[_Entry]:
    departments = {d.id: d.names for d in plan.departments}
    areas = {q.id: q.names for q in plan.queues}
    for service in plan.on_offer():
        guide = plan.guide(service.guide)
        more = (*service.words, *(guide.title.values() if guide else ()))
        around = (*departments.get(service.department, {}).values(), *areas.get(service.queue, {}).values())
        yield _entry("service", service.id, service.weight, service.names, more, around)
    for package in plan.packages_on_offer():
        yield _entry("package", package.id, 1.0, package.names, ())
    for other in plan.not_here:
        yield _entry("not_here", other.id, 0.0, other.names, other.words)


def _entry(
    kind: Kind,
    id_: str,
    weight: float,
    names: dict[str, str],
    more: Iterable[str],
    around: Iterable[str] = (),
) -> _Entry:
    """`around`: department and area of a service, which count less than its own names."""
    from pypinyin import Style, lazy_pinyin  # half a second of dictionaries: only where somebody searches

    own = tuple(dict.fromkeys(_plain(t) for t in (*names.values(), *more)))
    near = tuple(map(_plain, around))
    chinese = [t for t in (*own, *near) if any("一" <= c <= "鿿" for c in t)]
    words = tuple(dict.fromkeys(w for t in own for w in t.split() if w.isascii()))
    return _Entry(
        kind,
        id_,
        weight,
        (*own, id_.lower()),
        near,
        tuple("".join(lazy_pinyin(t)) for t in chinese),
        tuple("".join(lazy_pinyin(t, style=Style.FIRST_LETTER)) for t in chinese),
        words,
    )


def _score(entry: _Entry, wanted: str) -> float:
    best = max((_text_score(text, wanted) for text in entry.texts), default=0.0)
    best = max(best, *(_text_score(text, wanted) - AROUND for text in entry.around), 0.0)
    if best >= PREFIX or not wanted.isascii():
        return best
    spelled = wanted.replace(" ", "")
    if len(spelled) >= 2 and any(p.startswith(spelled) for p in (*entry.pinyin, *entry.initials)):
        best = max(best, LETTERS + 0.5)
    elif len(spelled) >= 4 and any(spelled in p for p in entry.pinyin):
        best = max(best, LETTERS)
    return max(best, _words_score(entry.words, wanted.split()))


def _joined_score(entry: _Entry, wanted: str) -> float:
    """For spaces in the wrong place: "pass port", "身 份 证"."""
    if wanted.isascii() and len(wanted) < JOINED_FROM:
        return 0.0
    joined = (text.replace(" ", "") for text in entry.texts)
    return max(
        (PREFIX if text.startswith(wanted) else INSIDE if wanted in text else 0.0 for text in joined), default=0
    )


def _text_score(text: str, wanted: str) -> float:
    if text == wanted:
        return EXACT
    if wanted.isascii():
        return _letters_score(text, wanted)
    if text.startswith(wanted):
        return PREFIX
    if wanted in text:
        return INSIDE
    # People type a sentence around the word: "我要办身份证" holds the name's everyday word.
    return INSIDE - 0.5 if len(text) >= 2 and not text.isascii() and text in wanted else 0.0


def _letters_score(text: str, wanted: str) -> float:
    """Letters count from the beginning of a word, whole words more: "car" is no "card", and never in "scar"."""
    if f" {wanted} " in f" {text} ":
        return PREFIX if text.startswith(wanted) else INSIDE
    if f" {wanted}" in f" {text}":
        return LETTERS + (0.25 if text.startswith(wanted) else 0.0)
    return 0.0


def _words_score(words: tuple[str, ...], wanted: list[str]) -> float:
    """English: the words that matter begin, or nearly are, words of the entry; of a sentence most of them do."""
    matter = [w for w in wanted if w not in SMALL_WORDS] or wanted
    scores = [max((_word_score(word, typed) for word in words), default=0.0) for typed in matter]
    met = sum(1 for score in scores if score)
    needed = len(matter) if len(matter) < 3 and len(matter) == len(wanted) else -(-len(matter) // 2)
    return sum(scores) / len(scores) if met and met >= needed else 0.0


def _word_score(word: str, typed: str) -> float:
    if word == typed:
        return INSIDE
    if len(typed) >= 2 and word.startswith(typed):
        return LETTERS
    if len(typed) < NEVER_NEAR or abs(len(word) - len(typed)) > 2:
        return 0.0
    return NEAR if SequenceMatcher(None, word, typed).ratio() >= NEAR_ENOUGH else 0.0


def _plain(text: str) -> str:
    """Lower case, half-width, no punctuation, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in folded)
    return " ".join(BRITISH.get(word, word) for word in kept.split())


def papers_of(plan: Plan, service_ids: Iterable[str]) -> list[Material]:
    """What a visit needs, each paper once: an original serves every step, copies stay behind."""
    found: dict[tuple[tuple[str, str], ...], Material] = {}
    for service_id in service_ids:
        service = plan.service(service_id)
        guide = plan.guide(service.guide) if service else None
        for paper in guide.materials if guide else ():
            key = tuple(sorted(paper.names.items()))
            known = found.get(key, paper.model_copy(update={"original": 0, "copies": 0}))
            original, copies = max(known.original, paper.original), known.copies + paper.copies
            found[key] = paper.model_copy(update={"original": original, "copies": copies})
    return list(found.values())
