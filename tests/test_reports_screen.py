"""The lead writes, checks, submits and releases a report on one page; the committee reads it on another."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox, TextArea, TextInput

from dashboard.report_files import WRITERS
from db import released_reports, reports, standard_paragraphs
from db.database import Database
from schemas.report import ReportState
from schemas.roles import Role
from tests.actors import LEA, RITA
from tests.rehearsal import go_to, press, rehearsal
from tests.reported import closed, made, reopened
from tests.reports_made import begun, checked, drafted, released, report, submitted
from tests.small_office import consultation, enter

MISSED = "Der gesuchte Bericht ist hier nicht (mehr) zu finden. Unten steht ein anderer."
OTHER_LEAD = dataclasses.replace(LEA, id="Lars", name="Lars")


@pytest.fixture
def app(database: Database) -> Iterator[AppTest]:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    closed(database)
    with rehearsal(database) as running:
        yield go_to(running, "reports")


def texts(app: AppTest) -> list[str]:
    kinds = (app.markdown, app.caption, app.info, app.error, app.success, app.warning)
    return [each.value.replace("\\", "") for kind in kinds for each in kind]


def headings(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in app.header]


def shown(app: AppTest) -> str:
    """All HTML of the page."""
    return "".join(each.proto.body for each in app.get("html"))


def downloads(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("download_button")]


def test_a_report_is_made_from_a_closed_period_and_begins_with_the_standard_paragraphs(
    database: Database, app: AppTest
) -> None:
    press(app, "Entwurf anlegen")
    assert headings(app)[0] == "Nr. 1: Entwurf"
    assert "Der Entwurf ist angelegt. Er beginnt mit Ihren Standardabsätzen." in texts(app)
    assert "{Beratungen}" in (app.text_area[1].value or "")
    press(app, "Entwurf anlegen")
    assert headings(app)[0] == "Nr. 2: Entwurf"
    assert [each.number for each in reports.everything(database)] == [2, 1]


def test_without_a_closed_period_the_page_says_what_to_do_first(database: Database) -> None:
    with rehearsal(database) as running:
        go_to(running, "reports")
        assert any("braucht einen abgeschlossenen Berichtszeitraum" in text for text in texts(running))


def test_every_field_is_stored_when_it_is_left(database: Database, app: AppTest) -> None:
    draft = begun(database)
    app.run()
    app.text_input[0].input("SGM/2018/169").run()
    app.text_area[5].input("Weiter so.").run()
    app.selectbox[0].select("notice").run()
    app.radio[0].set_value(False).run()
    stored = report(database, draft.number)
    assert (stored.paper_number, stored.outlook, stored.kind, stored.children) == (
        "SGM/2018/169",
        "Weiter so.",
        "notice",
        False,
    )


def test_what_another_lead_stores_meanwhile_appears(database: Database, app: AppTest) -> None:
    draft = begun(database)
    app.run()
    reports.write(database, draft.id, "subject", before=None, after="Von Lars", by=OTHER_LEAD)
    app.text_input[0].input("SGM/1").run()
    assert app.text_input[1].value == "Von Lars"
    assert report(database).paper_number == "SGM/1"


@pytest.mark.parametrize(
    ("choice", "kept"), [("Meine Werte speichern", "Von mir"), ("Gespeicherte Werte übernehmen", "Von Lars")]
)
def test_two_leads_on_one_field_see_both_texts_and_choose(
    database: Database, app: AppTest, choice: str, kept: str
) -> None:
    draft = begun(database)
    app.run()
    reports.write(database, draft.id, "subject", before=None, after="Von Lars", by=OTHER_LEAD)
    app.text_input[1].input("Von mir").run()
    assert app.text_input[1].value == "Von mir"
    assert "Inzwischen gespeichert: Von Lars" in texts(app)
    press(app, choice)
    assert (report(database).subject, app.text_input[1].value) == (kept, kept)
    assert not app.error


def test_lines_of_the_course_are_added_stored_and_removed(database: Database, app: AppTest) -> None:
    begun(database)
    app.run()
    app.text_input[2].input("Ausschuss für Soziales").run()
    press(app, "Gremium hinzufügen")
    app.text_input[6].input("nicht öffentlich").run()
    assert any("Zeile 2 der Beratungsfolge" in text for text in texts(app))
    assert app.text_input[6].value == "nicht öffentlich"
    app.text_input[5].input("Rat").run()
    assert [stop["committee"] for stop in report(database).stops] == ["Ausschuss für Soziales", "Rat"]
    assert not app.error
    press(app, "Zeile 1 entfernen")
    assert [stop["committee"] for stop in report(database).stops] == ["Rat"]


def test_a_newer_input_does_not_end_what_is_being_stored(
    database: Database, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(database)
    app.run()
    app.text_input[2].input("Rat")
    app.text_input[3].input("7.")
    newer, write = app._tree.get_widget_states(), reports.write_course
    app.text_input[3].input("")

    def write_as_more_is_typed(*args: Any, **named: Any) -> str:
        context = get_script_run_ctx()
        assert context
        assert context.script_requests
        stored = write(*args, **named)
        context.script_requests.request_rerun(RerunData("", newer, page_script_hash=context.page_script_hash))
        return stored

    monkeypatch.setattr(reports, "write_course", write_as_more_is_typed)
    app.run()
    assert not app.error
    assert [(stop["committee"], stop["session"]) for stop in report(database).stops] == [("Rat", "7.")]


def test_what_is_not_stored_is_not_checked(database: Database, app: AppTest) -> None:
    draft = drafted(database)
    app.run()
    reports.write(database, draft.id, "subject", before=draft.subject, after="Von Lars", by=OTHER_LEAD)
    app.text_input[1].input("Von mir").run()
    press(app, "Als geprüft kennzeichnen")
    assert "Noch nicht gespeichert: Betreff. Was zu tun ist, steht dort." in texts(app)
    assert report(database).state is ReportState.DRAFT
    press(app, "Gespeicherte Werte übernehmen")
    press(app, "Als geprüft kennzeichnen")
    assert report(database).state is ReportState.CHECKED


def test_two_leads_on_the_course_see_both_and_choose(database: Database, app: AppTest) -> None:
    draft = begun(database)
    app.run()
    stop: dict[str, str | dt.date | None] = {"committee": "Rat", "day": dt.date(2018, 5, 8)}
    reports.write_course(database, draft.id, [stop], before="[]", by=OTHER_LEAD)
    app.text_input[2].input("Ausschuss").run()
    assert "Inzwischen gespeichert: Rat, 08.05.2018" in texts(app)
    press(app, "Gespeicherte Werte übernehmen")
    assert app.text_input[2].value == "Rat"


def test_a_number_is_chosen_from_a_list_and_put_into_the_text(database: Database, app: AppTest) -> None:
    draft = begun(database)
    app.session_state["numbers outlook"] = True
    app.run()
    (box,) = [each for each in app.selectbox if each.label == "Zahl"]
    assert "Beratungen: 7" in box.options
    box.select("Beratungen").run()
    press(app, "Ans Ende des Textes setzen")
    assert report(database, draft.number).outlook == "{Beratungen}"
    assert app.text_area[5].value == "{Beratungen}"


def test_the_preview_shows_the_protected_report_with_links_to_what_is_counted(database: Database, app: AppTest) -> None:
    draft = drafted(database)
    app.session_state[f"preview {draft.id} draft"] = True
    app.run()
    page = shown(app)
    assert re.search(
        "href='/consultations.from=2018-01-01&amp;to=2018-03-31' [^>]*title='7 Beratungen. Einträge ansehen.'", page
    )
    assert "aria-label='7 Beratungen: Schulische Angelegenheiten. Einträge ansehen.'" in page
    assert "topics=school&amp;from=2017-10-01&amp;to=2017-12-31" in page
    assert "href='/overview?period=free&amp;from=2018-01-01&amp;to=2018-03-31&amp;figure=attendance_by_group'" in page
    assert any("zu klein" in text for text in texts(app))


def test_fields_and_numbers_follow_each_other_as_they_are_seen(database: Database, app: AppTest) -> None:
    begun(database)
    app.session_state["numbers situation"] = True
    app.run()
    asked = [each.label for each in app.main if isinstance(each, TextInput | Selectbox | TextArea)]
    assert asked[:4] == ["Vorlagennummer", "Betreff", "Art", "Status"]
    assert asked[asked.index("Sachverhalt") + 1] == "Zahl"
    assert "Zahl einsetzen" in [each.label for each in app.expander], "what pops over a page is its end to the keyboard"


def test_the_preview_says_which_numbers_a_text_names_in_vain(database: Database, app: AppTest) -> None:
    draft = begun(database)
    reports.write(database, draft.id, "outlook", before=None, after="Es waren {Quatsch} Gäste.", by=LEA)
    app.session_state[f"preview {draft.id} draft"] = True
    app.run()
    (said,) = (each.value for each in app.warning)
    assert said.replace("\\", "") == "Diese Zahlen gibt es nicht: Quatsch. Bitte aus der Liste der Zahlen wählen."


def test_the_preview_says_why_nothing_is_compared(database: Database, app: AppTest) -> None:
    made(database, "Sommer", (dt.date(2017, 7, 1), dt.date(2017, 9, 30)))
    closed(database, "Sommer")
    reports.make(database, "Sommer", language="de", by=LEA)
    app.session_state[f"preview {reports.everything(database)[0].id} draft"] = True
    app.run()
    assert any(text.startswith("Ein Vergleich mit dem Zeitraum davor (01.04.2017") for text in texts(app))


def test_the_lead_is_told_what_a_report_lacks(database: Database, app: AppTest) -> None:
    begun(database)
    app.run()
    press(app, "Als geprüft kennzeichnen")
    assert any(text.startswith("Noch nicht ausgefüllt: Vorlagennummer, Betreff") for text in texts(app))


def test_a_checked_report_is_submitted_with_all_files_and_released(database: Database, app: AppTest) -> None:
    checked(database)
    app.run()
    press(app, "Einreichen")
    assert report(database).state is ReportState.SUBMITTED
    assert set(report(database).hashes) == {released_reports.DOCUMENT, *WRITERS}
    assert len(downloads(app)) == len(WRITERS)
    assert any(text.startswith("Eingereicht am ") for text in texts(app))
    assert [line.split("  ")[1] for line in app.code[0].value.splitlines()][:2] == [
        *("Tischvorlage_SGM-2018-169.pdf", "Tischvorlage_SGM-2018-169.docx")
    ]
    press(app, "Freigeben")
    assert report(database).state is ReportState.RELEASED
    press(app, "Freigabe zurücknehmen")
    assert report(database).state is ReportState.SUBMITTED


def test_nothing_is_submitted_that_was_changed_since_it_was_looked_at(database: Database, app: AppTest) -> None:
    found = checked(database)
    app.run()
    reports.revise(database, found.id, version=found.version, by=OTHER_LEAD)
    reports.write(database, found.id, "outlook", before=found.outlook, after="Von Lars", by=OTHER_LEAD)
    reports.check(database, found.id, version=report(database).version, by=OTHER_LEAD)
    press(app, "Einreichen")
    assert "Diesen Bericht hat inzwischen jemand geändert. Bitte noch einmal ansehen." in texts(app)
    assert "Von Lars" in shown(app)
    press(app, "Einreichen")
    assert report(database).state is ReportState.SUBMITTED


def test_a_step_is_refused_by_name_when_somebody_else_was_faster(database: Database, app: AppTest) -> None:
    found = checked(database)
    app.run()
    reports.revise(database, found.id, version=found.version, by=OTHER_LEAD)
    press(app, "Einreichen")
    assert "In diesem Zustand des Berichts geht das nicht." in texts(app)
    assert headings(app)[0].endswith(": Entwurf")
    assert report(database).state is ReportState.DRAFT


def test_a_preview_from_before_another_report_was_submitted_is_looked_at_again(
    database: Database, app: AppTest
) -> None:
    found = checked(database)
    app.run()
    other = submitted(database)
    press(app, "Einreichen")
    assert any(text.startswith("Inzwischen wurde ein anderer Bericht eingereicht") for text in texts(app))
    assert headings(app)[0].startswith(f"Nr. {found.number} ")
    press(app, "Einreichen")
    assert report(database, found.number).state is ReportState.SUBMITTED
    assert other.number != found.number


def test_a_draft_is_checked_by_the_click_that_leaves_its_last_field(database: Database, app: AppTest) -> None:
    drafted(database, annexes="Flyer")
    app.run()
    app.text_area[-1].input("Fotos")
    press(app, "Als geprüft kennzeichnen")
    assert (report(database).state, report(database).annexes) == (ReportState.CHECKED, "Fotos")


def test_a_draft_says_that_its_period_was_closed_again(database: Database, app: AppTest) -> None:
    begun(database)
    reopened(database)
    again = closed(database)
    app.run()
    press(app, "Neuere Zahlen übernehmen")
    assert report(database).closing == again.version
    assert not app.warning


def test_the_standard_paragraphs_are_worded_by_the_lead(database: Database, app: AppTest) -> None:
    app.session_state["standard paragraphs"] = True
    app.run()
    app.text_area[0].input("Unser Auftrag.")
    press(app, "Speichern")
    assert standard_paragraphs.everything(database, "de")["situation"] == "Unser Auftrag."
    assert begun(database).situation == "Unser Auftrag."


def test_a_reader_finds_the_released_report_with_its_files_and_without_links(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    closed(database)
    found = released(database)
    with rehearsal(database, role=Role.READER) as running:
        assert running.selectbox[0].options == [f"{found.paper_number}: {found.subject}"]
        assert "Schulische Angelegenheiten" in shown(running)
        assert "/consultations" not in shown(running)
        assert "figure=" not in shown(running)
        assert len(downloads(running)) == 3 + 2 * len(released_reports.content(database, 1, RITA).charts)
        others = [released(database, paper_number=paper) for paper in ("SGM/2", "SGM/3")]
        running.query_params["report"] = "1"
        running.run()
        assert not running.warning
        reports.withdraw(database, found.id, version=found.version, by=LEA)
        running.run().run()
        assert [each.value for each in running.warning] == [MISSED]
        running.selectbox[0].select(others[0].number).run()
        assert not running.warning
        for other in others:
            reports.withdraw(database, other.id, version=other.version, by=LEA)
        running.run()
        assert texts(running) == ["Es ist noch kein Bericht freigegeben."]


def test_two_papers_called_the_same_are_both_read(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    closed(database)
    first, second = released(database, outlook="Zuerst."), released(database, outlook="Danach.")
    with rehearsal(database, role=Role.READER) as running:
        assert running.selectbox[0].options == [
            f"{each.paper_number}: {each.subject} (Nr. {each.number})" for each in (second, first)
        ]
        running.selectbox[0].select(first.number).run()
        assert "Zuerst." in shown(running)


def test_whoever_may_see_records_finds_the_way_to_them_in_a_released_report(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    closed(database)
    released(database)
    with rehearsal(database, role=Role.STAFF) as running:
        go_to(running, "released")
        assert "aria-label='7 Beratungen: Schulische Angelegenheiten. Einträge ansehen.'" in shown(running)
        assert "figure=consultations_by_topic" in shown(running)


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_for_others_the_page_of_reports_does_not_exist(database: Database, role: Role) -> None:
    with rehearsal(database, role=role) as running, pytest.raises(ValueError, match="Known pages"):
        go_to(running, "reports")


def test_the_page_speaks_english(database: Database) -> None:
    drafted(database)
    with rehearsal(database, language="en") as running:
        go_to(running, "reports")
        assert headings(running)[0] == "No. 1 · SGM/2018/169 · Sachstandsbericht des Integrationsbüros: draft"
        assert [button.label for button in running.button][:2] == ["Mark as checked", "Remove the draft"]
