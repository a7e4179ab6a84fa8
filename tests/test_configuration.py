"""Settings come from command line, environment and file, and a wrong one is named in a sentence."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboard.configuration import read_settings
from dashboard.wrong_settings import WrongSetting


def test_an_office_that_sets_nothing_gets_the_defaults() -> None:
    settings = read_settings()
    assert settings.office_name == "Integrationsbüro"
    assert settings.opened == dt.date(2017, 7, 1)
    assert (settings.language, settings.time_zone, settings.default_period) == ("de", "Europe/Berlin", "year")
    assert settings.reporting_period is None
    assert settings.database_file.name == "integrationsbuero.duckdb"
    assert settings.database_file.is_absolute()


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "office.toml"
    file.write_text(
        'database = "file.duckdb"\nlanguage = "en"\noffice_name = "Büro Müden"\nopened = 2016-02-01\n', "utf-8"
    )
    monkeypatch.setenv("BUERO_CONFIGURATION", str(file))
    monkeypatch.setenv("BUERO_DATABASE", "environment.duckdb")
    monkeypatch.setenv("BUERO_LANGUAGE", "de")
    settings = read_settings(database="commanded.duckdb")
    assert settings.database == "commanded.duckdb"
    assert settings.language == "de"
    assert (settings.office_name, settings.opened) == ("Büro Müden", dt.date(2016, 2, 1))
    assert read_settings(database=None).database == "environment.duckdb"


def test_the_file_is_found_in_the_users_configuration_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "integrationsbuero").mkdir()
    (tmp_path / "integrationsbuero" / "integrationsbuero.toml").write_text('office_name = "Haus der Begegnung"\n')
    assert read_settings().office_name == "Haus der Begegnung"


def test_settings_can_not_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        read_settings().language = "en"  # type: ignore[misc]


def test_a_whole_reporting_period_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUERO_REPORTING_START", "2017-07-01")
    monkeypatch.setenv("BUERO_REPORTING_END", "2018-04-30")
    monkeypatch.setenv("BUERO_DEFAULT_PERIOD", "reporting")
    assert read_settings().reporting_period == (dt.date(2017, 7, 1), dt.date(2018, 4, 30))


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"BUERO_OPENED": "1. Juli"}, "BUERO_OPENED"),
        ({"BUERO_LANGUAGE": "fr"}, "BUERO_LANGUAGE"),
        ({"BUERO_TIME_ZONE": "Europe/Meinersen"}, "BUERO_TIME_ZONE"),
        ({"BUERO_TIME_ZONE": "../etc/passwd"}, "BUERO_TIME_ZONE"),
        ({"BUERO_DEMO": "vielleicht"}, "BUERO_DEMO"),
        ({"BUERO_DEFAULT_PERIOD": "week"}, "BUERO_DEFAULT_PERIOD"),
        ({"BUERO_REPORTING_START": "2017-07-01"}, "BUERO_REPORTING_END"),
        ({"BUERO_REPORTING_START": "2018-01-01", "BUERO_REPORTING_END": "2017-01-01"}, "BUERO_REPORTING_END"),
        ({"BUERO_DATABASE": "sqlite:///records.db"}, "BUERO_DATABASE"),
        ({"BUERO_DATABSE": "records.duckdb"}, "BUERO_DATABSE"),
        ({"BUERO_CONFIGURATION": "missing.toml"}, "BUERO_CONFIGURATION"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(
    environment: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSetting) as wrong:
        read_settings()
    sentence = str(wrong.value)
    assert named in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('ofice_name = "Büro"\n', "ofice_name"),
        ("[[[\n", "can't be read"),
        ('opened = "bald"\n', "BUERO_OPENED"),
    ],
)
def test_a_wrong_file_is_named_in_one_sentence(
    content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "office.toml"
    file.write_text(content, "utf-8")
    monkeypatch.setenv("BUERO_CONFIGURATION", str(file))
    with pytest.raises(WrongSetting, match=said):
        read_settings()


@pytest.mark.parametrize("url", ["postgresql://localhost/buero", "postgres://localhost/buero"])
def test_postgresql_is_refused_because_records_are_kept_in_a_file(url: str) -> None:
    with pytest.raises(WrongSetting, match="file only"):
        read_settings(database=url)
