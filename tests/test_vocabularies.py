"""The lead changes value lists: at once everywhere, with history, and without losing what records have."""

from collections.abc import Mapping
from typing import Any

import pytest

from db import caches, drafts, figures, proposals, records, vocabularies
from db.database import Database, open_database
from db.integrity import verify
from db.replacements import Replaced
from db.selection import Selection
from db.vocabulary_refusals import (
    LabelTaken,
    LabelUnusable,
    LastValue,
    MergedIntoItself,
    MergedIntoRetired,
    NoSuchValue,
    ValueInUse,
    ValueOfTheProgram,
)
from schemas import Consultation, ProjectActivity
from schemas.roles import Actor, Forbidden, Role
from schemas.vocabulary import VOCABULARIES, Vocabularies, codes
from tests.actors import ANNA
from tests.conftest import BEGUN, OPENED, TODAY

LEA = Actor("lea", "Lea", Role.LEAD)
WRITER = ANNA
BEN = Actor("ben", "Ben", Role.STAFF)
CONSULTATION = {
    "day": TODAY,
    "topics": ["work"],
    "client_group": "recognised",
    "setting": "office",
    "municipality": "leiferde",
    "persons": 1,
}
WHOLE = Selection(OPENED, TODAY)


def own(database: Database) -> Vocabularies:
    """The lists of the office, without the states of record types."""
    return {name: database.given.vocabularies[name] for name in VOCABULARIES}


def store(database: Database, record_id: str = "one", **values: Any) -> dict[str, Any]:
    return records.save(database, Consultation, record_id, CONSULTATION | values, by=WRITER)


def history(database: Database, record_type: str) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(
            "SELECT actor, action, record_id, version, before, after FROM history WHERE record_type = ? ORDER BY entry",
            [record_type],
        ).fetchall()


def labels(database: Database, vocabulary: str) -> list[str]:
    return [value.label.de for value in database.given.vocabularies[vocabulary]]


def counts(database: Database, name: str, dimension: str) -> Mapping[str, int]:
    frame = figures.compute(database, name, WHOLE)
    return dict(zip(frame[dimension], frame.iloc[:, -1], strict=True))


def test_the_states_of_a_record_type_are_a_list_that_nobody_changes(database: Database) -> None:
    assert codes(database.given.vocabularies["events_state"]) == ("planned", "held", "cancelled")
    with pytest.raises(KeyError):
        vocabularies.rename(database, "events_state", "held", de="war", en="was", by=LEA)
    with pytest.raises(KeyError):
        vocabularies.add(database, "events_state", de="verschoben", en="postponed", by=LEA)


def test_an_office_starts_with_the_programs_own_lists(database: Database) -> None:
    assert own(database) == VOCABULARIES
    assert [entry[:3] for entry in history(database, "vocabularies")] == [
        ("buero", "create", f"{name}/{value.code}") for name, values in VOCABULARIES.items() for value in values
    ]
    assert database.revision == BEGUN
    assert verify(database).faults == []


def test_what_the_program_brings_later_is_added_at_the_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database.path
    vocabularies.rename(database, "project", "drum_group", de="Trommeln", en="Drums", by=LEA)
    database.close()
    more = {**VOCABULARIES, "project": (*VOCABULARIES["project"], *VOCABULARIES["activity"][:1])}
    monkeypatch.setattr("db.value_lists.VOCABULARIES", more)
    for _ in range(2):
        with open_database(path) as reopened:
            assert codes(reopened.given.vocabularies["project"]) == ("drum_group", "bicycle_workshop", "performance")
            assert labels(reopened, "project")[0] == "Trommeln"
            numbers = [row.number for name in more for row in vocabularies.values(reopened, name)]
            assert len(set(numbers)) == len(numbers)


def test_a_new_value_counts_at_once_and_after_a_restart(database: Database) -> None:
    revision = database.revision
    made = vocabularies.add(database, "topic", de=" Führerschein  & Straße ", en="Driving licence", by=LEA)
    assert (made.code, made.de) == ("fuehrerschein_strasse", "Führerschein & Straße")
    assert labels(database, "topic")[-1] == "Führerschein & Straße"
    assert database.revision == revision + 1
    store(database, topics=[made.code])
    path = database.path
    database.close()
    with open_database(path) as reopened:
        assert labels(reopened, "topic")[-1] == "Führerschein & Straße"


