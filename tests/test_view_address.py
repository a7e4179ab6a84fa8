"""What somebody looks at has an address that can be sent."""

import pytest
from streamlit.testing.v1 import AppTest

from db.database import Database
from tests.rehearsal import go_to, rehearsal
from tests.reports_made import begun


def copied(app: AppTest, page: str) -> tuple[str, set[str]]:
    """The address that is offered, and the parameters in it."""
    assert not app.code
    app.session_state[f"address of {page}"] = True
    app.run()
    (shown,) = [code.value for code in app.code]
    address, _, named = shown.partition("?")
    return address, set(named.split("&"))


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("overview", {"period": "free", "from": "2018-01-01", "to": "2018-03-31", "topics": "school"}),
        ("overview", {"period": "free", "from": "2018-01-01", "figure": "attendance"}),
        ("consultations", {"from": "2018-01-01", "topics": "school", "search": "F-0001", "minors": "some"}),
    ],
)
def test_the_address_of_a_view_names_page_period_and_filters(
    database: Database, page: str, named: dict[str, str]
) -> None:
    with rehearsal(database, address="https://buero.example.de") as app:
        go_to(app, page, **named)
        expected = {f"{name}={value}" for name, value in named.items()}
        assert copied(app, page) == (f"https://buero.example.de/{page}", expected)


def test_the_address_of_a_report_leads_to_it_though_there_is_a_newer_one(database: Database) -> None:
    begun(database)
    begun(database)
    with rehearsal(database, address="https://buero.example.de") as app:
        go_to(app, "reports")
        assert app.header[0].value.startswith("Nr. 2")
    with rehearsal(database, address="https://buero.example.de") as app:
        go_to(app, "reports", report="1")
        assert copied(app, "reports") == ("https://buero.example.de/reports", {"report=1"})
