"""The database of an installation that already has halls, for commands that work beside a running server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hall.kernel import sealing
from hall.kernel.database import Database
from hall.settings import BadSetting, Settings
from hall.site.queries import halls

NOTHING = "There is no hall in {home} yet: hall init makes one. (HALL_HOME says where halls are kept.)"


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, or a sentence about why there is none; a file is never made by looking for it."""
    url = make_url(settings.database_url)
    nothing = NOTHING.format(home=settings.home)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise BadSetting(nothing)
    sealing.use(settings.keyring)
    database = Database(settings.database_url)
    try:
        with said_plainly():
            with database.read() as session:
                if not halls(session):
                    raise BadSetting(nothing)
            yield database
    finally:
        database.close()


@contextmanager
def said_plainly() -> Iterator[None]:
    """A database that cannot be reached or read is a sentence, not a traceback."""
    try:
        yield
    except DBAPIError as error:
        reason = (str(error.orig).strip().splitlines() or ["no reason was given"])[0]
        raise BadSetting(f"The database of this installation cannot be used: {reason}") from None


def chosen(session: Session, wanted: str | None) -> str:
    """The id of the hall that is meant; it need not be said where there is only one."""
    known = [h.id for h in halls(session)]
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted is not None and wanted in known:
        return wanted
    there = f"there is {', '.join(known)}"
    raise BadSetting(f"There is no hall “{wanted}”; {there}." if wanted else f"Name a hall with --hall: {there}.")
