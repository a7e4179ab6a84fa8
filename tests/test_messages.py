"""Every rule of every field has a sentence for whoever broke it."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from dashboard.messages import SENTENCES, sentence
from schemas import RECORDS
from schemas.fields import Field, Kind, entered, fields, schema
from schemas.labels import Label
from schemas.problems import Problem

CONSULTATION = fields(RECORDS["consultations"])
ACTIVITY = fields(RECORDS["project_activities"])
GIVEN = {"today": dt.date(2026, 11, 22), "opened": dt.date(2017, 7, 1)}

RULES = [
    (field, rule)
    for record_type in RECORDS.values()
    for name, field in entered(record_type).items()
    for rule in ["required", *(check.name for check in schema(record_type).columns[name].checks)]
]


@pytest.mark.parametrize(("field", "rule"), RULES)
def test_every_rule_has_a_sentence_in_both_languages(field: Field, rule: str) -> None:
    problem = Problem(0, field.name, rule, {**field.bounds, **GIVEN})
    german, english = sentence(problem, field, "de"), sentence(problem, field, "en")
    assert german != english
    assert f"({rule})" not in german
    assert "{" not in german + english


@pytest.mark.parametrize(
    ("field", "rule", "german"),
    [
        (CONSULTATION["persons"], "required", "Bitte angeben."),
        (CONSULTATION["setting"], "required", "Bitte auswählen."),
        (CONSULTATION["topics"], "required", "Bitte mindestens einen Wert auswählen."),
        (CONSULTATION["day"], "past", "Das Datum liegt in der Zukunft. Spätestens heute, 22.11.2026."),
        (CONSULTATION["day"], "opened", "Das Büro war da noch nicht eröffnet. Frühestens 01.07.2017."),
        (CONSULTATION["persons"], "span", "Bitte eine ganze Zahl von 1 bis 99 angeben."),
        (CONSULTATION["case_code"], "pattern", "Bitte in dieser Form schreiben: F-0042."),
        (
            ACTIVITY["helper_hours"],
            "span",
            "Bitte eine Zahl von 0 bis 9.999 mit höchstens 2 Nachkommastellen angeben.",
        ),
    ],
)
def test_a_sentence_says_what_would_be_right(field: Field, rule: str, german: str) -> None:
    assert sentence(Problem(0, field.name, rule, {**field.bounds, **GIVEN}), field, "de") == german


@pytest.mark.parametrize(
    ("bounds", "german"),
    [
        ({"minimum": 1}, "Bitte eine ganze Zahl angeben, mindestens 1."),
        ({"maximum": 1000}, "Bitte eine ganze Zahl angeben, höchstens 1.000."),
        ({}, "Bitte eine ganze Zahl angeben."),
    ],
)
def test_a_span_may_be_open_on_either_side(bounds: dict[str, int], german: str) -> None:
    field = dataclasses.replace(CONSULTATION["persons"], bounds=bounds)
    assert sentence(Problem(0, "persons", "span"), field, "de") == german


def test_a_record_types_own_rule_speaks_for_itself() -> None:
    problem = Problem(0, "minors", "minors_within_persons", sentence=Label("Zu viele.", "Too many."))
    assert sentence(problem, CONSULTATION["minors"], "de") == "Zu viele."
    assert sentence(problem, CONSULTATION["minors"], "en") == "Too many."


def test_a_rule_nobody_has_worded_is_named_instead_of_failing() -> None:
    assert sentence(Problem(0, "note", "odd"), CONSULTATION["note"], "de").endswith("(odd).")


def test_text_that_cannot_be_read_as_a_value_has_a_sentence_without_bounds() -> None:
    for rule in ("day", "clock", "moment", "known", "flag"):
        field = next(field for field in CONSULTATION.values() if field.kind is Kind.DAY)
        assert "{" not in sentence(Problem(0, "day", rule), field, "de")


def test_a_decimal_bound_is_written_with_a_comma() -> None:
    field = ACTIVITY["helper_hours"]
    problem = Problem(0, field.name, "span", {"maximum": Decimal("7.5")})
    assert "7,5" in sentence(problem, field, "de")


def test_sentences_are_keyed_by_rules_that_exist_or_by_parsing() -> None:
    named = {key if isinstance(key, str) else key[0] for key in SENTENCES}
    assert named <= {rule for _, rule in RULES} | {"flag", "moment"}
