"""The frame around every page: a change of language keeps the view."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from db.database import Database
from tests.rehearsal import go_to, rehearsal


def kept(app: AppTest) -> dict[str, list[str]]:
    """The parameters of the page that the language switch leads back to."""
    shown = "".join(getattr(each, "body", "") for each in app.get("html"))
    (link,) = re.findall(r'href="/language/\w\w\?to=([^"]*)"', shown)
    return parse_qs(urlsplit(unquote(link)).query)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("overview", {"period": "free", "from": "2018-01-01", "to": "2018-03-31", "topics": "school,housing"}),
        ("consultations", {"search": "Ämter & Co", "setting": "office", "from": "2018-01-01", "record": "7"}),
    ],
)
def test_the_view_survives_a_change_of_language(database: Database, page: str, address: dict[str, str]) -> None:
    with rehearsal(database) as app:
        go_to(app, page, **address)
        assert kept(app) == {name: [value] for name, value in address.items()}


def test_what_was_just_chosen_is_kept_too(database: Database) -> None:
    with rehearsal(database) as app:
        assert kept(app)["period"] == ["year"]
        app.button_group[0].set_value("month").run()
        assert kept(app)["period"] == ["month"]
