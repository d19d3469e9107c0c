"""From words to commands; settings are read first, and modules imported when they are needed.

So a wrong setting is told at once, and a check needs no server.
"""

import argparse
import dataclasses
from pathlib import Path

from hall.settings import Settings, from_env

DEMO_HOME = Path(".demo")


def run(arguments: argparse.Namespace) -> int:
    """Runs the command that was asked for; its exit status."""
    command = {
        "init": _init,
        "run": _run,
        "demo": _demo,
        "simulate": _simulate,
        "check": _check,
        "holidays": _holidays,
        "adopt": _adopt,
        "export": _export,
        "member": _member,
    }[arguments.command]
    return command(arguments)


def demo_settings() -> Settings:
    """The demo lives in a folder of its own, whatever HALL_HOME says."""
    import os

    # The demo's own folder and database, whatever is set for a real hall on this machine.
    mine = {"HALL_HOME", "HALL_DATABASE_URL", "HALL_KEYS"}
    env = {key: value for key, value in os.environ.items() if key not in mine}
    settings = from_env(env, home=DEMO_HOME, demo=True)
    speed = settings.speed if "SPEED" in os.environ else 10.0
    public = settings.public_url or f"http://localhost:{settings.port}"
    return dataclasses.replace(settings, public_url=public, speed=speed)


def _init(arguments: argparse.Namespace) -> int:
    settings = from_env()
    from hall.commands.init import init

    return init(settings, arguments.file, arguments.admin, type_password=arguments.type_password)


def _run(arguments: argparse.Namespace) -> int:
    settings = demo_settings() if arguments.demo else from_env()
    from hall.commands.run import run as serve_halls

    if arguments.demo:
        from hall.demo.run import clock_of

        return serve_halls(settings, clock_of(settings))
    return serve_halls(settings)


def _demo(arguments: argparse.Namespace) -> int:
    settings = demo_settings()
    if arguments.act:
        from hall.demo.devices import cut

        return cut(settings, arguments.act.removeprefix("cut-"), arguments.seconds)
    from hall.demo.run import demo

    return demo(settings)


def _simulate(arguments: argparse.Namespace) -> int:
    settings = demo_settings() if arguments.demo else None
    from hall.commands.simulate import simulate

    return simulate(arguments, settings)


def _check(arguments: argparse.Namespace) -> int:
    from hall.commands.check import check

    return check(arguments.file)


def _holidays(arguments: argparse.Namespace) -> int:
    from hall.commands.holidays import holidays

    return holidays(arguments.file, arguments.year, arguments.country)


def _adopt(arguments: argparse.Namespace) -> int:
    settings = from_env()
    from hall.commands.adopt import adopt

    return adopt(settings, arguments.file, arguments.hall, ask=not arguments.yes)


def _export(arguments: argparse.Namespace) -> int:
    settings = from_env()
    from hall.commands.export import export

    return export(settings, arguments.what, arguments.hall)


def _member(arguments: argparse.Namespace) -> int:
    settings = from_env()
    from hall.commands.member import member

    return member(settings, arguments)
