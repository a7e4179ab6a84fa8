"""Whatever is refused is told in one sentence of the reader's language, and every refusal there is has both."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import db
import schemas
from schemas.labels import Label, listed
from schemas.refusals import Refused


def declared() -> Iterator[type[Refused]]:
    """All refusals of the program that say something of their own."""
    for package in (schemas, db):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    waiting = [Refused]
    while waiting:
        waiting += waiting[0].__subclasses__()
        kind = waiting.pop(0)
        if "wording" in vars(kind) and kind.__module__.partition(".")[0] in ("schemas", "db"):
            yield kind


@pytest.mark.parametrize("kind", sorted(declared(), key=str), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_refusal_has_a_sentence_in_both_languages_with_the_same_places(kind: type[Refused]) -> None:
    german, english = (kind.wording.in_language(language) for language in ("de", "en"))
    places = [set(re.findall(r"{(\w+)}", text)) for text in (german, english)]
    assert places[0] == places[1]
    if places[0] != {"why"}:
        assert german != english
        assert german.endswith((".", ").", "?"))
        assert english.endswith((".", ").", "?"))


def test_all_families_of_refusals_are_looked_at() -> None:
    modules = {kind.__module__ for kind in declared()}
    families = {"account", "disclosure", "import", "period", "proposal", "report", "vocabulary"}
    others = {"db.kept_periods", "db.moves", "db.unavailable", "schemas.roles"}
    assert {f"db.{each}_refusals" for each in families} | others == modules


class TooMany(Refused):
    wording = Label("{n} {things} sind zu viele.", "{n} {things} are too many.")


def test_a_label_among_the_details_is_said_in_each_language() -> None:
    things = listed([Label("Äpfel", "apples"), Label("Birnen", "pears")], "/")
    assert TooMany(n=3, things=things).label == Label("3 Äpfel/Birnen sind zu viele.", "3 apples/pears are too many.")


def test_braces_in_a_detail_are_left_alone() -> None:
    assert TooMany(n=1, things="{n}").label.de == "1 {n} sind zu viele."
