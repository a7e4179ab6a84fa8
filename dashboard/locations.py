"""Where settings and records lie on this machine; the help of the command needs no more of the settings than that."""

import os
from pathlib import Path

import platformdirs

PREFIX = "BUERO_"
LOCATION = f"{PREFIX}CONFIGURATION"
"""The variable that names the configuration file."""
NAME = "integrationsbuero"


def default_database() -> str:
    """The file in the user's data folder that keeps records where nothing else is set."""
    return str(platformdirs.user_data_path(NAME, appauthor=False) / f"{NAME}.duckdb")


def configuration_file() -> Path:
    """The TOML file with the settings; it need not exist unless the environment names it."""
    named = os.environ.get(LOCATION)
    return Path(named) if named else platformdirs.user_config_path(NAME, appauthor=False) / f"{NAME}.toml"
