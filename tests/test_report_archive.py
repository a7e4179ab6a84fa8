"""All of a report in one ZIP file."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from frictionless import validate

from dashboard import report_archive, report_files
from dashboard.media import MEDIA
from db.report_content import ReportContent


@pytest.fixture(scope="module")
def unpacked(report: ReportContent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(io.BytesIO(report_files.WRITERS["zip"](report))) as archive:
        archive.extractall(folder)
    return folder


def test_it_holds_all_files_that_are_made_of_a_report(unpacked: Path, report: ReportContent) -> None:
    found = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    tables = {f"{table.table.name}.csv" for table in report.tables}
    charts = {f"diagramme/{chart.name}.{ending}" for chart in report.charts for ending in ("svg", "png")}
    whole = {f"Vorlage_SGM-2018-169.{ending}" for ending in ("pdf", "docx", "xlsx")}
    others = {"datapackage.json", "LIESMICH.txt", "vocabularies.csv"}
    assert found == {*tables, *(f"excel/{name}" for name in tables), *charts, *whole, *others}


def test_its_description_is_valid_for_programs(unpacked: Path) -> None:
    judged = validate(str(unpacked / "datapackage.json"))
    assert judged.flatten(["name", "type", "note"]) == []
    assert judged.valid


def test_a_number_that_is_kept_back_is_a_sign_in_tables(unpacked: Path) -> None:
    with (unpacked / "topics_by_client_group.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[-1] == ["specialists", "residents", "•"]


def test_every_file_has_its_media_type() -> None:
    assert {kind.mime for kind in report_files.KINDS.values()} <= set(MEDIA.values())
    assert set(report_files.WRITERS) <= set(report_files.KINDS)
    assert list(report_files.WRITERS)[:3] == list(report_archive.WHOLE)
