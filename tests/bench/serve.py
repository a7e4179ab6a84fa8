"""Serve any Streamlit script by the app's own server: ``python -m tests.bench.serve SCRIPT DATABASE PORT``."""

import sys
from functools import partial
from pathlib import Path
from unittest.mock import patch

from dashboard import server
from dashboard.configuration import read_settings


def main(script: str, database: str, port: str) -> None:
    """Serve until a signal comes."""
    with patch.object(server, "create_app", partial(server.create_app, script=Path(script))):
        server.serve(read_settings(database=database), "127.0.0.1", int(port), lambda _address, _set_up: None)


if __name__ == "__main__":
    main(*sys.argv[1:])
