"""Small tables as HTML: numbers as their reader writes them, and nothing that was typed becomes markup."""

import pandas as pd

from dashboard.plain_tables import Link, html_table
from dashboard.written import DECIMAL, WHOLE

FRAME = pd.DataFrame(
    {
        "project": ["Trommeln & <b>Tanz</b>"],
        "visits": [1200],
        "hours": [12.5],
        "mean": [None],
    }
)
HEADINGS = {"project": "Projekt", "visits": "Besuche", "hours": "Stunden", "mean": "Mittel"}
WRITERS = {"visits": WHOLE, "hours": DECIMAL, "mean": DECIMAL}


LINK = Link("/?b=1&c='", "1.200 Besuche: <Tanz>")


def table(language: str = "de") -> str:
    links = {(0, "visits"): LINK, (0, "mean"): LINK}
    return html_table(FRAME, HEADINGS, WRITERS, links, caption="Zahlen 'heute'", language=language)


def test_numbers_are_written_for_the_reader_and_stand_to_the_right() -> None:
    assert ">1.200</a></td>" in table()
    assert "right'>12,5</td>" in table()
    assert "right'>12.5</td>" in table("en")
    assert "right'></td>" in table()


def test_nothing_that_was_typed_becomes_markup() -> None:
    assert "Trommeln &amp; &lt;b&gt;Tanz&lt;/b&gt;</th>" in table()
    assert "href='/?b=1&amp;c=&#x27;'" in table()
    assert "title='1.200 Besuche: &lt;Tanz&gt;' aria-label='1.200 Besuche: &lt;Tanz&gt;'" in table()
    assert "aria-label='Zahlen &#x27;heute&#x27;'" in table()


def test_a_number_is_no_heading_of_its_row() -> None:
    only = html_table(FRAME[["visits"]], HEADINGS, WRITERS, {}, caption="", language="de")
    assert "<th scope='row'" not in only
    assert "<th scope='row'" in table()


def test_a_number_can_be_a_link_and_where_there_is_none_there_is_no_link() -> None:
    assert table().count("<a ") == 1