def test_codes_are_unique_and_never_those_that_mean_something_else(database: Database) -> None:
    made = [
        vocabularies.add(database, "setting", de=de, en=f"E {de}", by=LEA).code
        for de in ("Büro!", "Büro?", "Home visit", "None", "日本")
    ]
    assert made == ["buero", "buero_2", "home_visit_2", "none_2", "value"]


def test_the_code_of_a_removed_value_never_comes_to_mean_another_one(database: Database) -> None:
    for code in ("naehstube", "naehstube_2"):
        assert vocabularies.add(database, "project", de="Nähstube", en="Sewing room", by=LEA).code == code
        vocabularies.remove(database, "project", code, by=LEA)
    assert vocabularies.add(database, "setting", de="Nähstube", en="Sewing room", by=LEA).code == "naehstube"


def test_every_change_is_in_the_history_with_before_and_after(database: Database) -> None:
    vocabularies.rename(database, "project", "drum_group", de="Trommeln", en="Drums", by=LEA)
    vocabularies.move(database, "project", "bicycle_workshop", 0, by=LEA)
    vocabularies.retire(database, "project", "drum_group", by=LEA)
    vocabularies.reinstate(database, "project", "drum_group", by=LEA)
    entries = [entry for entry in history(database, "vocabularies") if entry[0] == "lea"]
    assert [entry[:4] for entry in entries] == [
        ("lea", "update", "project/drum_group", 2),
        ("lea", "update", "project/bicycle_workshop", 2),
        ("lea", "update", "project/drum_group", 3),
        ("lea", "update", "project/drum_group", 4),
        ("lea", "update", "project/drum_group", 5),
    ]
    assert '"de": "Trommelgruppe"' in entries[0][4]
    assert '"de": "Trommeln"' in entries[0][5]
    assert '"retired": true' in entries[3][5]
    assert codes(database.given.vocabularies["project"]) == ("bicycle_workshop", "drum_group")


def test_a_change_that_changes_nothing_writes_nothing(database: Database) -> None:
    vocabularies.move(database, "project", "drum_group", 0, by=LEA)
    vocabularies.reinstate(database, "project", "drum_group", by=LEA)
    vocabularies.rename(database, "project", "drum_group", de="Trommelgruppe", en="Drum group", by=LEA)
    assert database.revision == BEGUN


@pytest.mark.parametrize("label", ["", "  ", "x" * 101, "a\x00b"])
def test_a_label_can_be_read(database: Database, label: str) -> None:
    with pytest.raises(LabelUnusable):
        vocabularies.add(database, "topic", de=label, en="Fine", by=LEA)
    with pytest.raises(LabelUnusable):
        vocabularies.rename(database, "topic", "housing", de="Gut", en=label, by=LEA)
    assert own(database) == VOCABULARIES


def test_no_two_values_of_a_list_are_called_the_same(database: Database) -> None:
    with pytest.raises(LabelTaken, match="wohnRAUM"):
        vocabularies.add(database, "topic", de="wohnRAUM", en="Homes", by=LEA)
    with pytest.raises(LabelTaken):
        vocabularies.rename(database, "topic", "school", de="Schule", en="Housing", by=LEA)


def test_a_retired_value_is_refused_to_new_records_and_kept_by_old_ones(database: Database) -> None:
    old = store(database, topics=["housing", "school"])
    vocabularies.retire(database, "topic", "housing", by=LEA)
    with pytest.raises(records.Rejected):
        store(database, "two", topics=["housing"])
    with pytest.raises(records.Rejected):
        records.add_many(database, Consultation, [("three", {**CONSULTATION, "topics": ["housing"]})], by=WRITER)
    values = {**CONSULTATION, "topics": ["housing", "work"]}
    changed = records.save(database, Consultation, "one", values, version=old["version"], by=WRITER)
    assert changed["topics"] == ["housing", "work"]
    without = {**CONSULTATION, "topics": ["work"]}
    changed = records.save(database, Consultation, "one", without, version=changed["version"], by=WRITER)
    with pytest.raises(records.Rejected):
        records.save(database, Consultation, "one", values, version=changed["version"], by=WRITER)


def test_what_a_record_has_in_one_list_opens_no_other(database: Database) -> None:
    old = store(database, topics=["school"], referred_to=["school"])
    for vocabulary in ("topic", "referral"):
        vocabularies.retire(database, vocabulary, "school", by=LEA)
    values = {**CONSULTATION, "topics": ["school"], "referred_to": None}
    changed = records.save(database, Consultation, "one", values, version=old["version"], by=WRITER)
    again = values | {"referred_to": ["school"]}
    with pytest.raises(records.Rejected) as caught:
        records.save(database, Consultation, "one", again, version=changed["version"], by=WRITER)
    assert [problem.field for problem in caught.value.problems] == ["referred_to"]


