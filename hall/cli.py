"""The `hall` command: init, run, demo, simulate, check, export.

A wrong setting or a wrong file stops a command with a sentence and exit status 2, never with a traceback.
"""

import argparse
import sys


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
    parser = argparse.ArgumentParser(prog="hall", description="Software for public service halls.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    init = commands.add_parser("init", help="make a hall from a YAML file, or by asking")
    init.add_argument("file", nargs="?", help="a hall file; without it you are asked")
    init.add_argument("--admin", default="admin", help="login of the first administrator (admin)")
    init.add_argument("--type-password", action="store_true", help="type the password instead of getting one")
    run = commands.add_parser("run", help="serve the halls of HALL_HOME")
    run.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)
    commands.add_parser("demo", help="make and run the demo hall")
    simulate = commands.add_parser("simulate", help="visitors and staff for a running hall, through its API")
    simulate.add_argument("--hall", help="address of the running hall, such as http://localhost:8000")
    simulate.add_argument("--file", help="its hall file: who comes and how long things take")
    simulate.add_argument(
        "--logins", help="JSON file: [{login, password, counter}]; one without counter is the desk"
    )
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--until", help="hall time to stop at, HH:MM")
    simulate.add_argument("--json", action="store_true", help="print the report as JSON")
    simulate.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)
    check = commands.add_parser("check", help="find every mistake in a hall file")
    check.add_argument("file")
    export = commands.add_parser("export", help="write a hall's plan, journal or tickets to standard output")
    export.add_argument("what", choices=("plan", "journal", "tickets"))
    export.add_argument("--hall", help="id of the hall; needed where there are several")
    return parser


if __name__ == "__main__":
    sys.exit(main())
