"""The command speaks as it is asked to by its option, the environment, the settings or the office, else German."""

import argparse
import gettext
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.commands.language import wanted
from dashboard.commands.parser import OF_ARGPARSE
from dashboard.translations import catalogue
from db import office_settings
from db.database import open_database
from schemas.office_settings import OfficeSettings
from tests.actors import LEA

Captured = pytest.CaptureFixture[str]

PERIOD = ["--from", "2017-07-01", "--to", "2018-04-30"]


def told(capture: Captured, arguments: Sequence[str], status: int) -> str:
    """What the command says on stderr."""
    try:
        ended: object = cli.main(arguments)
    except SystemExit as by_parser:
        ended = by_parser.code
    assert ended == status
    return capture.readouterr().err


MISUSES = [
    ([], "es fehlt: BEFEHL", "the following arguments are required: COMMAND"),
    (["walk"], "'walk' gibt es nicht (zur Wahl: ", "invalid choice: 'walk' (choose from "),
    (["run", "--port"], "--port: es fehlt der Wert", "argument --port: expected one argument"),
    (["run", "--port", "acht"], "'acht' ist kein Port von 1", "'acht' is not a port from 1"),
    (["run", "--colour"], "unbekannte Angaben: --colour", "unrecognized arguments: --colour"),
    (["run", "--help=1"], "-h/--help: der Wert '1' gehört nicht", "argument -h/--help: ignored explicit argument '1'"),
    (["figures", "--fr", "x", "--f", "1"], "--f ist mehrdeutig", "ambiguous option: --f could match"),
    (["figures", "--from", "1.7.2017"], "'1.7.2017' ist kein Tag", "'1.7.2017' is not a day"),
    (["figures", "--from", "2018-04-30"], "Es fehlen Tage", "Days are missing"),
    (["figures", *PERIOD, "--period", "1"], "Die Tage ergeben sich", "The days are those of the period"),
    (["figures", "--from", "2018-01-02", "--to", "2018-01-01"], "bevor er beginnt", "before it starts"),
    (["export", "persons"], "Einträge 'persons' gibt es nicht", "There are no records 'persons'"),
    (["export", "all", "--format", "csv"], "enthält alles", "holds everything"),
    (["user", "role", "anna", "boss"], "role: 'boss' gibt es nicht", "argument role: invalid choice: 'boss'"),
    (["check", "--database", "x://y"], "der Pfad einer Datei", "must be the path of a file"),
]


