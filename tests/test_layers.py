"""The layers, the rules of style and the types hold in all of the code."""

import shutil
import sys
from pathlib import Path
from subprocess import run

import pytest

from tests.conftest import ROOT

BESIDE_PYTHON = str(Path(sys.executable).parent)


@pytest.mark.parametrize(
    "command",
    [
        ["lint-imports", "--no-cache"],
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "--quiet", "."],
        ["mypy"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_code_keeps_its_rules(command: list[str]) -> None:
    program = shutil.which(command[0], path=BESIDE_PYTHON) or command[0]
    checked = run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_module_hides_one_of_the_standard_library() -> None:
    ours = {path.stem for path in (ROOT / "dashboard").glob("*.py")} - {"__init__"}
    assert not ours & sys.stdlib_module_names


def test_only_one_module_touches_the_session_state() -> None:
    touching = [
        path.relative_to(ROOT).as_posix()
        for folder in ("dashboard", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if "session_state" in path.read_text("utf-8")
    ]
    assert touching == ["dashboard/session.py"]