def test_the_last_value_stays_to_be_chosen(database: Database) -> None:
    vocabularies.retire(database, "project", "drum_group", by=LEA)
    with pytest.raises(LastValue, match="Fahrrad"):
        vocabularies.retire(database, "project", "bicycle_workshop", by=LEA)


def test_figures_show_a_retired_value_only_where_it_counts(database: Database) -> None:
    store(database, topics=["housing"])
    vocabularies.retire(database, "topic", "housing", by=LEA)
    vocabularies.retire(database, "topic", "work", by=LEA)
    vocabularies.move(database, "topic", "school", 0, by=LEA)
    assert list(counts(database, "consultations_by_topic", "topic").items()) == [
        ("school", 0),
        ("crisis", 0),
        ("authorities", 0),
        ("everyday", 0),
        ("housing", 1),
        ("specialists", 0),
    ]


def test_a_value_keeps_its_colour_wherever_it_stands(database: Database) -> None:
    figure = figures.FIGURES["settings_by_month"]
    before = figure.colours("setting", database.given.vocabularies)
    assert before == (*codes(VOCABULARIES["setting"]), "home_visit")
    first = vocabularies.add(database, "setting", de="Eins", en="One", by=LEA)
    second = vocabularies.add(database, "setting", de="Zwei", en="Two", by=LEA)
    vocabularies.move(database, "setting", second.code, 0, by=LEA)
    vocabularies.retire(database, "setting", "office", by=LEA)
    vocabularies.remove(database, "setting", first.code, by=LEA)
    after = figure.colours("setting", database.given.vocabularies)
    assert after[: len(before)] == before
    assert after.index(second.code) == len(before) + 1


def test_records_follow_a_merge_each_with_its_history(database: Database) -> None:
    store(database, "one", topics=["housing", "school"])
    store(database, "two", topics=["crisis", "housing"])
    store(database, "three", topics=["work"])
    revision = database.revision
    assert vocabularies.merge(database, "topic", "school", into="housing", by=LEA) == Replaced(1, 0)
    assert vocabularies.merge(database, "topic", "housing", into="crisis", by=LEA) == Replaced(2, 0)
    stored = {name: records.read(database, Consultation, name) for name in ("one", "two", "three")}
    assert [row and (row["topics"], row["version"]) for row in stored.values()] == [
        (["crisis"], 3),
        (["crisis"], 2),
        (["work"], 1),
    ]
    assert database.revision == revision + 5
    entries = history(database, "consultations")[3:]
    assert [entry[:4] for entry in entries] == [
        ("lea", "update", "one", 2),
        ("lea", "update", "one", 3),
        ("lea", "update", "two", 2),
    ]
    assert '["housing", "school"]' in entries[0][4]
    assert '["housing"]' in entries[0][5]
    retired = [value.code for value in database.given.vocabularies["topic"] if value.retired]
    assert retired == ["school", "housing"]


def test_a_merge_keeps_the_order_of_a_list_and_follows_single_choices(database: Database) -> None:
    store(database, topics=["school", "housing", "work"], setting="office")
    vocabularies.merge(database, "topic", "housing", into="crisis", by=LEA)
    vocabularies.merge(database, "setting", "office", into="appointment", by=LEA)
    stored = records.read(database, Consultation, "one")
    assert stored
    assert (stored["topics"], stored["setting"]) == (["school", "crisis", "work"], "appointment")


def test_a_merge_that_would_break_a_rule_changes_nothing(database: Database) -> None:
    repaired = {"day": TODAY, "project": "bicycle_workshop", "activity": "opening_day", "bicycles_repaired": 3}
    stored = records.save(database, ProjectActivity, "one", repaired, by=WRITER)
    revision = database.revision
    with pytest.raises(records.Rejected):
        vocabularies.merge(database, "project", "bicycle_workshop", into="drum_group", by=LEA)
    assert records.read(database, ProjectActivity, "one") == stored
    assert database.revision == revision
    assert own(database) == VOCABULARIES


