"""Commands in one process: odd files, halls that are there or not, and a hall file's whole way round."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hall.cli import main
from hall.kernel import sealing
from tests.site.test_hallfile import SMALL

Hall = Callable[..., tuple[int, str, str]]
RHYMING = SMALL.replace("prefix: A", "prefix: M")
ANSWERS = [
    "my hall!",
    "myhall",
    "馆",
    'The "Hall"\\n',
    "",
    "Mars",
    "Europe/Berlin",
    "8",
    "08:00",
    "07:00",
    "12:00",
]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Hall]:
    """Runs a command: exit status, what it said, what it complained about."""
    monkeypatch.setenv("HALL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("HALL_DATABASE_URL", raising=False)
    before = sealing.current()

    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    yield run
    sealing.use(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "willow.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "list of named sections"),
        (b"- 1\n", 1, "list of named sections"),
        (b"# nothing\n", 1, "list of named sections"),
        (b"just words\n", 1, "list of named sections"),
        (b"hall:\n\tid: x\n", 2, "not valid YAML"),
        (b"hall: {id: x\nmeta: {}\n", 2, "not valid YAML"),
        (b"hall: &h\n  id: x\n  name: *h\n", 3, "refers to itself"),
        (b"hall: [1]\n", 1, "The section"),
        (b"hall: {id: h}\nno: 1\n", 2, "not known here"),
        (b"hall: {id: h}\nhall: {id: i}\n", 2, "stands here twice"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nhall: {id: h}\n", 1, "not known here"),
    ],
)
def test_odd_files_are_named_with_a_line(hall: Hall, file: Path, content: bytes, line: int, words: str) -> None:
    file.write_bytes(content)
    status, said, _ = hall("check", str(file))
    assert status == 1 and any(row.startswith(f"{file}:{line}: ") and words in row for row in said.splitlines())
    assert hall("init", str(file))[0] == 1 and not (file.parent / "home" / "hall.db").exists()


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\xff\x00", b"\xff\xfeh\x00"])
def test_what_is_no_text_says_so(hall: Hall, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert hall("check", str(file)) == (2, "", f"{file} is not a text file in UTF-8.\n")


def test_a_missing_a_huge_and_a_folder_say_so(hall: Hall, file: Path) -> None:
    assert "cannot be read: No such file" in hall("check", f"{file}.not")[2]
    assert "cannot be read" in hall("check", str(file.parent))[2]
    with file.open("wb") as huge:
        huge.truncate(9_000_000)
    assert "too large" in hall("check", str(file))[2]


def test_a_byte_order_mark_is_no_mistake(hall: Hall, file: Path) -> None:
    file.write_text(SMALL, encoding="utf-8-sig")
    assert hall("check", str(file))[0] == 0


def test_r02_letters_that_rhyme_are_a_warning_with_its_line(hall: Hall, file: Path) -> None:
    file.write_text(RHYMING, encoding="utf-8")
    status, said, _ = hall("check", str(file))
    assert status == 0 and f"{file}:10: warning: “N” is easily heard as “M”" in said and "1 warning" in said


def test_init_asks_again_until_an_answer_can_be_used(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(ANSWERS)
    monkeypatch.setattr("builtins.input", lambda _: next(answers, ""))
    status, said, _ = hall("init")
    assert status == 0 and "no time zone" in said and "not after 08:00" in said and "no time such as" in said
    status, plan, _ = hall("export", "plan")
    assert "myhall" in plan and "Europe/Berlin" in plan and "12:00" in plan and "Hall" in plan


def test_a_typed_password_is_long_enough_and_never_shown(
    hall: Hall, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: "short")
    assert "at least 10 characters" in hall("init", str(file), "--type-password")[2]
    monkeypatch.setattr("getpass.getpass", lambda _: "long enough for a hall")
    status, said, _ = hall("init", str(file), "--type-password")
    assert status == 0 and "Password" not in said and "long enough" not in said


def test_a_login_that_cannot_be_one_makes_nothing(hall: Hall, file: Path) -> None:
    assert hall("init", str(file), "--admin", "a b")[0] == 2
    assert hall("init", str(file))[0] == 0


def test_a_hall_file_goes_round(hall: Hall, file: Path) -> None:
    hall("init", str(file))
    edited = file.with_name("edited.yaml")
    edited.write_text(hall("export", "plan")[1].replace("mean: 8", "mean: 9"), encoding="utf-8")
    status, said, _ = hall("adopt", str(edited), "--yes")
    assert status == 0 and "~ service A1: mean 8.0 → 9.0" in said and "version 2" in said
    assert "mean: 9" in hall("export", "plan")[1] and "hall.plan_adopted" in hall("export", "journal")[1]
    assert "already (version 2)" in hall("adopt", str(edited))[1]
    assert hall("init", str(edited))[0] == 2 and "mean: 9" in hall("export", "plan")[1]


@pytest.mark.parametrize("words", [("export", "plan"), ("adopt", "FILE"), ("export", "tickets", "--hall", "x")])
def test_without_a_hall_commands_say_so_and_make_nothing(hall: Hall, file: Path, words: tuple[str, ...]) -> None:
    status, _, complaint = hall(*(str(file) if word == "FILE" else word for word in words))
    assert status == 2 and "There is no hall in" in complaint
    assert not (file.parent / "home" / "hall.db").exists()


def test_a_hall_is_named_where_there_are_two(hall: Hall, file: Path) -> None:
    hall("init", str(file))
    second = file.with_name("second.yaml")
    second.write_text(SMALL.replace("id: w,", "id: x,"), encoding="utf-8")
    hall("init", str(second), "--admin", "other")
    assert "Name a hall with --hall: there is w, x." in hall("export", "plan")[2]
    assert "id: x" in hall("export", "plan", "--hall", "x")[1]
    assert "There is no hall “y”" in hall("export", "plan", "--hall", "y")[2]


def test_a_database_that_is_none_says_so(hall: Hall, file: Path) -> None:
    home = file.parent / "home"
    home.mkdir()
    (home / "hall.db").write_text("not a database, and long enough to be looked at as one")
    for words in (("export", "plan"), ("adopt", str(file)), ("init", str(file))):
        status, _, complaint = hall(*words)
        assert status == 2 and "cannot be used" in complaint


@pytest.mark.parametrize("command", ["init", "check", "adopt", "export", "run", "demo", "simulate"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0 and len(capsys.readouterr().out.splitlines()) > 5
