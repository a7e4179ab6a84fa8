"""The entry script: Streamlit reads and runs it for every visitor and every change, so it is as short as can be."""

import sys
from pathlib import Path

# Streamlit puts this folder first on the path, where its modules would stand for others of the same name.
HERE, ROOT = str(Path(__file__).parent), str(Path(__file__).parent.parent)
sys.path[:] = [ROOT, *(place for place in sys.path if place not in (HERE, ROOT))]

from dashboard import frame  # noqa: E402

frame.show()
