"""``buero import`` stores a file, tells what is wrong with it row by row, and gives it back with the errors."""

from pathlib import Path

import pytest

from dashboard import cli
from db.database import open_database
from schemas import Consultation, ProjectActivity
from tests.importing import stored
from tests.office_lists import consultation_list, faulty, visits_workbook


@pytest.fixture
def folder(empty_original: Path, tmp_path: Path) -> Path:
    (tmp_path / "records.duckdb").write_bytes(empty_original.read_bytes())
    return tmp_path


def imported(
    capture: pytest.CaptureFixture[str], folder: Path, table: str, content: bytes, *options: str, status: int = 0
) -> tuple[str, str]:
    """What the command says on standard output and standard error."""
    file = folder / "liste.csv"
    file.write_bytes(content)
    arguments = ["import", table, str(file), "--database", str(folder / "records.duckdb"), *options]
    assert cli.main(arguments) == status
    told = capture.readouterr()
    return told.out, told.err


def count(folder: Path, table: str = "consultations") -> int:
    with open_database(folder / "records.duckdb") as database:
        return database.last_number(table)


def test_a_file_is_stored_and_known_the_second_time(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert imported(capsys, folder, "consultations", consultation_list(12)) == ("12 Zeilen eingelesen\n", "")
    again = "0 Zeilen eingelesen\n12 Zeilen sind schon gespeichert und werden ausgelassen\n"
    assert imported(capsys, folder, "consultations", consultation_list(12)) == (again, "")
    assert count(folder) == 12
    imported(capsys, folder, "consultations", consultation_list(12), "--with-duplicates")
    assert count(folder) == 24


def test_a_workbook_is_known_by_its_content(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert imported(capsys, folder, "home_visits", visits_workbook(3))[0] == "3 Zeilen eingelesen\n"


def test_one_wrong_row_stops_all_and_each_is_told_with_row_column_value_and_rule(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    out, err = imported(capsys, folder, "consultations", faulty(), status=1)
    assert out == ""
    assert err.splitlines() == [
        "Zeile 3, Datum: 31.02.2018: Bitte ein Datum angeben, zum Beispiel 31.12.2018.",
        "Zeile 5, Themen: Wohnraumm: „Wohnraumm“ steht nicht in der Liste. Ähnlich: Wohnraum.",
        "Zeile 6, Personen: zwei: Bitte eine ganze Zahl von 1 bis 99 angeben.",
        "Zeile 7, Ort: Hamburg: „Hamburg“ steht nicht in der Liste.",
        "buero: Nichts wurde eingelesen. Zeilen mit Fehlern: 4 von 8.",
    ]
    assert count(folder) == 0


def test_good_rows_only_and_the_file_with_its_errors_in_english(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    back = folder / "back.csv"
    options = "--good-rows-only", "--errors", str(back), "--language", "en"
    out, _ = imported(capsys, folder, "consultations", faulty(), *options)
    assert out == "4 rows imported\n4 rows have errors\n"
    lines = back.read_text().splitlines()
    assert lines[0].endswith(";Errors")
    assert lines[2].endswith(";Datum: Please give a date, for example 31/12/2018.")
    corrected = back.read_text().replace("31.02.2018", "28.02.2018").replace("Wohnraumm", "Wohnraum")
    corrected = corrected.replace(";zwei;", ";2;").replace(";Hamburg;", ";Hillerse;")
    out, _ = imported(capsys, folder, "consultations", corrected.encode(), "--language", "en")
    assert out.splitlines()[0] == "4 rows imported"
    with open_database(folder / "records.duckdb") as database:
        assert len(stored(database, Consultation)) == 8


def test_what_is_stored_already_is_no_failure_with_or_without_errors_beside_it(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    imported(capsys, folder, "consultations", faulty(), "--good-rows-only")
    out, _ = imported(capsys, folder, "consultations", faulty(), "--good-rows-only")
    assert out.splitlines()[0] == "0 Zeilen eingelesen"
    nothing_good = b"\n".join(faulty().splitlines()[place] for place in (0, 2))
    assert (
        "keine Zeile ist neu"
        in imported(capsys, folder, "consultations", nothing_good, "--good-rows-only", status=1)[1]
    )


@pytest.mark.parametrize("name", ["home_visits", "Hausbesuche", "hausbesuch", "Home visits"])
def test_a_record_type_is_called_as_scripts_or_as_people_do(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str
) -> None:
    assert imported(capsys, folder, name, visits_workbook(1))[0] == "1 Zeile eingelesen\n"


def test_an_ambiguous_number_is_refused_until_somebody_says_how_it_is_meant(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    content = "Datum;Projekt;Aktivität;Helferstunden\n1.2.2018;Trommelgruppe;Auftritt;1.234\n".encode()
    assert "mehrdeutig, etwa 1.234" in imported(capsys, folder, "project_activities", content, status=1)[1]
    imported(capsys, folder, "project_activities", content, "--decimal-mark", "comma")
    with open_database(folder / "records.duckdb") as database:
        assert [row["helper_hours"] for row in stored(database, ProjectActivity)] == [1234]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Die Datei ist leer."),
        (b"\x89PNG\r\n\x1a\n\0\0", "Diese Datei ist keine lesbare Tabelle."),
        (b"Datum;Ort\n1.2.2018;Leiferde\n", "Es fehlt eine Spalte für: Themen, Personengruppe,"),
    ],
)
def test_a_file_that_can_t_be_imported_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, content: bytes, said: str
) -> None:
    assert imported(capsys, folder, "consultations", content, status=1)[1].startswith(f"buero: {said}")


def test_columns_that_are_not_taken_are_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    content = consultation_list(1).decode().replace("Bemerkung", "Augenfarbe").encode()
    assert imported(capsys, folder, "consultations", content)[1] == "Nicht übernommene Spalten: Augenfarbe\n"


def test_what_is_no_record_type_or_no_file_is_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert cli.main(["import", "cats", "x.csv"]) == 2
    told = capsys.readouterr().err
    assert "'cats'" in told
    assert "Hausbesuche (home_visits)" in told
    arguments = ["import", "events", str(folder / "x.csv"), "--database", str(folder / "records.duckdb")]
    assert cli.main(arguments) == 1
    assert "kann nicht gelesen werden" in capsys.readouterr().err
