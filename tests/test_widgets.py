"""What a widget holds becomes the typed value of its field and back, and no widget starts with an invented value."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.widgets import HELD, TAPPED, Question
from db.delimited import Reader
from schemas import RECORDS, Consultation
from schemas.fields import Kind, entered
from schemas.labels import Label
from schemas.vocabulary import Value

VALUES: dict[Kind, Any] = {
    Kind.DAY: dt.date(2018, 3, 5),
    Kind.TIME: dt.time(9, 30),
    Kind.MOMENT: dt.datetime(2018, 3, 5, 9, 30),
    Kind.INTEGER: 3,
    Kind.DECIMAL: Decimal("7.25"),
    Kind.TEXT: "Titel",
    Kind.NOTE: "Zeile",
    Kind.CHOICE: "office",
    Kind.CHOICES: ["school", "housing"],
    Kind.FLAG: False,
}


@pytest.mark.parametrize("kind", Kind)
def test_a_value_survives_the_way_to_the_widget_and_back(kind: Kind) -> None:
    to_value, to_widget = HELD[kind]
    found = to_value(to_widget(VALUES[kind]))
    assert found == VALUES[kind]
    assert type(found) is type(VALUES[kind])


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_widget_means_no_value(kind: Kind) -> None:
    to_value, to_widget = HELD[kind]
    assert to_value(to_widget(None)) is None


def test_a_tenth_typed_into_a_number_field_stays_a_tenth() -> None:
    to_value, _ = HELD[Kind.DECIMAL]
    assert to_value(0.1) == Decimal("0.1")


def question(name: str, language: str) -> Question:
    return Question(entered(Consultation)[name], "key", Reader(language))


def test_the_label_tells_unit_and_what_must_be_filled_in() -> None:
    assert question("day", "de").label == "Datum *"
    assert question("minutes", "de").label == "Dauer (Minuten)"
    assert question("minutes", "en").label == "Duration (minutes)"


def test_options_are_codes_with_names_in_the_readers_language() -> None:
    asked = question("client_group", "en")
    assert asked.options == ("asylum_seekers", "recognised", "residents")
    assert asked.name("recognised") == "Recognised"


def ask(record_type_name: str, many: int) -> None:
    """The script of a page that asks for every field of a record type."""
    from dashboard.widgets import WIDGETS, Question
    from db.delimited import Reader
    from schemas import RECORDS
    from schemas.fields import entered
    from schemas.vocabulary import VOCABULARIES
    from tests.test_widgets import longer

    reader = Reader("de", {name: longer(values, many) for name, values in VOCABULARIES.items()})
    for name, field in entered(RECORDS[record_type_name]).items():
        WIDGETS[field.kind](Question(field, name, reader))


def longer(values: tuple[Value, ...], many: int) -> tuple[Value, ...]:
    """The vocabulary with more values, until it has ``many``."""
    return (*values, *(Value(f"more_{n}", Label(f"Wert {n}", f"Value {n}")) for n in range(many - len(values))))


def asked(name: str, many: int = 0) -> AppTest:
    return AppTest.from_function(ask, kwargs={"record_type_name": name, "many": many}).run()


KINDS = (
    "date_input",
    "time_input",
    "number_input",
    "text_input",
    "text_area",
    "button_group",
    "selectbox",
    "multiselect",
)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("many", [0, TAPPED + 1])
def test_every_widget_starts_empty(name: str, many: int) -> None:
    page = asked(name, many)
    assert not page.exception
    widgets = [widget for kind in KINDS for widget in page.get(kind)]
    assert len(widgets) == len(entered(RECORDS[name]))
    assert all(getattr(widget, "value") in (None, "", []) for widget in widgets)  # noqa: B009  blocks have none


def test_a_long_vocabulary_is_searched_instead_of_tapped() -> None:
    tapped, searched = asked("consultations"), asked("consultations", TAPPED + 1)
    assert not tapped.selectbox
    assert not tapped.multiselect
    assert {box.label for box in searched.selectbox} >= {"Personengruppe *", "Ort"}
    assert {box.label for box in searched.multiselect} == {"Themen *", "Vermittelt an"}


def test_a_long_note_gets_a_box_and_a_short_one_a_line() -> None:
    assert [area.label for area in asked("projects").text_area] == ["Beschreibung"]
    assert "Bemerkung" in [line.label for line in asked("consultations").text_input]
