"""Values are found by code or label, several in one cell whatever stands between them, and suggested by likeness."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.value_names import names_of
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES, Value

TOPICS = names_of(VOCABULARIES["topic"], {})


@pytest.mark.parametrize("text", ["Wohnraum", " wohnraum ", "housing", "Housing", "WOHNRAUM"])
def test_a_value_is_found_by_code_and_by_label_in_either_language(text: str) -> None:
    assert TOPICS.code(text) == "housing"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wohnraum, Alltagsfragen", ["housing", "everyday"]),
        ("Wohnraum;housing;Alltagsfragen", ["housing", "everyday"]),
        ("Wohnraum / Praktikum/Ausbildung/Arbeit", ["housing", "work"]),
        ("Praktikum/Ausbildung/Arbeit/Wohnraum", ["work", "housing"]),
        ("Internship / training / work\nWohnraum", ["work", "housing"]),
        ("Wohnraum,", ["housing"]),
        ("Wohnraumm", ["Wohnraumm"]),
        ("Wohnraum, Sport/Spiel; Tanz", ["housing", "Sport/Spiel", "Tanz"]),
        ("Praktikum/Wohnraum", ["Praktikum", "housing"]),
    ],
)
def test_several_values_stand_in_one_cell(text: str, found: list[str]) -> None:
    assert TOPICS.split(text) == found


CODES = st.lists(st.sampled_from([value.code for value in VOCABULARIES["topic"]]), min_size=1, unique=True)


@given(codes=CODES, between=st.sampled_from([",", ";", "/", "\n", " / ", ", ", " ;"]), english=st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_values_and_marks_they_are_told_apart(codes: list[str], between: str, english: bool) -> None:
    labels = {value.code: value.label.in_language("en" if english else "de") for value in VOCABULARIES["topic"]}
    assert TOPICS.split(between.join(labels[code] for code in codes)) == codes


def test_a_word_that_was_explained_is_known_but_never_hides_a_label() -> None:
    names = names_of(VOCABULARIES["topic"], {"wohnung": "housing", "alltagsfragen": "housing", "weg": "gone"})
    assert [names.code(text) for text in ("Wohnung", "Alltagsfragen", "weg")] == ["housing", "everyday", None]


def test_of_two_values_with_one_name_that_counts_which_can_be_chosen() -> None:
    old, new = Value("old", Label("Laden", "Shop"), retired=True), Value("new", Label("Laden", "Shop"))
    assert names_of((new, old), {}).code("Laden") == "new"


SLIPS = [("Wohnraumm", "housing"), ("Behörden", "authorities"), ("shcool", "school")]


@pytest.mark.parametrize(("text", "first"), SLIPS)
def test_what_is_most_alike_is_suggested(text: str, first: str) -> None:
    assert TOPICS.suggestions(text)[0] == first


def test_what_is_like_nothing_has_no_suggestion() -> None:
    assert TOPICS.suggestions("Xylophon") == []
