"""The lead changes value lists on one page; forms, lists and filters follow at once."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db import records, vocabularies
from db.database import Database
from db.unavailable import DiskFull
from schemas import Consultation
from schemas.roles import OPERATOR, Role
from schemas.vocabulary import codes
from tests.rehearsal import fill, form, go_to, messages, press, rehearsal
from tests.small_office import small_office
from tests.test_vocabularies import history, labels


@pytest.fixture
def app(database: Database) -> Iterator[AppTest]:
    with rehearsal(database) as running:
        yield choose_list(go_to(running, "vocabularies"), "project")


def choose_list(app: AppTest, name: str) -> AppTest:
    return app.selectbox(key="chosen vocabulary").set_value(name).run()


def choose(app: AppTest, name: str, code: str) -> AppTest:
    return app.selectbox(key=f"value of {name}").set_value(code).run()


def test_a_value_is_added_and_the_form_offers_it(app: AppTest, database: Database) -> None:
    app.text_input[0].input("Nähstube")
    app.text_input[1].input("Sewing room")
    press(app, "Hinzufügen")
    assert "Nähstube" in app.success[0].value
    assert labels(database, "project")[-1] == "Nähstube"
    assert [field.value for field in app.text_input] == ["", ""]
    assert history(database, "vocabularies")[-1][:2] == (Role.LEAD, "create")
    go_to(app, "project_activities")
    (question,) = [each for each in form(app)["questions"] if each["name"] == "project"]
    assert ["naehstube", "Nähstube"] in question["options"]


def test_mistakes_are_told_at_their_label(app: AppTest, database: Database) -> None:
    app.text_input[0].input("Neu")
    press(app, "Hinzufügen")
    assert [error.value for error in app.error] == ["Bitte 1 bis 100 Zeichen in einer Zeile."]
    app.text_input[1].input("drum group")
    press(app, "Hinzufügen")
    assert [error.value.replace("\\", "") for error in app.error] == ["„drum group“ gibt es in dieser Liste schon."]
    assert len(labels(database, "project")) == 2


def test_a_value_is_renamed_moved_retired_and_reinstated(app: AppTest, database: Database) -> None:
    choose(app, "project", "bicycle_workshop")
    app.text_input[2].input("Werkstatt")
    press(app, "Umbenennen")
    assert labels(database, "project")[1] == "Werkstatt"
    press(app, "Nach oben")
    assert labels(database, "project") == ["Werkstatt", "Trommelgruppe"]
    press(app, "Stilllegen")
    assert database.given.vocabularies["project"][0].retired
    assert list(app.dataframe[0].value["Zustand"]) == ["stillgelegt", "wählbar"]
    press(app, "Wieder einsetzen")
    assert not database.given.vocabularies["project"][0].retired


def test_of_two_leads_the_second_is_told_and_what_was_typed_stays(app: AppTest, database: Database) -> None:
    choose(app, "project", "bicycle_workshop")
    addition = app.text_input[0].id
    app.text_input[2].input("Von mir")
    vocabularies.rename(database, "project", "bicycle_workshop", de="Von Lea", en="Lea's", by=OPERATOR)
    vocabularies.add(database, "project", de="Chor", en="Choir", by=OPERATOR)
    press(app, "Umbenennen")
    assert "inzwischen jemand geändert" in app.error[0].value
    assert "Jetzt gilt: Von Lea / Lea's / wählbar." in app.warning[0].value.replace("\\", "")
    assert app.text_input[2].value == "Von mir"
    assert app.text_input[0].id == addition, "what is typed there stays in the browser"
    press(app, "Umbenennen")
    assert labels(database, "project") == ["Trommelgruppe", "Von mir", "Chor"]
    assert not app.warning


def test_the_second_lead_can_take_what_is_stored(app: AppTest, database: Database) -> None:
    choose(app, "project", "bicycle_workshop")
    app.text_input[2].input("Von mir")
    vocabularies.retire(database, "project", "bicycle_workshop", by=OPERATOR)
    press(app, "Stilllegen")
    assert "inzwischen jemand geändert" in app.error[0].value
    press(app, "Gespeicherte Werte übernehmen")
    assert app.text_input[2].value == "Fahrradwerkstatt"
    press(app, "Wieder einsetzen")
    assert not database.given.vocabularies["project"][1].retired


@pytest.mark.parametrize(
    ("deed", "word"), [("move", "Nach oben"), ("rename", "Umbenennen"), ("merge", "Zusammenführen")]
)
def test_a_full_disk_is_told_at_its_place(
    app: AppTest, database: Database, monkeypatch: pytest.MonkeyPatch, deed: str, word: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DiskFull(database.path)

    monkeypatch.setattr(vocabularies, deed, fail)
    choose(app, "project", "bicycle_workshop")
    app.selectbox(key="merge project/bicycle_workshop into").set_value("drum_group")
    press(app, word)
    assert [error.value.replace("\\", "") for error in app.error] == [DiskFull(database.path).label.de]


def test_the_last_value_that_can_be_chosen_stays(app: AppTest, database: Database) -> None:
    vocabularies.retire(database, "project", "drum_group", by=OPERATOR)
    press(choose(app, "project", "bicycle_workshop"), "Stilllegen")
    assert "letzte Wert" in app.error[0].value


def test_only_what_the_office_has_added_and_nothing_uses_can_be_removed(app: AppTest, database: Database) -> None:
    assert "Entfernen" not in [button.label for button in choose(app, "project", "drum_group").button]
    made = vocabularies.add(database, "project", de="Nähstube", en="Sewing room", by=OPERATOR)
    press(choose(app.run(), "project", made.code), "Entfernen")
    assert made.code not in codes(database.given.vocabularies["project"])
    assert "entfernt" in app.success[0].value


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with small_office(tmp_path_factory.mktemp("lists")) as database:
        yield database


def test_a_merge_takes_the_records_along(small: Database) -> None:
    before = vocabularies.uses(small, "topic")
    source, target = list(before)[:2]
    with rehearsal(small) as app:
        choose(choose_list(go_to(app, "vocabularies"), "topic"), "topic", source)
        press(app, "Zusammenführen")
        assert [error.value for error in app.error] == ["Bitte auswählen."]
        app.selectbox(key=f"merge topic/{source} into").set_value(target)
        press(app, "Zusammenführen")
        assert "zusammengeführt" in app.success[0].value
    assert source not in vocabularies.uses(small, "topic")


def test_filters_offer_a_retired_value_only_where_records_have_it(small: Database) -> None:
    used = vocabularies.uses(small, "topic")
    values = small.given.vocabularies["topic"]
    unused = next(value for value in values if value.code not in used)
    had = next(value for value in values if value.code in used)
    for value in (unused, had):
        vocabularies.retire(small, "topic", value.code, by=OPERATOR)
    with rehearsal(small) as app:
        go_to(app, "consultations")
        app.session_state["consultations filters"] = True
        app.run()
        (offered,) = [each.options for each in app.multiselect if each.label == "Themen"]
        assert had.label.de in offered
        assert unused.label.de not in offered


def topics_offered(app: AppTest) -> list[str]:
    (question,) = [each for each in form(app)["questions"] if each["name"] == "topics"]
    return [code for code, _ in question["options"]]


def test_a_form_offers_a_retired_value_only_to_the_record_that_has_it(small: Database) -> None:
    vocabularies.retire(small, "topic", "school", by=OPERATOR)
    with rehearsal(small) as app:
        go_to(app, "consultations", record="1")
        assert "school" not in topics_offered(app)
        press(app, "Bearbeiten")
        assert "school" in topics_offered(app)
        fill(app, "consultations", persons=4)
        assert messages(app) == []
        press(app, "Speichern")
    stored = records.find(small, Consultation, 1)
    assert stored
    assert (stored["persons"], stored["topics"]) == (4, ["school", "work"])


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_for_others_the_page_does_not_exist(database: Database, role: Role) -> None:
    with rehearsal(database, role=role) as running, pytest.raises(ValueError, match="Known pages"):
        go_to(running, "vocabularies")
