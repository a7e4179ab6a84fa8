"""Files that are taken along have names that say what is in them, and no two tables the same."""

import datetime as dt

import pytest

from dashboard.file_names import file_name
from db.delimited import FLAVOURS
from db.selection import Selection

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2018, 4, 30)


@pytest.mark.parametrize(
    ("title", "selection", "flavour", "language", "name"),
    [
        ("Fälle", Selection(FIRST, LAST), "excel", "de", "Faelle_2018-01-01-bis-2018-04-30_Excel-deutsch"),
        ("Fälle", Selection(FIRST, LAST), "machine", "de", "Faelle_2018-01-01-bis-2018-04-30_Maschinenlesbar"),
        ("Home visits by week", Selection(FIRST), "excel", "en", "Home-visits-by-week_from-2018-01-01_Excel-German"),
        (
            "Bericht 2017/2018",
            Selection(None, LAST),
            "machine",
            "de",
            "Bericht-2017-2018_bis-2018-04-30_Maschinenlesbar",
        ),
        ("../<Büro>: İ\n", Selection(), "machine", "en", "Buero-I_all-days_Machine-readable"),
        ("Übergänge", Selection(), "excel", "de", "Uebergaenge_alle-Tage_Excel-deutsch"),
        ("中文", Selection(), "excel", "de", "alle-Tage_Excel-deutsch"),
    ],
)
def test_a_name_has_words_period_and_flavour(
    title: str, selection: Selection, flavour: str, language: str, name: str
) -> None:
    assert file_name(title, selection, FLAVOURS[flavour].label, "csv", language) == f"{name}.csv"