@pytest.mark.parametrize(("arguments", "german", "english"), MISUSES)
def test_what_is_misused_is_told_in_german_and_in_english(
    arguments: list[str], german: str, english: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, sentence in {"": german, "de": german, "en": english}.items():
        monkeypatch.setenv("BUERO_LANGUAGE", language)
        assert sentence in told(capsys, arguments, 2)


WRONG_SETTINGS = [
    ("LANGUAGE", "fr", "möglich ist 'de', 'en'", "'de'"),
    ("OPENED", "bald", "erwartet wird ein Tag", "expected is a day"),
    ("DEMO", "vielleicht", "erwartet wird yes oder no", "expected is yes or no"),
    ("SESSION_HOURS", "lang", "erwartet wird eine ganze Zahl", "expected is a whole number"),
    ("SESSION_HOURS", "0", "erwartet wird mindestens 1", "expected is 1 or more"),
    ("SESSION_HOURS", "99", "erwartet wird höchstens 24", "expected is 24 or less"),
    ("OPENID_ROLES", "lead", "BUERO_OPENID_ROLES ist falsch: erwartet wird JSON", "expected is JSON, such as {"),
    ("TIME_ZONE", "Mond", "die Zeitzone 'Mond' gibt es nicht", "there is no time zone 'Mond'"),
    ("REPORTING_START", "2018-01-01", "passen nicht zusammen", "do not fit together"),
    ("CONFIGURATION", "/none.toml", "diese Datei gibt es nicht", "there is no such file"),
    ("LANGAUGE", "de", "BUERO_LANGAUGE gibt es nicht", "no setting BUERO_LANGAUGE"),
]


@pytest.mark.parametrize(("name", "value", "german", "english"), WRONG_SETTINGS)
def test_a_wrong_setting_is_told_in_german_and_in_english(
    name: str, value: str, german: str, english: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BUERO_{name}", value)
    assert german in told(capsys, ["check"], 2)
    assert english in told(capsys, ["export", "events", "--language", "en"], 2)


@pytest.mark.parametrize("command", [[], ["run"], ["demo"], ["figures"], ["export"], ["check"], ["user"]])
def test_no_english_is_left_in_the_german_help(command: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        cli.main([*command, "--help"])
    shown = capsys.readouterr().out
    assert "Aufruf: buero" in shown
    assert not re.search(r"\b(usage|options|show|the|of|and|print|default|help message)\b", shown.replace("--help", ""))


def test_the_help_is_english_for_who_asks_so(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUERO_LANGUAGE", "en")
    with pytest.raises(SystemExit):
        cli.main(["user", "--help"])
    shown = capsys.readouterr().out
    assert "usage: buero user" in shown
    assert "give a person another role" in shown


def test_all_that_argparse_says_of_its_own_has_a_translation() -> None:
    assert [text for text in OF_ARGPARSE if text not in catalogue("de")] == []


def test_argparse_has_its_own_words_again_afterwards(capsys: Captured) -> None:
    told(capsys, ["walk"], 2)
    assert vars(argparse)["_"] is gettext.gettext


@pytest.mark.parametrize(
    ("arguments", "environment", "file", "language"),
    [
        ([], "", "", None),
        (["--language", "en"], "de", "de", "en"),
        (["--language=en"], "", "", "en"),
        (["--language"], "en", "", "en"),
        ([], "en", "de", "en"),
        ([], "fr", "en", "en"),
        ([], "", "en", "en"),
    ],
)
def test_the_option_goes_before_the_environment_and_that_before_the_file(
    arguments: list[str],
    environment: str,
    file: str,
    language: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "office.toml").write_text(f'language = "{file}"\n', "utf-8")
    monkeypatch.setenv("BUERO_CONFIGURATION", str(tmp_path / "office.toml"))
    monkeypatch.setenv("BUERO_LANGUAGE", environment)
    assert wanted(arguments) == language


@pytest.mark.parametrize("content", [b"[[[", b"\xff", b"language = 3"])
def test_a_broken_file_asks_for_no_language(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "office.toml").write_bytes(content)
    monkeypatch.setenv("BUERO_CONFIGURATION", str(tmp_path / "office.toml"))
    assert wanted([]) is None


def test_an_office_that_speaks_english_is_told_so_unless_another_language_is_asked_for(
    demo_file: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database(demo_file) as database:
        office_settings.change(database, OfficeSettings(language="en"), version=1, by=LEA)
    disable = ["user", "disable", "nobody", "--database", str(demo_file)]
    assert "There is no account nobody." in told(capsys, disable, 1)
    period = ["figures", "--database", str(demo_file), "--period", "Sommer"]
    assert "There is no reporting period 'Sommer'; there are: " in told(capsys, period, 1)
    assert "Den Berichtszeitraum 'Sommer' gibt es nicht" in told(capsys, [*period, "--language", "de"], 1)
    assert cli.main(["check", "--database", str(demo_file)]) == 0
    assert capsys.readouterr().out.startswith("All ")
    monkeypatch.setenv("BUERO_LANGUAGE", "de")
    assert "Es gibt kein Konto „nobody“." in told(capsys, disable, 1)


@pytest.mark.parametrize(
    ("target", "german"),
    [("missing/events.csv", "Datei oder Ordner gibt es nicht"), (".", "es ist ein Ordner")],
)
def test_what_the_system_refuses_is_said_in_our_words(
    demo_file: Path, tmp_path: Path, target: str, german: str, capsys: Captured
) -> None:
    if target == ".":
        (tmp_path / "taken").mkdir()
        target = "taken"
    export = ["export", "events", "--database", str(demo_file), "--output", str(tmp_path / target)]
    assert german in told(capsys, export, 1)
