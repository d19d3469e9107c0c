"""`hall run`: serves the halls of this installation."""

from pathlib import Path

from sqlalchemy.engine import make_url

from hall.commands.halls import NOTHING
from hall.kernel.clock import Clock
from hall.migrations import NewerDatabase
from hall.serve import serve
from hall.settings import BadSetting, Settings


def run(settings: Settings, clock: Clock | None = None) -> int:
    """Serves until it is stopped; says first what a person should know."""
    file = make_url(settings.database_url)
    if file.get_backend_name() == "sqlite" and not Path(file.database or "").exists():
        raise BadSetting(NOTHING.format(home=settings.home))
    if settings.public_url is None:
        print("HALL_PUBLIC_URL is not set: tickets carry no QR code.", flush=True)
    if not settings.demo:
        base = settings.public_url or f"http://{settings.host}:{settings.port}"
        print(
            f"Serving {settings.home}: staff sign in at {base}/sign-in, devices are paired at {base}/pair.",
            flush=True,
        )
    try:
        serve(settings, clock)
    except NewerDatabase:
        raise BadSetting("This database was made by a newer version of hall; please use that version.") from None
    return 0
