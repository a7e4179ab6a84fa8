"""Serve a database as ``buero run`` does, and change accounts on the way: ``python -m tests.attended DATABASE``.

Each line on standard input is ``add SIGN_IN_NAME``, ``disable …``, ``enable …`` or ``role SIGN_IN_NAME ROLE``; it is
answered by a line when it is done. What the lead does in the browser comes down to these calls.
"""

import sys
import threading
from pathlib import Path

from dashboard.configuration import read_settings
from dashboard.office import office
from dashboard.server import serve
from db import accounts
from schemas.roles import OPERATOR, Role
from tests import signing_in


def attend() -> None:
    """Do what the lines say."""
    for line in sys.stdin:
        what, name, *rest = line.split()
        database = office().database
        account = signing_in.add_person(database, name) if what == "add" else accounts.find(database, name)
        assert account
        if what == "role":
            accounts.change(database, account.id, by=OPERATOR, role=Role(rest[0]))
        elif what != "add":
            accounts.change(database, account.id, by=OPERATOR, disabled=what == "disable")
        print("done", flush=True)  # noqa: T201  the test reads it


def main(path: Path) -> None:
    """Serve until a signal comes."""

    def announce(address: str, _set_up: str) -> None:
        print(address, flush=True)  # noqa: T201  the test reads it
        threading.Thread(target=attend, daemon=True).start()

    serve(read_settings(database=str(path)), "127.0.0.1", 0, announce)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
