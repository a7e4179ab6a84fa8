"""What somebody looks at has an address that can be sent."""

from db.database import Database
from tests.rehearsal import go_to, rehearsal


def test_the_address_of_a_view_names_page_period_and_filters(database: Database) -> None:
    with rehearsal(database, address="https://buero.example.de") as app:
        go_to(app, "overview", period="free", **{"from": "2018-01-01", "to": "2018-03-31", "topics": "school"})
        assert not app.code
        app.session_state["address of overview"] = True
        app.run()
        (shown,) = [code.value for code in app.code]
        address, _, named = shown.partition("?")
        assert address == "https://buero.example.de/overview"
        assert set(named.split("&")) == {"period=free", "from=2018-01-01", "to=2018-03-31", "topics=school"}
