"""What may be recorded of a consultation."""

from typing import Any

import pytest

from schemas import Consultation
from schemas.given import Given
from schemas.problems import check, frame_of
from tests.conftest import OPENED, TODAY

FEWEST: dict[str, Any] = {
    "day": TODAY,
    "topics": ["school"],
    "client_group": "recognised",
    "setting": "office",
    "persons": 1,
}
ALL: dict[str, Any] = FEWEST | {
    "municipality": "mueden",
    "minors": 0,
    "contact": "first",
    "language": "arabic",
    "interpreter": True,
    "minutes": 45,
    "referred_to": ["job_centre", "school"],
    "case_code": "F-0042",
    "note": "Termin beim Jobcenter\nmit Begleitung",
}


def breaches(**changes: Any) -> set[tuple[str, str]]:
    found = check(Consultation, frame_of(Consultation, [ALL | changes]), Given(TODAY, OPENED))
    return {(problem.field, problem.rule) for problem in found}


def test_all_fields_and_the_fewest_fields_pass() -> None:
    assert check(Consultation, frame_of(Consultation, [ALL, FEWEST]), Given(TODAY, OPENED)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"persons": 99},
        {"persons": 2, "minors": 2},
        {"minutes": 1},
        {"minutes": 600},
        {"note": "x" * 280},
        {"day": OPENED},
    ],
)
def test_the_edges_pass(changes: dict[str, Any]) -> None:
    assert breaches(**changes) == set()


@pytest.mark.parametrize("field", FEWEST)
def test_what_must_be_known_is_required(field: str) -> None:
    assert (field, "required") in breaches(**{field: None})


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("persons", 0, "span"),
        ("persons", 100, "span"),
        ("minors", -1, "span"),
        ("minors", 2, "minors_within_persons"),
        ("minutes", 0, "span"),
        ("minutes", 601, "span"),
        ("client_group", "office", "known"),
        ("language", "klingon", "known"),
        ("referred_to", ["police"], "known"),
        ("note", "x" * 281, "longest"),
    ],
)
def test_a_breach_is_named(field: str, value: object, rule: str) -> None:
    assert breaches(**{field: value}) == {(field, rule)}


@pytest.mark.parametrize(
    "name", ["Meier", "Fatima", "F.Meier", "AB-123", "F-004", "f-0042", "F 0042", "F-OO42", "4-0042"]
)
def test_a_case_code_cant_be_a_name_or_another_file_number(name: str) -> None:
    assert ("case_code", "pattern") in breaches(case_code=name)
