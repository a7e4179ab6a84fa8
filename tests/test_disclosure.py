"""What leaves the office is protected together, says its rule and sign, and is audited as it leaves."""

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import disclosure, figure_documents, frozen_figures
from db.database import Database, open_database
from db.disclosure import SIGN, NotSafe, Rule, SafeFigure, safe
from db.disclosure_audit import intervals, narrow, unsafe
from db.disclosure_cells import TOTAL
from db.disclosure_relations import system_of
from db.disclosure_values import complete, mark_known_zeros
from db.figure_documents import FrozenFigure
from db.figure_structure import from_json, to_json
from db.figures import FIGURES
from db.selection import Selection
from schemas.labels import Label
from schemas.office_settings import OfficeSettings
from tests.conftest import ROOT, TODAY
from tests.reported import closed, made, period
from tests.suppressed import counted, declared, random_tables, with_totals
from tests.test_disclosure_audit import FIVE, FIVE_AND_ZERO

Figures = Mapping[str, FrozenFigure]
REPORT = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
WINTER, AUTUMN = (
    Selection(dt.date(2018, 1, 1), dt.date(2018, 3, 31)),
    Selection(dt.date(2017, 10, 1), dt.date(2017, 12, 31)),
)


@pytest.fixture(scope="module")
def demo(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Selection, Figures]:
    """The figures of the demo records in three periods."""
    copy = Path(shutil.copy(demo_original, tmp_path_factory.mktemp("disclosure") / "records.duckdb"))
    with open_database(copy, today=lambda: TODAY) as database:
        return {
            days: figure_documents.read(figure_documents.counted(database, days)).figures
            for days in (REPORT, WINTER, AUTUMN)
        }


def shown(figure: SafeFigure, column: str) -> list[object]:
    values = [
        SIGN if (row, column) in figure.suppressed else value for row, value in enumerate(frame_of(figure)[column])
    ]
    return [None if value is None or pd.isna(value) else value for value in values]


def frame_of(figure: SafeFigure) -> pd.DataFrame:
    return figure.figure.frame


def assert_safe(figures: Figures, released: Mapping[str, SafeFigure], rule: Rule) -> None:
    """Audit what the frames still show, from the start: every small count is gone, and its interval is wide."""
    system = system_of(figures)
    complete(system, Label("", ""))
    mark_known_zeros(system, rule)
    small = set(unsafe(system, rule))
    for place in (place for number in small for place in system.cells[number].places):
        figure = released[place.figure]
        assert figure.total_suppressed if place.row == TOTAL else (place.row, place.column) in figure.suppressed
    told = set(disclosure._told(system, released))
    hidden = {number for number in range(len(system.cells)) if system.is_told(number)} - told
    assert narrow(system, hidden, rule) == []
    ends = intervals(system, hidden, rule, beyond=rule.threshold)
    for lower, upper in (ends[number] for number in small & hidden):
        assert upper >= max(rule.threshold, lower + rule.threshold - 1)


@pytest.mark.parametrize("rule", [FIVE, FIVE_AND_ZERO, Rule(10, zeros_shown=True)], ids=str)
def test_all_figures_of_the_demo_report_are_released_together(demo: Mapping[Selection, Figures], rule: Rule) -> None:
    released = safe(demo[REPORT], rule)
    assert set(released) == set(demo[REPORT])
    assert_safe(demo[REPORT], released, rule)


def test_of_the_published_report_nothing_is_suppressed_but_little_of_the_rest(
    demo: Mapping[Selection, Figures],
) -> None:
    released = safe(demo[REPORT], FIVE)
    assert released["consultations_by_topic"].figure.frame["consultations"].tolist() == [70, 80, 80, 150, 100, 70, 15]
    assert (released["consultations_by_topic"].figure.total, frame_of(released["consultations"]).iat[0, 0]) == (
        500,
        500,
    )
    assert sum(figure.primary for figure in released.values()) == 4
    assert sum(figure.secondary for figure in released.values()) <= 11, "weeks and months tell some single days"
    assert shown(released["consultations_by_language"], "consultations").count(SIGN) == 2


def test_two_periods_that_are_compared_are_protected_each_with_all_its_tables(
    demo: Mapping[Selection, Figures],
) -> None:
    both = {**demo[WINTER], **{f"{name} before": figure for name, figure in demo[AUTUMN].items()}}
    released = safe(both, FIVE)
    assert_safe(both, released, FIVE)
    now, before = (frame_of(released[name])["consultations"] for name in ("consultations", "consultations before"))
    assert (now - before).notna().all()


