"""Every row of a file gets a verdict, and nothing is stored by that."""

import pytest

from db import reporting_periods
from db.database import Database
from db.import_checks import OVERFLOW, Verdict
from db.kept_periods import RULE
from schemas import Consultation, Event
from tests.importing import brought_in, judged, stored
from tests.office_lists import FAULTY_ROWS, HEADINGS, consultation_list, consultation_rows, faulty, written
from tests.reported import closed


def test_each_wrong_row_is_refused_and_the_others_are_new(database: Database) -> None:
    found = judged(database, Consultation, faulty())
    assert {position + 1 for position in found.refused} == set(FAULTY_ROWS)
    assert [(each.row + 1, each.field, each.rule) for each in found.problems] == [
        (2, "day", "day"),
        (4, "topics", "known"),
        (5, "persons", "span"),
        (6, "municipality", "known"),
    ]
    assert found.unknown == {("topic", "Wohnraumm"): 1, ("municipality", "Hamburg"): 1}
    assert stored(database, Consultation) == []


def test_a_row_that_is_stored_already_is_a_duplicate_whatever_the_order_of_its_topics(database: Database) -> None:
    brought_in(database, Consultation, consultation_list(4))
    rows = [[*row] for row in consultation_rows(4)]
    rows[3][1] = ", ".join(reversed(rows[3][1].split(", ")))
    rows[0][5] = 9
    found = judged(database, Consultation, written([HEADINGS, *rows]).encode())
    verdicts = [found.verdict(position) for position in range(4)]
    assert verdicts == [Verdict.NEW, Verdict.DUPLICATE, Verdict.DUPLICATE, Verdict.DUPLICATE]
    assert found.chosen() == [0]
    assert found.chosen(duplicates_too=True) == [0, 1, 2, 3]


def test_a_duplicate_agrees_in_the_columns_that_are_taken_only(database: Database) -> None:
    brought_in(database, Consultation, consultation_list(3))
    without_notes = written([row[:8] for row in [[*HEADINGS], *consultation_rows(3)]]).encode()
    assert len(judged(database, Consultation, without_notes).duplicates) == 3


def test_equal_rows_of_one_file_are_kept_and_pointed_out(database: Database) -> None:
    rows = consultation_rows(2)
    content = written([HEADINGS, *rows, rows[0], rows[0]]).encode()
    found = judged(database, Consultation, content)
    assert dict(found.repeated) == {2: 0, 3: 0}
    assert brought_in(database, Consultation, content).records == 4


def test_days_of_a_closed_period_are_refused_before_anything_is_stored(database: Database) -> None:
    closed(database)
    rows = consultation_rows(2)
    rows[1][0] = "14.02.2018"
    (problem,) = judged(database, Consultation, written([HEADINGS, *rows]).encode()).problems
    assert (problem.row, problem.field, problem.rule) == (1, "day", RULE)
    assert problem.sentence
    assert "Winter" in problem.sentence.de
    assert reporting_periods.find(database, "Winter")


def test_a_row_with_more_cells_than_headings_has_slipped(database: Database) -> None:
    row = consultation_rows(1)[0]
    content = f"{';'.join(HEADINGS)}\n{';'.join(map(str, row[:8]))};ein; Wort zu viel\n".encode()
    (problem,) = judged(database, Consultation, content).problems
    assert (problem.field, problem.rule) == ("", OVERFLOW)


@pytest.mark.parametrize(
    ("state", "attendance", "reason", "problems"),
    [
        ("abgesagt", "", "Krankheit", []),
        ("called off", "", "", [("reason", "required")]),
        ("abgesagt", "7", "Krankheit", [("attendance", "state")]),
        ("verschoben", "", "", [("state", "known")]),
        ("", "7", "", []),
    ],
)
def test_a_state_that_the_file_tells_is_judged_and_kept(
    database: Database, state: str, attendance: str, reason: str, problems: list[tuple[str, str]]
) -> None:
    rows = [
        ("Titel", "Veranstaltungsart", "Datum", "Status", "Teilnehmende", "Grund"),
        ("Abend", "Vortrag", "14.2.2018", state, attendance, reason),
    ]
    content = written(rows).encode()
    assert [(each.field, each.rule) for each in judged(database, Event, content).problems] == problems
    if not problems:
        brought_in(database, Event, content)
        assert stored(database, Event)[0]["state"] == ("cancelled" if state else "held")
