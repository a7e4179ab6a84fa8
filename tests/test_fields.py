"""Every surface learns what a record type is from its fields."""

import pytest

from db.delimited import Reader
from schemas import RECORDS, Consultation, Event, Project
from schemas.fields import Field, Kind, dimensions, entered, entry_schema, fields, measures, schema
from schemas.record import Record, about

TYPES = pytest.mark.parametrize("record_type", RECORDS.values(), ids=list(RECORDS))
DECLARED = [
    pytest.param(field, id=f"{table}.{name}") for table, each in RECORDS.items() for name, field in fields(each).items()
]
SYSTEM = ["id", "number", "version", "created_at", "created_by", "changed_at", "changed_by"]


@pytest.mark.parametrize("field", DECLARED)
def test_every_field_has_a_title_in_both_languages_and_a_kind(field: Field) -> None:
    assert field.label.de.strip()
    assert field.label.en.strip()
    assert isinstance(field.kind, Kind)
    assert field.help is None or (field.help.de.strip() and field.help.en.strip())


@pytest.mark.parametrize("field", DECLARED)
def test_every_choice_is_made_from_a_vocabulary_and_nothing_else_is(field: Field) -> None:
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        assert Reader().vocabularies[field.vocabulary or ""]
    else:
        assert field.vocabulary is None


@pytest.mark.parametrize("field", DECLARED)
def test_every_number_and_text_has_bounds(field: Field) -> None:
    bounds = {Kind.INTEGER: {"minimum", "maximum"}, Kind.DECIMAL: {"minimum", "maximum", "places"}}
    bounds |= {Kind.TEXT: {"longest"}, Kind.NOTE: {"longest"}}
    assert bounds.get(field.kind, set()) <= field.bounds.keys()


@TYPES
def test_system_columns_come_first_and_are_not_entered(record_type: type[Record]) -> None:
    assert list(fields(record_type))[:7] == SYSTEM
    assert all(field.system for field in list(fields(record_type).values())[:7])
    assert not set(SYSTEM) & entered(record_type).keys()
    assert list(fields(record_type)) == SYSTEM + ["state"] * bool(about(record_type).workflow) + [*entered(record_type)]


@TYPES
def test_titles_are_unique_within_a_record_type_so_that_a_file_can_be_read_back(record_type: type[Record]) -> None:
    for language in ("de", "en"):
        titles = [field.label.in_language(language) for field in fields(record_type).values()]
        assert len(set(titles)) == len(titles)


@TYPES
def test_aliases_name_one_field_only(record_type: type[Record]) -> None:
    names = [
        name.casefold()
        for field in entered(record_type).values()
        for name in {field.label.de, field.label.en, *field.aliases}
    ]
    assert len(set(names)) == len(names)


@TYPES
def test_no_free_text_cuts_figures(record_type: type[Record]) -> None:
    assert not {field.kind for field in dimensions(record_type)} & {Kind.TEXT, Kind.NOTE}
    assert {field.kind for field in measures(record_type)} <= {Kind.INTEGER, Kind.DECIMAL}


@TYPES
def test_what_a_person_enters_is_checked_without_system_columns_and_may_leave_columns_out(
    record_type: type[Record],
) -> None:
    columns = entry_schema(record_type).columns
    assert list(columns) == list(entered(record_type))
    assert not any(column.required for column in columns.values())
    assert all(column.required for column in schema(record_type).columns.values())


def test_dimensions_and_measures_are_those_the_office_reports() -> None:
    assert [field.name for field in dimensions(Consultation)] == [
        *(
            "state",
            "topics",
            "client_group",
            "setting",
            "municipality",
            "contact",
            "language",
            "interpreter",
            "referred_to",
        )
    ]
    assert [field.name for field in measures(Consultation)] == ["persons", "minors", "minutes"]
    assert {"attendance", "places", "registrations"} <= {field.name for field in measures(Event)}


def test_a_field_knows_the_limits_of_its_days() -> None:
    assert entered(Consultation)["day"].bounds == {"past": True, "opened": True}
    assert entered(Event)["day"].bounds == {"opened": True}
    assert entered(Project)["ended"].bounds == {}


def test_records_are_registered_by_the_name_of_their_table() -> None:
    tables = ("consultations", "home_visits", "events", "projects", "project_activities", "performance_requests")
    assert tuple(RECORDS) == tables
    assert all(about(record_type).table == table for table, record_type in RECORDS.items())