def test_a_difference_is_told_only_if_both_its_numbers_are() -> None:
    days = (dt.date(2017, 1, 1), dt.date(2017, 12, 31))
    now = counted("now", ("row",), {("a",): 3, ("b",): 20, ("c",): 30})
    before = counted("before", ("row",), {("a",): 10, ("b",): 4, ("c",): 30}, days=days)
    released = safe({"now": now, "before": before, "all": counted("all", (), {(): 53})}, FIVE)
    difference = frame_of(released["now"])["persons"] - frame_of(released["before"])["persons"]
    assert difference.isna().tolist() == [True, True, False]


def test_small_counts_are_null_and_counted_as_primary_or_secondary() -> None:
    released = safe(with_totals([[3, 20, 30], [40, 20, 10], [8, 12, 50]]), FIVE)
    assert shown(released["cross"], "persons") == [SIGN, SIGN, 30, 40, 20, 10, SIGN, SIGN, 50]
    assert shown(released["rows"], "persons") == [53, 70, 70]
    assert (released["cross"].primary, released["cross"].secondary) == (1, 3)
    assert released["cross"].figure.frame["persons"].dtype == "Int64"
    assert released["rows"].figure.frame["persons"].dtype == "int64"


def test_the_figures_that_were_given_stay_as_they_are() -> None:
    figures = with_totals([[3, 20], [40, 20]])
    safe(figures, FIVE)
    assert figures["cross"].frame["persons"].tolist() == [3, 20, 40, 20]


def test_the_note_says_rule_and_sign_below_every_table() -> None:
    people, acts = counted("people", ("row",), {("a",): 3}), counted("acts", ("x",), {("a",): 3}, people=False)
    by_month = declared("consultations_by_month", month=[dt.date(2018, 1, 1)], consultations=[40])
    released = safe({"people": people, "months": by_month}, FIVE)
    (note,) = released["people"].notes
    assert note.de.startswith("• = nicht genannt: Zahlen von Personen und ihren Beratungen von 1 bis 4, ")
    assert note.en.startswith("• = not told: numbers of persons and of their consultations from 1 to 4, ")
    assert released["months"].notes == (note,)
    assert " von 0 bis 9, " in safe({"people": people}, Rule(10, zeros_shown=False))["people"].notes[0].de
    only_acts = safe({"acts": acts}, FIVE)["acts"]
    assert (only_acts.notes, only_acts.suppressed) == ((note,), frozenset())


def test_means_go_with_the_sums_that_they_tell_and_acts_stay() -> None:
    kinds = declared("events_by_kind", kind=["talk", "festival"], events=[1, 2], attendance=[3, 90], mean=[3.0, 45.0])
    released = safe({"kinds": kinds}, FIVE)["kinds"]
    assert shown(released, "events") == [1, 2]
    assert (shown(released, "attendance"), shown(released, "mean")) == ([SIGN, 90], [SIGN, 45.0])
    whole = declared("attendance", attendance=[93], events=[3], mean=[31.0])
    released = safe({"kinds": kinds, "whole": whole}, FIVE)["kinds"]
    assert (shown(released, "attendance"), shown(released, "mean")) == ([SIGN, SIGN], [SIGN, SIGN])


def test_shares_go_with_their_counts_or_with_their_month() -> None:
    first, second = dt.date(2018, 1, 1), dt.date(2018, 2, 1)
    settings_ = declared(
        "settings_by_month",
        month=[first, first, second, second],
        setting=["office", "remote"] * 2,
        contacts=[3, 0, 30, 10],
        share=[1.0, 0.0, 0.75, 0.25],
    )
    released = safe({"settings": settings_}, FIVE)["settings"]
    assert shown(released, "contacts") == [SIGN, 0, 30, 10]
    assert shown(released, "share") == [SIGN, SIGN, 0.75, 0.25], "a share of nothing tells that there is a whole"
    assert (released.primary, released.secondary) == (1, 0)


def test_a_small_total_below_a_table_is_suppressed_too() -> None:
    topics = declared("consultations_by_topic", total=4, topic=["work", "school"], consultations=[4, 2])
    released = safe({"topics": topics}, FIVE)["topics"]
    assert (released.total_suppressed, released.figure.total) == (True, None)
    large = declared("consultations_by_topic", total=40, topic=["work", "school"], consultations=[30, 20])
    assert safe({"topics": large}, FIVE)["topics"].figure.total == 40


def test_what_was_noted_of_one_event_is_suppressed_and_what_is_missing_is_not() -> None:
    events = declared(
        "attendance_by_event", event=["1", "2", "3"], kind=["talk"] * 3, attendance=[3, 20, None], places=[4, 4, 4]
    )
    released = safe({"events": events}, FIVE)["events"]
    assert shown(released, "attendance") == [SIGN, 20, None]
    assert shown(released, "places") == [4, 4, 4]


