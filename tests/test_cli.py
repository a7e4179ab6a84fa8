"""The command ``buero``: clean output, one sentence for what went wrong, and an end that leaves nothing behind."""

import csv
import datetime as dt
import io
import json
import os
import re
import signal
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen, run
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import openpyxl
import pytest

from dashboard import cli, server
from dashboard.configuration import read_settings
from dashboard.listening import NotServed
from db import office_settings
from db.database import open_database
from schemas.office_settings import OfficeSettings
from tests import signing_in
from tests.actors import LEA
from tests.conftest import ROOT, Serve
from tests.reported import closed, made, reopened
from tests.signing_in import PASSWORD

PERIOD = ["--from", "2017-07-01", "--to", "2018-04-30"]
TOPICS = {
    "Krisenintervention und Konfliktberatung": 70,
    "Schulische Angelegenheiten": 80,
    "Praktikum/Ausbildung/Arbeit": 80,
    "Behördenangelegenheiten": 150,
    "Alltagsfragen": 100,
    "Wohnraum": 70,
    "Unterstützung fachärztliche Anbindung": 15,
}
"""The published figures of SGM/2018/169."""

Captured = pytest.CaptureFixture[bytes]


def buero(*arguments: str, **environment: str) -> CompletedProcess[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "dashboard.cli", *arguments]
    return run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}, timeout=60)


def printed(capture: Captured, arguments: Sequence[str | Path], status: int = 0) -> str:
    """What the command prints when it runs in this process."""
    assert cli.main([str(argument) for argument in arguments]) == status
    return capture.readouterr().out.decode()


def refused(capture: Captured, arguments: Sequence[str | Path], status: int) -> str:
    """The one sentence that the command says instead of doing what it was asked."""
    try:
        ended: object = cli.main([str(argument) for argument in arguments])
    except SystemExit as by_parser:
        ended = by_parser.code
    assert ended == status
    said = capture.readouterr()
    assert said.out == b""
    sentence = said.err.decode()
    assert sentence.count("\n") == 1
    assert sentence.startswith("buero")
    return sentence


def test_figures_as_a_table_are_those_of_the_published_report(demo_file: Path, capfdbinary: Captured) -> None:
    lines = printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD]).splitlines()
    for topic, count in TOPICS.items():
        assert next(line.split()[-1] for line in lines if line.startswith(topic)) == str(count)
    assert lines[4].strip() == "500"
    assert any("Eine Beratung kann mehrere Kategorien berühren" in line for line in lines)
    assert any("01.07.2017 bis 30.04.2018" in line for line in lines)
    assert lines.count("Gesamtzahl: 500") >= 2
    assert any(line.endswith("46,67\N{NO-BREAK SPACE}%") for line in lines)


def test_figures_come_by_what_they_count_and_the_reported_ones_first(demo_file: Path, capfdbinary: Captured) -> None:
    figures = list(json.loads(printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD, "--format", "json"])))
    assert figures[:4] == ["consultations", "consultations_by_topic", "persons_advised", "cases"]
    kinds = ("consultations", "home_visits", "events", "projects", "project_activities", "performance_requests")
    places = [figures.index(name) for name in kinds]
    assert places == sorted(places)
    assert figures.index("settings_by_month") < figures.index("home_visits_per_week_mean")
    assert figures.index("attendance_by_group") < figures.index("project_activities_by_project")


def test_figures_as_json_map_each_figure_to_its_rows(demo_file: Path, capfdbinary: Captured) -> None:
    figures = json.loads(printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD, "--format", "json"]))
    assert figures["consultations"] == [{"consultations": 500}]
    assert [row["consultations"] for row in figures["consultations_by_topic"]] == list(TOPICS.values())
    assert figures["consultations_by_month"][0] == {"month": "2017-07-01", "consultations": 46}
    assert figures["home_visits_per_week_mean"][0]["mean"] == pytest.approx(5, abs=0.2)
    shares = [row["share"] for row in figures["settings_by_month"]]
    assert all(share == round(share, 4) for share in shares)


def test_figures_of_an_empty_period_are_valid_json(demo_file: Path, capfdbinary: Captured) -> None:
    arguments = [
        "figures",
        "--database",
        str(demo_file),
        "--from",
        "2018-05-01",
        "--to",
        "2018-05-01",
        "--format",
        "json",
    ]
    figures = json.loads(printed(capfdbinary, arguments), parse_constant=pytest.fail)
    assert figures["consultations"] == [{"consultations": 0}]