def test_a_merge_needs_two_values_of_which_one_can_be_chosen(database: Database) -> None:
    with pytest.raises(MergedIntoItself):
        vocabularies.merge(database, "topic", "school", into="school", by=LEA)
    vocabularies.retire(database, "topic", "work", by=LEA)
    with pytest.raises(MergedIntoRetired):
        vocabularies.merge(database, "topic", "school", into="work", by=LEA)
    with pytest.raises(NoSuchValue):
        vocabularies.merge(database, "topic", "school", into="nothing", by=LEA)


def test_only_an_unused_value_of_the_office_can_be_removed(database: Database) -> None:
    with pytest.raises(ValueOfTheProgram):
        vocabularies.remove(database, "topic", "school", by=LEA)
    made = vocabularies.add(database, "topic", de="Neu", en="New", by=LEA)
    stored = store(database, topics=[made.code])
    assert vocabularies.uses(database, "topic") == {made.code: 1}
    with pytest.raises(ValueInUse):
        vocabularies.remove(database, "topic", made.code, by=LEA)
    records.delete(database, Consultation, "one", version=stored["version"], by=WRITER)
    with pytest.raises(ValueInUse):
        vocabularies.remove(database, "topic", made.code, by=LEA)
    other = vocabularies.add(database, "topic", de="Anders", en="Other", by=LEA)
    vocabularies.remove(database, "topic", other.code, by=LEA)
    assert labels(database, "topic")[-1] == "Neu"
    assert history(database, "vocabularies")[-1][1] == "delete"


def test_a_deleted_record_comes_back_after_a_merge_as_its_value_could_not_be_removed(database: Database) -> None:
    made = vocabularies.add(database, "topic", de="Neu", en="New", by=LEA)
    stored = store(database, topics=[made.code])
    records.delete(database, Consultation, "one", version=stored["version"], by=WRITER)
    vocabularies.merge(database, "topic", made.code, into="work", by=LEA)
    with pytest.raises(ValueInUse):
        vocabularies.remove(database, "topic", made.code, by=LEA)
    assert records.restore(database, Consultation, "one", by=LEA)["topics"] == ["work"]


def test_a_value_that_is_proposed_or_typed_is_not_removed(database: Database) -> None:
    proposed, typed = (vocabularies.add(database, "topic", de=word, en=word, by=LEA) for word in ("Eins", "Zwei"))
    wanted = CONSULTATION | {"topics": [proposed.code]}
    store(database)
    made = proposals.propose(database, Consultation, "one", wanted, version=1, proposal_id="p", by=BEN)
    proposals.withdraw(database, made.id, by=BEN)
    draft = drafts.Draft("d", None, None, {"topics": [typed.code], "note": "Eins"})
    drafts.keep(database, Consultation, draft, browser="b", session="s")
    drafts.take_over(database, Consultation, None, browser="b", session="s", is_open=lambda _: True)
    for row in (proposed, typed):
        with pytest.raises(ValueInUse):
            vocabularies.remove(database, "topic", row.code, by=LEA)
    drafts.drop(database, "d", browser="b")
    vocabularies.remove(database, "topic", typed.code, by=LEA)


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_nobody_but_the_lead_changes_a_list(database: Database, role: Role) -> None:
    actor = Actor("x", "X", role)
    for deed in (
        lambda: vocabularies.add(database, "topic", de="Neu", en="New", by=actor),
        lambda: vocabularies.rename(database, "topic", "school", de="Neu", en="New", by=actor),
        lambda: vocabularies.move(database, "topic", "school", 0, by=actor),
        lambda: vocabularies.retire(database, "topic", "school", by=actor),
        lambda: vocabularies.reinstate(database, "topic", "school", by=actor),
        lambda: vocabularies.merge(database, "topic", "school", into="work", by=actor),
        lambda: vocabularies.remove(database, "topic", "school", by=actor),
    ):
        with pytest.raises(Forbidden):
            deed()
    assert database.revision == BEGUN


def test_a_change_that_is_not_committed_counts_nowhere(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("db.history.add", fail)
    with pytest.raises(ZeroDivisionError):
        vocabularies.rename(database, "topic", "school", de="Schule", en="School", by=LEA)
    assert own(database) == VOCABULARIES
    assert vocabularies.values(database, "topic")[1].version == 1


def test_a_key_of_a_list_that_is_gone_is_nobody_elses() -> None:
    first, second = {"a": 1}, {"a": 1}
    assert caches.Same(first) == caches.Same(first)
    assert caches.Same(first) != caches.Same(second)
    assert len({caches.Same(first), caches.Same(first), caches.Same(second)}) == 2