def test_nothing_is_released_if_the_choice_is_too_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = with_totals([[3, 20, 30], [40, 20, 10], [8, 12, 50]])
    monkeypatch.setattr(disclosure, "chosen", lambda system, rule: set(unsafe(system, rule)))
    with pytest.raises(NotSafe) as refused:
        safe(figures, FIVE)
    assert refused.value.label.de == (
        "Diese Tabellen werden nicht herausgegeben: eine kleine Zahl in „cross“ ließe sich aus ihnen errechnen."
    )
    monkeypatch.setattr(disclosure, "chosen", lambda *_: None)
    with pytest.raises(NotSafe):
        safe(figures, FIVE)


def test_nothing_is_released_if_a_number_that_was_chosen_is_left_in_its_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "_without", lambda values, _: values)
    with pytest.raises(NotSafe):
        safe(with_totals([[3, 20], [40, 20]]), FIVE)


@settings(max_examples=12, deadline=None)  # the bench has a thousand
@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5, 10]), st.booleans())
def test_random_linked_tables_are_safe(seed: int, threshold: int, zeros_shown: bool) -> None:
    rule, figures = Rule(threshold, zeros_shown), random_tables(np.random.default_rng(seed))
    assert_safe(figures, safe(figures, rule), rule)


def test_the_rule_is_the_office_s() -> None:
    assert Rule.of(OfficeSettings(threshold=7, zeros_shown=False)) == Rule(7, zeros_shown=False)
    assert [Rule(5, zeros_shown=True).protects(count) for count in (0, 1, 4, 5)] == [False, True, True, False]
    assert [Rule(5, zeros_shown=False).protects(count) for count in (0, 1, 4, 5)] == [True, True, True, False]
    assert [Rule(5, zeros_shown=False).enough(lower) for lower in (0, 1, 2, 4)] == [5, 5, 6, 8]


def test_a_structure_reads_as_it_was_written(demo: Mapping[Selection, Figures]) -> None:
    for figure in demo[REPORT].values():
        assert figure.structure
        assert from_json(json.loads(json.dumps(to_json(figure.structure)))) == figure.structure


def test_every_figure_of_the_office_says_what_its_numbers_count(demo: Mapping[Selection, Figures]) -> None:
    """A new figure's numbers are cells, or tell of cells: none is released unprotected."""
    for name, figure in demo[REPORT].items():
        assert figure.structure
        known = {measure.column for measure in figure.structure.measures} | set(figure.structure.tells)
        sums_of_acts = {"helper_hours"}
        assert set(FIGURES[name].measures) - known <= sums_of_acts, name


def test_a_closing_from_before_structures_were_kept_has_that_of_now(demo_file: Path) -> None:
    with open_database(demo_file, today=lambda: TODAY) as database:
        made(database)
        closed(database)
        kept = without_structures(database)
        assert safe(kept, FIVE)["consultations"].figure.frame.iat[0, 0] > 0


def without_structures(database: Database) -> Figures:
    """The frozen figures of a closing as an earlier version of the program wrote them."""
    (closing,) = frozen_figures.closings(database, period(database).id)
    kept = frozen_figures.read(database, closing).figures
    return {name: frozen_figures._structured(replace(figure, structure=None), closing) for name, figure in kept.items()}


def test_the_solvers_are_loaded_only_where_they_are_used() -> None:
    """They would slow down every start and take memory in servers that never make a report."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "db").glob("disclosure*.py")]
    imports = [line for source in sources for line in source.splitlines() if "import" in line]
    heavy = [line for line in imports if line.split()[1].partition(".")[0] in ("scipy", "pytauargus")]
    assert heavy
    assert all(line.startswith("    ") for line in heavy)


def test_where_no_event_was_held_it_is_no_secret_that_nobody_came() -> None:
    kinds = declared("events_by_kind", kind=["talk", "festival"], events=[2, 0], attendance=[30, 0], mean=[15.0, None])
    released = safe({"kinds": kinds}, FIVE_AND_ZERO)["kinds"]
    assert shown(released, "attendance") == [30, 0]
    by_event = counted("events", ("event",), {("talk/1",): 10, ("talk/2",): 20}, within={"event": "kind"})
    by_kind = counted("kinds", ("kind",), {("talk",): 30, ("festival",): 0})
    figures = {"events": by_event, "kinds": by_kind, "all": counted("all", (), {(): 30})}
    assert shown(safe(figures, FIVE_AND_ZERO)["kinds"], "persons") == [30, 0]
