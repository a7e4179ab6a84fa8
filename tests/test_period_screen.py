"""The lead takes a reporting period from open to closed and back on one page; for others it does not exist."""

import datetime as dt
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db import frozen_figures, reporting_periods
from db.database import Database
from schemas.reporting_period import PeriodState
from schemas.roles import Role
from tests.actors import LEA
from tests.rehearsal import go_to, press, rehearsal
from tests.reported import WINTER, closed, made, period, reopened, reviewed
from tests.small_office import consultation, enter, event

WITHIN = "2018-02-14"
CHANGED = "Diesen Zeitraum hat inzwischen jemand geändert. Bitte noch einmal ansehen."


@pytest.fixture
def app(database: Database) -> Iterator[AppTest]:
    with rehearsal(database) as running:
        yield go_to(running, "periods")


def opened(app: AppTest, database: Database, panel: str = "missing_attendance of") -> AppTest:
    """The page with a panel of the winter unfolded."""
    app.session_state[f"{panel} {period(database).id}"] = True
    return app.run()


def texts(app: AppTest) -> list[str]:
    kinds = (app.markdown, app.caption, app.info, app.error, app.success)
    return [each.value.replace("\\", "") for kind in kinds for each in kind]


def errors(app: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in app.error]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def heading(app: AppTest) -> str:
    """Above the period that is worked on: its name and state."""
    return app.header[0].value.replace("\\", "")


def first_panel(app: AppTest) -> str:
    return app.expander[0].label.replace("\\", "")


def describe(app: AppTest, name: str, days: tuple[dt.date, dt.date] | None, place: int = -1) -> None:
    """Fill in name and days: of the new period in the last form, of the shown one in the first."""
    app.text_input[place].input(name)
    if days:
        first = len(app.date_input) - 2 if place == -1 else 0
        for widget, day in zip(app.date_input[first : first + 2], days, strict=True):
            widget.set_value(day)


def test_a_period_is_added_and_the_form_is_empty_again(app: AppTest, database: Database) -> None:
    assert any("Es gibt noch keinen Berichtszeitraum" in text for text in texts(app))
    describe(app, " Winter ", WINTER)
    press(app, "Hinzufügen")
    assert not app.exception
    assert app.success[0].value.replace("\\", "") == "„Winter“ ist angelegt."
    assert period(database).state is PeriodState.OPEN
    assert app.text_input[-1].value == ""
    assert app.date_input[-1].value is None
    (table,) = app.table
    assert table.value.to_dict("records") == [{"Name": "Winter", "Tage": "01.01.2018 – 31.03.2018", "Zustand": "offen"}]


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [
        ("", WINTER, "Bitte 1 bis 100 Zeichen in einer Zeile."),
        ("Winter", (dt.date(2018, 4, 1), dt.date(2018, 4, 30)), "Es gibt schon einen Zeitraum „Winter“."),
        ("Frühjahr", None, "Bitte den ersten und den letzten Tag angeben, den ersten zuerst."),
        ("Frühjahr", (WINTER[1], WINTER[1]), "Einige dieser Tage gehören schon zum Zeitraum „Winter“."),
    ],
)
def test_what_is_wrong_with_a_period_is_told_and_what_was_typed_stays(
    database: Database, app: AppTest, name: str, days: tuple[dt.date, dt.date] | None, said: str
) -> None:
    made(database)
    app.run()
    describe(app, name, days)
    press(app, "Hinzufügen")
    assert errors(app) == [said]
    assert app.text_input[-1].value == name
    assert len(database.periods) == 1


def test_an_open_period_is_changed_and_removed(database: Database, app: AppTest) -> None:
    made(database)
    app.run()
    describe(app, "Erstes Quartal", None, place=0)
    press(app, "Speichern")
    assert [each.name for each in database.periods] == ["Erstes Quartal"]
    press(app, "Entfernen")
    assert database.periods == ()
    assert app.success[0].value.replace("\\", "") == "„Erstes Quartal“ ist entfernt."


