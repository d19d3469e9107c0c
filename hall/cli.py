"""The `hall` command: init, check, holidays, adopt, export, member, run, demo, simulate.

A wrong setting or a wrong file stops a command with a sentence and exit status 2, never with a traceback.
"""

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

INIT = """Makes a hall with its counters and its first administrator, whose password is made (and shown
once) or typed. A file with a mistake makes nothing, and a hall that is there already is left alone."""
CHECK = """Names every mistake in a hall file with its line, and warns of what deserves a second look.
Nothing is changed. Exit status 0: no mistakes."""
HOLIDAYS = """Prints lines of public holidays that the file does not have yet, from a table that may be older
than the law. Nothing is changed: compare them with the official notice and copy what is right."""
ADOPT = """Says what differs between a hall and an edited hall file, asks, and changes it, also while the
hall is being served. Refused while visitors still wait for a service or queue that would go. “hall export
plan” writes the file to begin with."""
EXPORT = """Writes to standard output: the plan as a hall file, the journal as a line of JSON per fact, or the
tickets as CSV. No codes of tickets, no names, no phone numbers."""
MEMBER = """Without a login: who works in the hall. With one: adds that member with a password made and shown
once, or changes roles, counter, name or password; --gone ends every session at once. The hall may be served
meanwhile. Roles: admin, manager, lead, desk, counter, agent."""
RUN = """Serves every hall of HALL_HOME until it is stopped. PORT (8000) and HALL_HOST say where,
HALL_PUBLIC_URL what visitors' phones can reach."""
DEMO = """Makes the demo hall in .demo at the first start, serves it on PORT (8000) at SPEED (10) times real
time, fills it with simulated visitors and staff, and starts a kiosk and two screens as programs of their own,
until Ctrl-C. “hall demo cut-kiosk 60” pulls the kiosk's cable for a minute while the demo runs."""
SIMULATE = """Sends simulated visitors and staff into a running hall through its API, in the hall's own time,
and reports what they met. For a hall that is meant for it: they take real numbers."""


def main(words: list[str] | None = None) -> int:
    """Runs one command; the exit status."""
    arguments = _parser().parse_args(words)
    if arguments.command == "run":
        # Before anything else is imported: half-patched locks would freeze the server.
        from gevent import monkey

        monkey.patch_all()
    from hall.commands import dispatch
    from hall.settings import BadSetting

    try:
        return dispatch.run(arguments)
    except BadSetting as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hall",
        description="Software for public service halls.",
        epilog="Exit status: 0 done, 1 something in a file or a hall stands in the way, 2 it could not be tried. "
        "Halls are kept in the folder HALL_HOME (.hall); “hall COMMAND --help” says more.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _file_commands(commands)
    _member_command(commands)
    _serving_commands(commands)
    return parser


def _file_commands(commands: "Commands") -> None:
    init = _command(commands, "init", "make a hall from a hall file, or by asking", INIT)
    init.add_argument("file", nargs="?", metavar="FILE", help="a hall file; without it you are asked")
    init.add_argument("--admin", default="admin", metavar="LOGIN", help="the first administrator's login (admin)")
    init.add_argument("--type-password", action="store_true", help="type the password instead of getting one")
    check = _command(commands, "check", "find every mistake in a hall file", CHECK)
    check.add_argument("file", metavar="FILE")
    holidays = _command(commands, "holidays", "propose public holidays for a hall file", HOLIDAYS)
    holidays.add_argument("file", metavar="FILE")
    holidays.add_argument("--year", type=int, required=True, metavar="YEAR")
    holidays.add_argument("--country", default="CN", metavar="CODE", help="whose holidays (CN)")
    adopt = _command(commands, "adopt", "give a hall the plan of an edited hall file", ADOPT)
    adopt.add_argument("file", metavar="FILE")
    adopt.add_argument("--hall", metavar="ID", help="the hall that is meant; it must be the file's own id")
    adopt.add_argument("--yes", action="store_true", help="do not ask")
    export = _command(commands, "export", "write a hall's plan, journal or tickets to standard output", EXPORT)
    export.add_argument("what", choices=("plan", "journal", "tickets"))
    export.add_argument("--hall", metavar="ID", help="the hall; needed where there are several")


def _member_command(commands: "Commands") -> None:
    member = _command(commands, "member", "who works in a hall: list, add, change, remove", MEMBER)
    member.add_argument("login", nargs="?", metavar="LOGIN")
    member.add_argument("--roles", metavar="ROLE,ROLE", help="what they may do, in place of before")
    member.add_argument("--counter", type=int, metavar="N", help="the counter where they usually sit")
    member.add_argument("--name", help="how colleagues read them")
    member.add_argument("--new-password", action="store_true", help="make a new one, shown once")
    member.add_argument("--type-password", action="store_true", help="type it instead")
    member.add_argument("--gone", action="store_true", help="they have left")
    member.add_argument("--hall", metavar="ID", help="the hall; needed where there are several")


def _serving_commands(commands: "Commands") -> None:
    run = _command(commands, "run", "serve the halls of HALL_HOME", RUN)
    run.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)
    demo = _command(commands, "demo", "make and run the demo hall", DEMO)
    demo.add_argument("act", nargs="?", metavar="cut-DEVICE", help="pull a device's cable in the running demo")
    demo.add_argument("seconds", nargs="?", type=int, default=60, metavar="SECONDS", help="for how long (60)")
    simulate = _command(commands, "simulate", "send visitors and staff into a running hall", SIMULATE)
    simulate.add_argument("--hall", metavar="ADDRESS", help="the running hall, such as http://localhost:8000")
    simulate.add_argument("--file", metavar="FILE", help="its hall file: who comes and how long things take")
    simulate.add_argument(
        "--logins", metavar="FILE", help="JSON: [{login, password, counter}]; one without counter is the desk"
    )
    simulate.add_argument("--seed", type=int, default=1, metavar="N", help="the same N, the same visitors (1)")
    simulate.add_argument("--until", metavar="HH:MM", help="hall time to stop at")
    simulate.add_argument("--json", action="store_true", help="print the report as JSON")
    simulate.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)


def _command(commands: "Commands", name: str, short: str, long: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=short, description=long)


if __name__ == "__main__":
    sys.exit(main())
