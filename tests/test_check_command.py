"""``buero check`` says in one sentence whether history and records are whole, and lists what is not."""

from pathlib import Path

import duckdb
import pytest

from dashboard import cli

Captured = pytest.CaptureFixture[str]


def test_a_sound_database_is_told_with_the_seal_to_write_down(demo_file: Path, capsys: Captured) -> None:
    assert cli.main(["check", "--database", str(demo_file)]) == 0
    with duckdb.connect(str(demo_file)) as cursor:
        last = cursor.execute("SELECT entry, entry_hash FROM history ORDER BY entry DESC LIMIT 1").fetchone()
    assert last
    said = capsys.readouterr()
    assert said.out == (
        f"Alle {last[0]} Einträge der Historie sind unversehrt, besiegelt mit {last[1]}, "
        "und die gespeicherten Daten sind so, wie sie es sagen.\n"
    )
    assert said.err == ""


def test_every_difference_is_listed_and_the_command_refuses(demo_file: Path, capsys: Captured) -> None:
    with duckdb.connect(str(demo_file)) as cursor:
        cursor.execute("UPDATE history SET actor = 'eve' WHERE entry = 7")
        cursor.execute("UPDATE events SET title = 'x', attendance = 1 WHERE number = 2")
        cursor.execute("DELETE FROM home_visits WHERE number = 3")
    assert cli.main(["check", "--database", str(demo_file)]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Eintrag 7 der Historie wurde geändert oder schließt nicht an den vorigen an.",
        "Hausbesuch Nr. 3 ist nicht gespeichert, obwohl die Historie es sagt.",
        "Veranstaltung Nr. 2 ist nicht so gespeichert, wie die Historie es sagt: Teilnehmende, Titel.",
    ]
    assert said.err == f"buero: {demo_file} ist nicht so, wie die Historie es sagt; siehe oben.\n"


def test_a_database_that_does_not_exist_is_refused_and_not_made(tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["check", "--database", str(tmp_path / "none.duckdb")]) == 1
    assert capsys.readouterr().err.startswith("buero: Es gibt keine Datenbank ")
    assert list(tmp_path.iterdir()) == []
