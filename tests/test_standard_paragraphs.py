"""Standard paragraphs are the program's until the lead words others, and every wording is in the history."""

import pytest

from db import history, standard_paragraphs
from db.database import Database
from db.integrity import verify
from db.report_refusals import FieldChanged, TextTooLong
from schemas.report import LONGEST_TEXT, SECTIONS
from schemas.roles import Forbidden
from tests.actors import ANNA, LEA
from tests.reports_made import begun

STANDARD = {section.name: section.standard.de for section in SECTIONS}


def word(database: Database, text: str, *, before: str | None, language: str = "de") -> None:
    standard_paragraphs.word(database, "situation", language, before=before, text=text, by=LEA)


def test_an_office_begins_with_the_programs_own(database: Database) -> None:
    assert standard_paragraphs.everything(database, "de") == {name: text or None for name, text in STANDARD.items()}
    assert "{Consultations}" in (standard_paragraphs.everything(database, "en")["consultations"] or "")


def test_other_words_count_for_new_reports_in_their_language(database: Database) -> None:
    draft = begun(database)
    word(database, "Erstens.", before=STANDARD["situation"])
    word(database, "Zweitens.", before="Erstens.")
    assert begun(database).situation == "Zweitens."
    assert draft.situation == STANDARD["situation"]
    assert begun(database, language="en").situation == SECTIONS[0].standard.en
    actions = [each.action for each in history.of_row(database, standard_paragraphs.TABLE, "situation/de")]
    assert actions == ["update", "create"]
    assert verify(database).faults == []


def test_an_emptied_paragraph_stays_empty(database: Database) -> None:
    word(database, "  ", before=STANDARD["situation"])
    assert standard_paragraphs.everything(database, "de")["situation"] is None


def test_who_saw_other_words_is_told(database: Database) -> None:
    word(database, "Erstens.", before=STANDARD["situation"])
    with pytest.raises(FieldChanged, match="Situation"):
        word(database, "Anders.", before=STANDARD["situation"])
    word(database, "Erstens.", before=STANDARD["situation"])


def test_what_can_not_be_used_or_may_not_be_changed_is_refused(database: Database) -> None:
    with pytest.raises(TextTooLong):
        word(database, "x" * (LONGEST_TEXT + 1), before=STANDARD["situation"])
    with pytest.raises(Forbidden):
        standard_paragraphs.word(database, "situation", "de", before=None, text="x", by=ANNA)
