"""Values survive the way into JSON text and back."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from db.documents import as_document, from_document
from schemas import Consultation, Event, ProjectActivity
from schemas.record import Record

VALUES: list[tuple[type[Record], dict[str, Any]]] = [
    (Consultation, {"day": dt.date(2018, 1, 2), "topics": ["school", "work"], "persons": 3, "interpreter": False}),
    (Consultation, {"created_at": dt.datetime(2018, 1, 2, 3, 4, 5, 6), "note": 'zwei\n"Zeilen" €', "minutes": None}),
    (Event, {"start": dt.time(15, 30), "title": "Fest", "kind": "festival"}),
    (ProjectActivity, {"helper_hours": Decimal("7.20")}),
    (Consultation, {}),
]


@pytest.mark.parametrize(("record_type", "values"), VALUES)
def test_typed_values_come_back_as_they_were(record_type: type[Record], values: dict[str, Any]) -> None:
    back = from_document(record_type, as_document(values))
    assert back == values
    assert [type(value) for value in back.values()] == [type(value) for value in values.values()]
    assert list(back) == list(values)


def test_a_document_is_readable_json() -> None:
    document = as_document({"day": dt.date(2018, 1, 2), "helper_hours": Decimal("7.20"), "note": "Müden"})
    assert document == '{"day": "2018-01-02", "helper_hours": "7.20", "note": "Müden"}'


def test_a_field_that_is_no_longer_declared_is_left_out() -> None:
    assert from_document(Consultation, json.dumps({"persons": 1, "shoe_size": 42})) == {"persons": 1}


def test_a_value_without_json_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="bytes has no JSON form"):
        as_document({"note": b"x"})