def test_figures_as_csv_are_one_table_that_programs_can_read(demo_file: Path, capfdbinary: Captured) -> None:
    text = printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD, "--format", "csv", "--language", "en"])
    rows = list(csv.DictReader(io.StringIO(text), strict=True))
    topics = [row for row in rows if row["figure"] == "consultations_by_topic"]
    assert [row["value"] for row in topics if row["column"] == "consultations"] == [str(n) for n in TOPICS.values()]
    assert {row["title"] for row in topics} == {"Consultations by category"}
    assert [row["label"] for row in topics if row["column"] == "topic"][1] == "School matters"
    assert not any(None in row.values() or None in row for row in rows)


def test_the_figures_of_a_closed_period_are_those_that_were_frozen(demo_file: Path, capfdbinary: Captured) -> None:
    command: list[str | Path] = ["figures", "--database", demo_file, "--period"]
    with open_database(demo_file) as database:
        made(database, days=(dt.date(2017, 7, 1), dt.date(2018, 4, 30)))
    assert "--from 2017-07-01 --to 2018-04-30" in refused(capfdbinary, [*command, "Winter"], 1)
    live = json.loads(printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD, "--format", "json"]))
    with open_database(demo_file) as database:
        closed(database)
    for named in ("winter", "1"):
        assert json.loads(printed(capfdbinary, [*command, named, "--format", "json"])) == live
    assert "„Winter“, abgeschlossen bei Revision" in printed(capfdbinary, [*command, "Winter"])
    assert len(printed(capfdbinary, [*command, "Winter", "--format", "csv"]).splitlines()) > 1000
    assert "vorhanden: Winter." in refused(capfdbinary, [*command, "Sommer"], 1)


def test_the_figures_of_a_reopened_period_are_told_to_be_old(demo_file: Path) -> None:
    with open_database(demo_file) as database:
        closed(database)
        reopened(database)
    ended = buero("figures", "--database", str(demo_file), "--period", "Winter", "--format", "json")
    assert ended.returncode == 0
    assert ended.stderr == "buero: Winter wurde wieder geöffnet; dies sind die Zahlen des letzten Abschlusses.\n"
    assert json.loads(ended.stdout)["consultations"]


def test_figures_speak_the_offices_language(
    demo_file: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUERO_LANGUAGE", "en")
    assert "Beratungen nach Kategorie" in printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD])
    with open_database(demo_file) as database:
        office_settings.change(database, OfficeSettings(language="en"), version=1, by=LEA)
    assert "Consultations by category" in printed(capfdbinary, ["figures", "--database", demo_file, *PERIOD])


def test_records_are_exported_in_both_flavours(demo_file: Path, capfdbinary: Captured) -> None:
    machine = printed(capfdbinary, ["export", "consultations", "--database", demo_file])
    assert machine.startswith("id,number,version")
    assert len(list(csv.reader(io.StringIO(machine)))) == 501
    excel = printed(capfdbinary, ["export", "events", "--database", demo_file, "--format", "csv-excel"])
    assert excel.startswith('\ufeff"ID";"Nr."')


def test_everything_is_exported_as_a_zip_file(demo_file: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    target = tmp_path / "all.zip"
    target.write_bytes(b"of yesterday")
    assert printed(capfdbinary, ["export", "all", "--database", demo_file, "--output", target]) == ""
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert {"consultations.csv", "datapackage.json"} <= set(archive.namelist())
    assert [file.name for file in tmp_path.glob("all*")] == ["all.zip"]


def test_records_and_everything_are_exported_as_workbooks(
    demo_file: Path, tmp_path: Path, capfdbinary: Captured
) -> None:
    for what, sheets in {"home_visits": ["Hausbesuche", "Hinweise"], "all": None}.items():
        target = tmp_path / f"{what}.xlsx"
        command: list[str | Path] = ["export", what, "--database", demo_file, "--format", "xlsx", "--output", target]
        assert printed(capfdbinary, command) == ""
        book = openpyxl.load_workbook(target, read_only=True)
        assert book.sheetnames == sheets or {"Beratungen", "Beratungen nach Kategorie"} <= set(book.sheetnames)
        book.close()


def test_a_zip_file_can_be_piped(demo_file: Path) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "export", "all", "--database", str(demo_file)]
    piped = run(command, capture_output=True, cwd=ROOT, check=True, timeout=60)
    assert zipfile.ZipFile(io.BytesIO(piped.stdout)).testzip() is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "BEFEHL"),
        (["walk"], "walk"),
        (["run", "--port", "eight"], "--port"),
        (["figures"], "--from"),
        (["figures", "--from", "2018-04-30"], "--to"),
        (["figures", "--period", "Winter", "--from", "2018-04-30"], "--period"),
        (["figures", "--from", "1.7.2017", "--to", "2018-04-30"], "2018-04-30"),
        (["figures", "--from", "2018-04-30", "--to", "2017-07-01"], "endet"),
        (["figures", *PERIOD, "--format", "xml"], "--format"),
        (["figures", *PERIOD, "--database", "postgresql://localhost/buero"], "BUERO_DATABASE"),
        (["export", "persons"], "Hausbesuche (home_visits), Veranstaltungen (events)"),
        (["export", "all", "--format", "csv"], "zip"),
        (["export", "events", "--format", "zip"], "zip"),
        (["demo", "--host", "0.0.0.0"], "--host"),
        (["user"], "BEFEHL"),
        (["user", "role", "anna", "boss"], "boss"),
    ],
)
def test_misuse_ends_with_one_sentence_and_status_2(arguments: list[str], said: str, capfdbinary: Captured) -> None:
    assert said in refused(capfdbinary, arguments, 2)