def test_a_period_goes_through_review_to_closed_and_back(database: Database, app: AppTest) -> None:
    enter(database, "events", event(WITHIN, "talk", attendance=9))
    made(database)
    app.run()
    press(app, "Prüfung beginnen")
    assert period(database).state is PeriodState.IN_REVIEW
    press(app, "Prüfung abbrechen")
    press(app, "Prüfung beginnen")
    assert "Veranstaltungen ohne Teilnehmerzahl: nichts gefunden" in " ".join(texts(app))
    press(app, "Abschließen")
    shut = period(database)
    assert shut.closed
    assert any(text.startswith("Abgeschlossen am ") and "von lead, bei Revision" in text for text in texts(app))
    assert any(shut.figures_hash in text for text in texts(app) if shut.figures_hash)
    offered = [each.proto.label for each in app.get("download_button")]
    assert offered == ["Excel (deutsch)", "Maschinenlesbar", "Excel-Mappe"]
    press(app, "Wieder öffnen")
    assert errors(app) == ["Bitte begründen, warum der Zeitraum wieder geöffnet wird (1 bis 280 Zeichen)."]
    app.text_input[0].input("Nachtrag *der* Polizei")
    press(app, "Wieder öffnen")
    again = period(database)
    assert (again.state, again.reason) == (PeriodState.OPEN, "Nachtrag *der* Polizei")
    assert "Wieder geöffnet. Begründung: Nachtrag *der* Polizei" in texts(app)
    assert "Entfernen" not in labels(app)


def test_the_checklist_leads_to_the_records_and_remembers_what_was_looked_at(database: Database, app: AppTest) -> None:
    enter(database, "events", event(WITHIN, "talk"), event(WITHIN, "festival"))
    made(database)
    reviewed(database)
    opened(app, database)
    assert first_panel(app) == ("Veranstaltungen ohne Teilnehmerzahl: 2 Einträge")
    assert any(text.startswith("Teilnehmende nachtragen, oder") for text in texts(app))
    assert app.dataframe[0].value.to_dict("records") == [
        {"Eintrag": "/events?record=1#Veranstaltung Nr. 1", "Datum": "14.02.2018"},
        {"Eintrag": "/events?record=2#Veranstaltung Nr. 2", "Datum": "14.02.2018"},
    ]
    app.text_input[0].input("fielen aus")
    press(app, "Als angesehen markieren")
    opened(app, database)
    assert first_panel(app).endswith("2 Einträge, angesehen")
    assert any("von lead: fielen aus" in text for text in texts(app))
    enter(database, "events", event(WITHIN, "training"))
    opened(app, database)
    assert app.dataframe[0].value["Angesehen"].tolist() == [True, True, False]
    press(app, "Als angesehen markieren")
    opened(app, database)
    press(app, "Noch einmal ansehen")
    assert first_panel(app).endswith("3 Einträge")


def test_open_points_are_accepted_knowingly(database: Database, app: AppTest) -> None:
    enter(database, "events", event(WITHIN, "talk"))
    made(database)
    reviewed(database)
    app.run()
    press(app, "Abschließen")
    assert errors(app)[0].startswith("Die Prüfliste hat noch offene Punkte: Veranstaltungen ohne Teilnehmerzahl.")
    (box,) = app.checkbox
    assert box.label.replace("\\", "").endswith("noch offen ist: Veranstaltungen ohne Teilnehmerzahl")
    box.check()
    press(app, "Abschließen")
    assert period(database).closed
    assert "Beim Abschluss noch offen: Veranstaltungen ohne Teilnehmerzahl" in texts(app)


def test_a_point_that_opens_meanwhile_is_not_closed_by_an_old_tick(database: Database, app: AppTest) -> None:
    enter(database, "events", event(WITHIN, "talk"))
    made(database)
    reviewed(database)
    app.run()
    app.checkbox[0].check()
    enter(database, "consultations", consultation(WITHIN, "work"))
    press(app, "Abschließen")
    assert not period(database).closed
    assert app.checkbox[0].value is False
    assert "Einträge mit fehlenden Angaben" in app.checkbox[0].label


