"""A record type declares its states and transitions; what can't work is refused at import, by class and field."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from schemas import RECORDS, columns
from schemas.fields import dimensions, entered, fields, shown
from schemas.given import Given
from schemas.labels import Label
from schemas.problems import check, following, frame_of
from schemas.record import Record, about, states, workflow_of
from schemas.vocabulary import codes
from schemas.workflow import STATE, State, Tone, Transition, Workflow
from tests.conftest import OPENED, TODAY

LENT = State("lent", Label("verliehen", "lent"), Tone.OPEN, counted=False)
BACK = State("back", Label("zurück", "back"), Tone.GOOD, requires=("returned",), own=("returned",), past=True)
LOST = State("lost", Label("verloren", "lost"), Tone.OFF, requires=("why",), own=("why",))
RETURN = Transition("return", Label("Zurückgeben", "Return"), ("lent",), "back", asks=("returned",))
LOSE = Transition("lose", Label("Verlieren", "Lose"), ("lent",), "lost", asks=("why",))
WORKFLOW = Workflow(
    states=(LENT, BACK, LOST),
    transitions=(RETURN, LOSE),
    derived=("lent", "back"),
    rule=lambda values, *_: "back" if values["returned"] else "lent",
)


def declared(workflow: Workflow) -> type[Record]:
    """A record type with a workflow."""

    class Loan(
        Record, table="loans", singular=Label("Leihe", "Loan"), plural=Label("Leihen", "Loans"), workflow=workflow
    ):
        """A thing that was lent."""

        day: columns.Day = columns.day(Label("Datum", "Day"), past=False, required=True)
        thing: columns.Text = columns.text(Label("Ding", "Thing"), longest=20, required=True)
        returned: columns.Day = columns.day(Label("Zurück am", "Returned"))
        why: columns.Text = columns.text(Label("Warum", "Why"), longest=20)

    return Loan


Loan = declared(WORKFLOW)


def test_the_state_is_a_column_that_nobody_enters_but_everybody_can_filter_by() -> None:
    assert list(fields(Loan))[7:] == ["state", "day", "thing", "returned", "why"]
    assert STATE not in entered(Loan)
    assert list(shown(Loan)) == ["state", "day", "thing", "returned", "why"]
    assert [field.name for field in dimensions(Loan)] == ["state"]
    assert codes(states(Loan)["loans_state"]) == ("lent", "back", "lost")
    assert [value.colour for value in states(Loan)["loans_state"]] == [0, 1, 2]


def test_without_a_workflow_there_is_no_state() -> None:
    assert about(RECORDS["projects"]).workflow is None
    assert STATE not in fields(RECORDS["projects"])
    assert states(RECORDS["projects"]) == {}
    assert following(RECORDS["projects"], {}, TODAY) is None
    with pytest.raises(LookupError):
        workflow_of(RECORDS["projects"])


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"states": (LENT, BACK, LOST, LENT)}, "Loan.lent: there are 2 states of this code"),
        ({"states": (LENT, BACK, LOST, replace(LOST, code="none"))}, "Loan.none: no state can have this code"),
        ({"states": (LENT, BACK, LOST, replace(LENT, code="away"))}, "Loan.away: nothing leads to this state"),
        ({"derived": ("lent", "back", "gone")}, "Loan.gone: there is no such state to be derived"),
        ({"states": (LENT, BACK, replace(LOST, label=Label("", "x")))}, "Loan.lost: the title is missing in German"),
        ({"states": (LENT, BACK, replace(LOST, own=("whence",)))}, "Loan.whence: the state 'lost' names it"),
        ({"states": (LENT, BACK, replace(LOST, requires=("id",)))}, "Loan.id: the state 'lost' names it"),
        ({"states": (replace(LENT, own=("thing",)), BACK, LOST)}, "Loan.thing: it is always required"),
        ({"transitions": (RETURN, replace(LOSE, name="delete"))}, "Loan.delete: no transition can have this name"),
        ({"transitions": (RETURN, LOSE, replace(LOSE, target="back"))}, "Loan.lose: no transition can have this name"),
        ({"transitions": (RETURN, replace(LOSE, label=Label("x", "")))}, "Loan.lose: the title is missing"),
        ({"transitions": (RETURN, replace(LOSE, asks=("why", "who")))}, "Loan.who: the transition 'lose' asks for it"),
        ({"transitions": (RETURN, replace(LOSE, target="gone"))}, "Loan.lose: there is no state gone"),
        ({"transitions": (RETURN, replace(LOSE, sources=()))}, "Loan.lose: there is no state to start from"),
        ({"transitions": (RETURN, replace(LOSE, asks=()))}, "Loan.why: 'lost' requires it, but"),
        (
            {"transitions": (RETURN, replace(LOSE, sources=("lent", "back")))},
            "Loan.returned: it has no place in 'lost'",
        ),
        (
            {"transitions": (RETURN, replace(LOSE, asks=("why", "returned")))},
            "Loan.returned: it has no place in 'lost'",
        ),
        ({"transitions": (RETURN, replace(LOSE, in_closed_periods=True))}, "Loan.lose: figures change by it"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(TypeError) as refused:
        declared(replace(WORKFLOW, **changes))
    assert fault in str(refused.value)


def test_a_column_of_the_name_is_made_by_a_workflow_only() -> None:
    with pytest.raises(TypeError, match=r"Loan\.state: only a workflow makes a column of this name"):

        class Loan(Record, table="loans", singular=Label("Leihe", "Loan"), plural=Label("Leihen", "Loans")):
            """Declares by hand what only a workflow makes."""

            day: columns.Day = columns.day(Label("Datum", "Day"), required=True)
            state: columns.Text = columns.text(Label("Status", "Status"), longest=5)


def breaches(state: str | None, **values: Any) -> list[tuple[str, str]]:
    frame = frame_of(Loan, [{"day": TODAY, "thing": "Rad"} | values])
    found = check(Loan, frame, Given(TODAY, OPENED), None if state is None else [state])
    return [(problem.field, problem.rule) for problem in found]


def test_a_record_is_judged_for_its_state() -> None:
    assert breaches("lent") == []
    assert breaches("back") == [("returned", "required")]
    assert breaches("back", returned=TODAY) == []
    assert breaches("lent", returned=TODAY) == [("returned", "state")]
    assert breaches("lost", returned=TODAY) == [("returned", "state"), ("why", "required")]


def test_without_a_state_it_is_judged_for_the_one_that_follows_from_its_values() -> None:
    assert breaches(None) == []
    assert breaches(None, returned=TODAY) == []
    assert breaches(None, returned=TODAY, why="?") == [("why", "state")]


def test_a_state_can_need_a_day_that_has_come() -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    assert breaches("lent", day=tomorrow) == []
    assert breaches("back", day=tomorrow, returned=TODAY) == [("day", "past")]


def test_what_a_field_is_told_already_is_not_told_again() -> None:
    assert breaches("lent", returned="gestern") == [("returned", "day")]
    assert breaches(None, returned="gestern", why="?") == [("returned", "day")]


def test_the_rows_of_a_frame_are_judged_each_for_its_own_state() -> None:
    rows = [{"day": TODAY, "thing": "Rad"}, {"day": TODAY, "thing": "Rad", "returned": TODAY}]
    found = check(Loan, frame_of(Loan, rows * 2), Given(TODAY, OPENED), ["back", "back", "lent", "lent"])
    assert [(problem.row, problem.field, problem.rule) for problem in found] == [
        (0, "returned", "required"),
        (3, "returned", "state"),
    ]
    assert found[1].sentence == Label(
        "Beim Status „verliehen“ bleibt dieses Feld leer.", "This field stays empty while the status is “lent”."
    )


def test_a_state_follows_from_values_unless_a_transition_has_led_there() -> None:
    values = {"day": TODAY, "returned": TODAY}
    assert following(Loan, {}, TODAY) == "lent"
    assert following(Loan, values, TODAY, "lent") == "back"
    assert following(Loan, {}, TODAY, "back") == "lent"
    assert following(Loan, values, TODAY, "lost") == "lost"
    assert following(Loan, {"returned": "gestern"}, TODAY) is None
    assert following(Loan, {"returned": dt.datetime(2018, 5, 1)}, TODAY) is None
