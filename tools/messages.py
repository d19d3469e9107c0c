"""Collects the sentences of a package's code and templates into its translation file."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
# Mistakes of a hall file are the third argument of `source.add` and `source.warn`; other sentences that no call
# wraps, such as those of refusals, are looked up in the classes and tables that hold them.
MISTAKES = {"add": (3,), "warn": (3,), "at_line": (4,)}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, **MISTAKES}


def main(packages: tuple[str, ...] = ("hall", "kiosk", "display", "device")) -> None:
    """Updates hall, kiosk, display and device; new sentences come in empty, lost ones go."""
    for package in packages:
        target = ROOT / package / "translations" / "zh_CN" / "LC_MESSAGES" / "messages.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale="zh_CN", project=package, charset="utf-8", fuzzy=False)
        if target.exists():
            with target.open("rb") as file:
                catalogue = read_po(file, locale="zh_CN")
        catalogue.update(template(package), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with target.open("wb") as file:
            write_po(file, catalogue, width=110, omit_header=False, no_location=True, sort_output=True)
        missing = [m.id for m in catalogue if m.id and not any(_forms(m.string))]
        print(f"{package}: {len(catalogue)} sentences, {len(missing)} without Chinese")
        for sentence in missing:
            print("   ", sentence)


def template(package: str) -> Catalog:
    """Every sentence that a package's code and templates hold."""
    found = Catalog()
    for file, line, message, comments, context in extract_from_dir(
        ROOT / package, METHODS, {"**/templates/**.html": {"silent": "false"}}, KEYWORDS
    ):
        found.add(message, None, [(file, line)], auto_comments=comments, context=context)
    for sentence in _refusals(package) | _tables(package):
        found.add(sentence)
    return found


def _tables(package: str) -> set[str]:
    if package != "hall":
        return set()
    from hall.queue.replanning import SENTENCES as EFFECTS
    from hall.site.hallfile_checks import ALARM, TIDAL
    from hall.site.hallfile_words import SENTENCES

    return {ALARM, TIDAL, *SENTENCES.values(), *(sentence for _, sentence in EFFECTS.values())}


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A sentence, or its forms for one and for many."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _refusals(package: str) -> set[str]:
    if package != "hall":
        return set()
    import hall.appointments.errors
    import hall.notices.errors
    import hall.queue.errors
    import hall.roster.errors
    import hall.site.errors
    import hall.staff.errors
    import hall.web.admin.drafts
    import hall.web.errors  # noqa: F401
    from hall.kernel.errors import HallError

    found: set[str] = set()
    todo: list[type[HallError]] = [HallError]
    while todo:
        kind = todo.pop()
        found.add(kind.sentence)
        todo += kind.__subclasses__()
    return found


if __name__ == "__main__":
    main()