@pytest.mark.parametrize("command", [["figures", *PERIOD], ["export", "events"]])
def test_reading_never_makes_a_database(command: list[str], tmp_path: Path, capfdbinary: Captured) -> None:
    missing = tmp_path / "misspelt.duckdb"
    assert str(missing) in refused(capfdbinary, [*command, "--database", missing], 1)
    assert not missing.exists()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, capfdbinary: Captured) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Sehr geehrte Damen und Herren" * 1000)
    before = letter.read_bytes()
    assert str(letter) in refused(capfdbinary, ["export", "events", "--database", letter], 1)
    assert letter.read_bytes() == before


def test_an_export_that_can_not_be_written_is_refused(demo_file: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    target = tmp_path / "missing" / "events.csv"
    assert str(target) in refused(capfdbinary, ["export", "events", "--database", demo_file, "--output", target], 1)


def test_a_reader_who_has_seen_enough_gets_no_complaint(demo_file: Path) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "export", "consultations", "--database", str(demo_file)]
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_demo_records_go_into_a_new_database_only(tmp_path: Path, capfdbinary: Captured) -> None:
    target = tmp_path / "demo.duckdb"
    neighbour = tmp_path / "demo.duckdb-of-yesterday"
    neighbour.touch()
    assert printed(capfdbinary, ["demo", "--into", target]) == ""
    assert str(target) in refused(capfdbinary, ["demo", "--into", target], 1)
    assert neighbour.exists()
    with open_database(target) as database, database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM consultations").fetchone() == (500,)


def test_the_help_does_not_wait_for_pandas() -> None:
    code = (
        "import sys\nfrom dashboard.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print([name for name in ('pandas', 'streamlit', 'duckdb') if name in sys.modules])"
    )
    helped = run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert helped.stdout.splitlines()[-1] == "[]"


def test_a_port_in_use_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = buero("run", "--port", port, "--database", str(tmp_path / "records.duckdb"))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert port in ended.stderr
    assert "schon benutzt" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "records.duckdb").exists()


@pytest.mark.parametrize("host", ["host.invalid", "203.0.113.1"])
def test_an_address_that_is_not_ours_is_refused_in_one_sentence(host: str, tmp_path: Path) -> None:
    ended = buero("run", "--host", host, "--port", "0", "--database", str(tmp_path / "records.duckdb"))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert host in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["99999", "-5", "http"])
def test_what_is_no_port_is_misuse(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "demo"):
        with pytest.raises(SystemExit) as ended:
            cli.main([command, f"--port={port}"])
        assert ended.value.code == 2
        assert f"'{port}' ist kein Port von 1 bis 65535 (0: ein freier)" in capsys.readouterr().err


def test_a_database_in_use_is_refused_in_one_sentence(demo_file: Path, serve: Serve) -> None:
    serve(demo_file)
    for command in (["run", "--port", "0"], ["export", "events"]):
        ended = buero(*command, "--database", str(demo_file))
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "von einem anderen Programm benutzt" in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_a_wrong_setting_ends_the_start_with_status_2() -> None:
    ended = buero("run", BUERO_LANGUAGE="fr")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "BUERO_LANGUAGE" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_demonstration_is_no_setting_of_an_office(tmp_path: Path) -> None:
    ended = buero("run", "--database", str(tmp_path / "r.duckdb"), BUERO_DEMO="yes")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "buero demo" in ended.stderr


