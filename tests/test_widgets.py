"""What stands in a form becomes the typed value of its field and back, and no field starts with an invented value."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from dashboard.widgets import TAPPED, question, read, written
from db.delimited import Reader
from schemas import RECORDS, Consultation
from schemas.fields import Kind, entered
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES, Value, codes
from tests.test_new_record_type import Loan

TODAY = dt.date(2018, 5, 8)
FIELDS = entered(Loan)
VALUES: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "bicycle": "Damenrad",
    "time": dt.time(9, 30),
    "back": dt.datetime(2018, 7, 5, 9, 30),
    "days": 1234,
    "deposit": Decimal("1234.25"),
    "client_group": "recognised",
    "referred_to": ["school", "volunteers"],
    "helmet": False,
    "remark": "eine\nzweite Zeile",
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_values_survive_the_way_into_the_form_and_back(language: str) -> None:
    reader = Reader(language)
    assert {FIELDS[name].kind for name in VALUES} == set(Kind)
    assert read(written(VALUES, FIELDS, reader), FIELDS, reader, TODAY) == VALUES


def test_a_moment_stands_in_the_form_by_the_clock_of_the_office() -> None:
    assert written({"back": VALUES["back"]}, FIELDS, Reader("de")) == {"back": "05.07.2018 11:30"}


def test_what_can_not_be_read_stays_as_it_was_typed() -> None:
    typed = {"day": "übermorgen", "days": "drei", "deposit": "viel"}
    assert written(read(typed, FIELDS, Reader("de"), TODAY), FIELDS, Reader("de")) == typed


@pytest.mark.parametrize("typed", ["2,505", "1.234,5678", "-0,001", "1" * 40, "0," + "1" * 40])
def test_a_decimal_that_can_not_be_stored_stays_as_it_was_typed(typed: str) -> None:
    read_as = read({"deposit": typed}, FIELDS, Reader("de"), TODAY)
    shown = written(read_as, FIELDS, Reader("de"))["deposit"]
    assert isinstance(shown, str)
    assert shown.replace(".", "") == typed.replace(".", "")
    assert read({"deposit": shown}, FIELDS, Reader("de"), TODAY) == read_as


@pytest.mark.parametrize(("stored", "shown"), [("1234.50", "1.234,5"), ("1000.00", "1.000"), ("0.00", "0")])
def test_a_decimal_stands_in_the_form_without_zeros_at_its_end(stored: str, shown: str) -> None:
    assert written({"deposit": Decimal(stored)}, FIELDS, Reader("de")) == {"deposit": shown}


@pytest.mark.parametrize("answer", [None, 3, {"a": 1}, [1], [["a"]], True, "", []])
def test_what_is_no_answer_is_no_value(answer: Any) -> None:
    assert read({"referred_to": answer, "no field": "x", 7: "x"}, FIELDS, Reader("de"), TODAY) == {}  # type: ignore[dict-item]


def asked(name: str, language: str = "de") -> dict[str, Any]:
    return question(entered(Consultation)[name], Reader(language))


def test_the_label_tells_unit_and_what_must_be_filled_in() -> None:
    assert asked("day")["label"] == "Datum"
    assert asked("minutes")["label"] == "Dauer (Minuten)"
    assert asked("minutes", "en")["label"] == "Duration (minutes)"


def test_options_are_codes_with_names_in_the_readers_language() -> None:
    codes, names = zip(*asked("client_group", "en")["options"], strict=True)
    assert codes == ("asylum_seekers", "recognised", "residents")
    assert names[1] == "Recognised"
    assert asked("interpreter")["options"] == [("yes", "ja"), ("no", "nein")]


def test_a_day_says_how_it_is_written() -> None:
    assert (asked("day")["example"], asked("day", "en")["example"]) == ("TT.MM.JJJJ", "DD/MM/YYYY")


def test_a_long_vocabulary_is_searched_instead_of_tapped() -> None:
    more = (Value(f"more_{n}", Label(f"Wert {n}", f"Value {n}")) for n in range(TAPPED))
    reader = Reader("de", {**VOCABULARIES, "topic": (*VOCABULARIES["topic"], *more)})
    assert question(entered(Consultation)["topics"], reader)["control"] == "many-searched"
    assert asked("topics")["control"] == "many"


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_has_a_question(name: str) -> None:
    for field in entered(RECORDS[name]).values():
        assert question(field, Reader("de"))["label"].startswith(field.label.de)


def test_a_retired_value_is_an_option_only_for_a_record_that_had_it() -> None:
    field = entered(RECORDS["consultations"])["topics"]
    gone = replace(VOCABULARIES["topic"][0], retired=True)
    reader = Reader("de", {**VOCABULARIES, "topic": (gone, *VOCABULARIES["topic"][1:])})
    offered = {had: [code for code, _ in question(field, reader, [had])["options"]] for had in ("work", gone.code)}
    assert offered["work"] == list(codes(VOCABULARIES["topic"][1:]))
    assert offered[gone.code] == list(codes(VOCABULARIES["topic"]))
