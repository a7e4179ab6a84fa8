"""The τ-ARGUS engine as a process of its own: it writes logs where it runs, and a fault in it must not end the app."""

import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_QUESTION, _ANSWER = "question.jj", "answer.txt"
_MINUTES = 1
"""How long the engine may search: what it has by then is audited like any other choice."""
_PROGRAM = "; ".join(
    (
        "from pytauargus._tauargus import HiTaSCtrl",
        f"HiTaSCtrl().full_jj(in_file_jj={_QUESTION!r}, out_file={_ANSWER!r}, max_time={_MINUTES})",
    )
)


def chosen_places(question: str) -> list[int]:
    """The cells that the engine suppresses in a system of the format JJ, by their numbers there.

    Empty if it finds none: a choice that does not suffice is found by the audit, whoever has made it.
    """
    with tempfile.TemporaryDirectory(prefix="buero-") as folder:
        Path(folder, _QUESTION).write_text(question, encoding="ascii")
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(
                [sys.executable, "-I", "-c", _PROGRAM],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=60 * _MINUTES + 30,
                check=False,
            )
        answer = Path(folder, _ANSWER)
        return [int(line) for line in answer.read_text(encoding="ascii").split()] if answer.exists() else []