def test_a_demonstration_listens_at_this_machine_only(tmp_path: Path) -> None:
    settings = read_settings(database=str(tmp_path / "r.duckdb"), demo=True)
    with pytest.raises(NotServed, match="this machine only"):
        server.serve(settings, "0.0.0.0", 0, lambda *_: None)


def test_the_set_up_link_is_printed_while_there_is_no_leads_account(tmp_path: Path) -> None:
    database = tmp_path / "r.duckdb"
    command = [sys.executable, "-m", "dashboard.cli", "run", "--database", str(database), "--port", "0"]
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        process.stdout.readline()
        link = process.stdout.readline().strip()
        with urlopen(link) as page:
            assert "Büro einrichten" in page.read().decode()
        form = urlencode({"full_name": " ", "name": "lea", "password": PASSWORD, "again": PASSWORD}).encode()
        with pytest.raises(HTTPError) as unnamed:
            urlopen(Request(link, form, {"Origin": address}))
        shown = unnamed.value.read().decode()
        assert "Bitte einen Namen mit 1 bis 100 Zeichen angeben." in shown
        assert re.findall(r'<input id="(\w+)"[^>]*aria-invalid', shown) == ["full_name"]
        process.terminate()
    assert re.fullmatch(rf"{address}/set-up/[\w-]{{43}}", link)
    signing_in.prepare(database)
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        process.terminate()
        assert process.communicate(timeout=20) == ("", "")


def test_accounts_are_made_and_changed_on_the_command_line(tmp_path: Path, capfdbinary: Captured) -> None:
    where = ["--database", str(tmp_path / "r.duckdb")]

    def user(*arguments: str) -> str:
        return printed(capfdbinary, ["user", *arguments, *where])

    invitation = user("add", "Anna", "--name", "Anna Müller", "--role", "lead")
    assert re.fullmatch(r"http://127.0.0.1:8501/set-up/[\w-]{43}\n", invitation)
    user("add", "ben")
    assert user("list").splitlines() == [
        "anna\tAnna Müller\tlead\taktiv\tnoch nie angemeldet",
        "ben\tben\tstaff\taktiv\tnoch nie angemeldet",
    ]
    assert user("role", "ben", "reader") + user("disable", "BEN") == ""
    assert "ben\tben\treader\tgesperrt" in user("list")
    assert "„ben“ ist gesperrt" in refused(capfdbinary, ["user", "reset-password", "ben", *where], 1)
    user("enable", "ben")
    assert "ben\tben\treader\taktiv" in user("list")
    assert user("reset-password", "ben") != invitation


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "lead"], "„lead“ gibt es schon"),
        (["add", "a b"], "ohne Leerzeichen"),
        (["disable", "nobody"], "kein Konto „nobody“"),
        (["disable", "lead"], "letzte Konto der Leitung"),
        (["role", "lead", "staff"], "letzte Konto der Leitung"),
        (["reset-password", "nobody"], "kein Konto „nobody“"),
    ],
)
def test_a_change_of_an_account_is_refused_in_one_sentence(
    tmp_path: Path, capfdbinary: Captured, arguments: list[str], said: str
) -> None:
    path = tmp_path / "r.duckdb"
    signing_in.prepare(path)
    assert said in refused(capfdbinary, ["user", *arguments, "--database", path], 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_app_with_the_database_written_out(demo_file: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "run", "--database", str(demo_file), "--port", "0"]
    signing_in.prepare(demo_file)
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("Integrationsbüro läuft unter http://127.0.0.1:")
        process.send_signal(number)
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (0, "", "")
    assert not demo_file.with_name("demo.duckdb.wal").exists()


def test_a_signal_ends_the_app_while_it_is_still_opening(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dashboard.cli", "run", "--database", str(tmp_path / "r.duckdb")]
    with Popen([*command, "--port", str(port)], cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) as process:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.02)
        process.terminate()
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (0, "", "")


def test_the_demo_is_served_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "demo", "--port", "0"]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "BUERO_DATABASE": str(tmp_path / "real.duckdb")}
    assert tempfile.gettempdir() != str(tmp_path)
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True, env=environment) as process:
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        with urlopen(f"{address}/healthz") as health:
            assert json.load(health) == {"status": "ok"}
        with urlopen(Request(address, headers={"Accept": "text/html"})) as sign_in:
            shown = sign_in.read().decode()
        for name in ("Lea Lang (Leitung)", "Mia Meyer (Mitarbeit)", "Rolf Richter (Ausschuss)"):
            assert f"{name}</button>" in shown
        assert shown.count("<button") == 3
        assert "password" not in shown
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert list(tmp_path.iterdir()) == []