def test_a_period_that_is_not_over_offers_no_closing(database: Database, app: AppTest) -> None:
    made(database, "Mai", (dt.date(2018, 5, 1), dt.date(2018, 5, 31)))
    reviewed(database, "Mai")
    app.run()
    assert "Der Zeitraum läuft bis 31.05.2018. Abschließen lässt er sich ab dem Tag danach." in texts(app)
    assert "Abschließen" not in labels(app)


def test_somebody_elses_change_is_told_instead_of_overwritten(database: Database, app: AppTest) -> None:
    made(database)
    app.run()
    (begin,) = [button for button in app.button if button.label == "Prüfung beginnen"]
    reviewed(database)
    back = period(database)
    reporting_periods.resume(database, back.id, version=back.version, by=LEA)
    begin.click().run()
    assert errors(app) == [CHANGED]
    assert period(database).state is PeriodState.OPEN, "the button was that of an older version"
    press(app, "Prüfung beginnen")
    assert period(database).state is PeriodState.IN_REVIEW, "by now the lead has seen what there is"


def test_what_the_second_lead_typed_stays_and_counts_once_the_other_change_was_seen(
    database: Database, app: AppTest
) -> None:
    made(database)
    app.run()
    first = period(database)
    days = {"first_day": first.first_day, "last_day": first.last_day}
    reporting_periods.change(database, first.id, version=1, name="Von Lea", **days, by=LEA)
    describe(app, "Von mir", None, place=0)
    press(app, "Speichern")
    assert errors(app) == [CHANGED]
    assert "Jetzt gilt: Von Lea, 01.01.2018 – 31.03.2018, offen." in app.warning[0].value.replace("\\", "")
    assert app.text_input[0].value == "Von mir"
    press(app, "Speichern")
    assert (period(database, "Von mir").version, app.warning.len) == (3, 0)


def test_that_somebody_else_took_the_step_is_told(database: Database, app: AppTest) -> None:
    made(database)
    app.run()
    (begin,) = [button for button in app.button if button.label == "Prüfung beginnen"]
    reviewed(database)
    begin.click().run()
    assert "in Prüfung" in app.warning[0].value
    press(app, "Gespeicherte Werte übernehmen")
    assert not app.warning


def test_earlier_closings_and_the_history_are_unfolded(database: Database, app: AppTest) -> None:
    first = closed(database)
    reopened(database)
    app.run()
    opened(app, database, "closings of")
    opened(app, database, "history of")
    told = texts(app)
    (closing,) = frozen_figures.closings(database, first.id)
    assert any(text.startswith("Winter, 01.01.2018 – 31.03.2018. Abgeschlossen am ") for text in told)
    assert len(app.get("download_button")) == 3
    history = [text for text in told if " von Lea" in text and "Revision" not in text]
    assert [text.split(" am ")[0] for text in history] == [
        "Wieder geöffnet",
        "Abgeschlossen",
        "Prüfung begonnen",
        "Angelegt",
    ]
    assert history[0].endswith(" von Lea: Nachtrag der Polizei")
    assert history[3].endswith(" von Lea: Winter, 01.01.2018 bis 31.03.2018")
    assert closing.version == 3


def test_of_several_periods_the_one_to_work_on_is_shown_first(database: Database, app: AppTest) -> None:
    made(database, "Herbst", (dt.date(2017, 9, 1), dt.date(2017, 12, 31)))
    made(database, "Mai", (dt.date(2018, 5, 1), dt.date(2018, 5, 31)))
    closed(database)
    app.run()
    assert heading(app) == "Herbst: offen"
    go_to(app, "periods", reporting="3")
    assert heading(app) == "Winter: abgeschlossen"
    app.selectbox[0].select(1).run()
    assert heading(app) == "Herbst: offen"
    app.selectbox[0].select(3).run()
    assert heading(app) == "Winter: abgeschlossen"


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_for_others_the_page_does_not_exist(database: Database, role: Role) -> None:
    with rehearsal(database, role=role) as running, pytest.raises(ValueError, match="Known pages"):
        go_to(running, "periods")


def test_the_page_speaks_english(database: Database) -> None:
    closed(database)
    with rehearsal(database, language="en") as running:
        go_to(running, "periods")
        assert heading(running) == "Winter: closed"
        assert any(text.startswith("Closed ") and ", at revision " in text for text in texts(running))
