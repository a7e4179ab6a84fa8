"""``buero demo`` serves fictional records on a throw-away database, or writes them into a new one."""

import argparse
import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.database import opened
from dashboard.commands.run import HERE, add_port, serve_office, until_stopped
from dashboard.sentences import Sentence, Stopped
from dashboard.translations import Translator

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser
    from dashboard.configuration import Settings

PEOPLE = {"staff": "Mia Meyer", "lead": "Lea Lang", "reader": "Rolf Richter"}
"""Who signs in at the demonstration, by role."""
PERIOD = (dt.date(2017, 7, 1), dt.date(2018, 4, 30))
"""The period of the published report, SGM/2018/169."""


def declare(commands: "Commands", _kept: "Parser", t: Translator) -> None:
    """Add the command to the parser."""
    demo = commands.add_parser("demo", help=t("serve the app on a throw-away database with fictional records"))
    add_port(demo, t)
    into = t("write the records into a new database and stop")
    demo.add_argument("--into", type=Path, metavar=t("FILE"), help=into)
    demo.set_defaults(command=_demo)


def _demo(given: argparse.Namespace) -> None:
    if given.into:
        _fill(given.into)
        return
    with until_stopped(), tempfile.TemporaryDirectory(prefix="buero-demo-") as folder:
        database = Path(folder) / "demo.duckdb"
        settings = _settings(database)
        _fill(database)
        _let_in(settings)
        serve_office(settings, HERE, given.port, given.spoken)


def _let_in(settings: "Settings") -> None:
    """One account for each role, to choose from without a password, and something to do for them."""
    from db import accounts, demo_plans
    from schemas.roles import OPERATOR, Role

    with opened(settings) as database:
        people = {}
        for role in Role:
            people[role] = accounts.add(database, name=PEOPLE[role], sign_in_name=role, role=role, by=OPERATOR)
        demo_plans.plan(database, people[Role.STAFF].actor)


def _settings(database: Path) -> "Settings":
    from dashboard.configuration import read_settings

    first, last = PERIOD
    return read_settings(
        database=str(database),
        opened=first,
        reporting_start=first,
        reporting_end=last,
        default_period="reporting",
        demo=True,
    )


def _fill(path: Path) -> None:
    """Write the demo records into a new database; what was written of it disappears if that fails."""
    if path.exists():
        raise Stopped(Sentence("{path} exists already; demo records go into a new database only.", path=path))
    settings = _settings(path)
    from db import demo

    try:
        with opened(settings) as database:
            demo.fill(database)
    except BaseException:
        for left in (path, path.with_name(f"{path.name}.wal")):
            left.unlink(missing_ok=True)
        raise
