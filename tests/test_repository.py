"""What is committed can be installed elsewhere: exact versions, and no places of the machine it was written on."""

import re
import tomllib
from pathlib import Path

from tests.conftest import ROOT

TEXTS = (".py", ".toml", ".txt", ".md", ".sql", ".po", ".css", ".json")
PLACES = re.compile(r"/(?:home/\w+|root|Users/\w+|work|tmp/w)/")
FOLDERS = ("dashboard", "db", "pages", "schemas", "tests", "docs")


def _files() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return [path for path in (*inside, *ROOT.glob("*")) if path.is_file() and path.suffix in TEXTS]


def test_every_constraint_is_an_exact_version_without_an_address() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*", line)] == []


def test_every_dependency_has_a_constraint() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pinned = {_name(line) for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")}
    assert {_name(requirement) for requirement in wanted} - pinned == set()


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_no_file_names_a_place_of_the_machine_it_was_written_on() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): match[0]
        for path in _files()
        if (match := PLACES.search(path.read_text("utf-8"))) and path != Path(__file__)
    }
    assert found == {}
