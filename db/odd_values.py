"""Numbers that are far from what is usual in the office: mistyped, or worth a second look.

The rule is the modified z-score of Iglewicz and Hoaglin (1993): a number is odd if it lies more than 3.5 robust
deviations from the median; the deviation is 1.4826 times the median of the distances from the median. Counts and
durations are skewed, so logarithms are compared, of one more than the number so that 0 has one. Where half of the
numbers are the same the deviation would be 0, so it is at least such that five times the median is not odd yet. Fewer
than 20 numbers say nothing about what is usual. Where a type records what is not alike (a concert, an opening day of a
workshop), only what is alike is compared.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from db.findings import Cursor, Finding, Scope, within
from db.tables import quoted
from schemas.fields import Field, measures
from schemas.labels import Label
from schemas.project_activity import ProjectActivity
from schemas.record import Record, about

THRESHOLD = 3.5
FEWEST = 20
_TINY = 1e-9
"""Less than rounding can be off by."""
LEAST_DEVIATION = math.log(5) / THRESHOLD
IMPLAUSIBLE: Mapping[str, int] = {"minutes": 240, "persons": 20}
"""By the name of a field: one contact of more than four hours, or with more than twenty people, is odd anywhere."""

AMONG: Mapping[type[Record], str] = {ProjectActivity: "project"}
"""The field in which records agree that can be compared; of other types, all can."""

_USUAL_SQL = """
WITH numbers AS (
    SELECT {among} AS among, ln(1 + {name}::DOUBLE) AS x FROM {table} WHERE {name} IS NOT NULL AND {day} <= ?
), middle AS (SELECT among, count(*) AS count, median(x) AS x FROM numbers GROUP BY 1)
SELECT among, middle.count, middle.x, 1.4826 * median(abs(numbers.x - middle.x))
FROM numbers JOIN middle USING (among) GROUP BY ALL ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual of a field, among records that agree in ``AMONG``: the smallest and largest number not odd."""

    among: str
    lowest: int
    highest: int | None
    """None if nothing is known to be odd."""


def find(cursor: Cursor, scope: Scope) -> Iterator[Finding]:
    """The records of the scope with an odd number; those with several, more than once."""
    for record_type in scope.record_types:
        for field in measures(record_type):
            for usual in usually(cursor, record_type, field, scope.last_day):
                if usual.highest is not None:
                    yield from _beyond(cursor, scope, record_type, field, usual)


def usually(cursor: Cursor, record_type: type[Record], field: Field, until: dt.date) -> list[Usual]:
    """What is usual of a field, told by all records up to a day."""
    names = {"name": quoted(field.name), "table": quoted(about(record_type).table), "among": _among(record_type)}
    sql = _USUAL_SQL.format(**names, day=quoted(about(record_type).dated_by))
    return [_usual(field, *row) for row in cursor.execute(sql, [until]).fetchall()]


def _among(record_type: type[Record]) -> str:
    return quoted(AMONG[record_type]) if record_type in AMONG else "''"


def _usual(field: Field, among: str, count: int, middle: float, deviation: float) -> Usual:
    implausible = IMPLAUSIBLE.get(field.name)
    if count < FEWEST:
        return Usual(among, 0, implausible)
    reach = THRESHOLD * max(deviation, LEAST_DEVIATION)
    lowest = max(0, math.ceil(math.expm1(middle - reach) - _TINY))
    highest = math.floor(math.expm1(middle + reach) + _TINY)
    return Usual(among, lowest, highest if implausible is None else min(highest, implausible))


def _beyond(cursor: Cursor, scope: Scope, record_type: type[Record], field: Field, usual: Usual) -> Iterator[Finding]:
    table, day, name = quoted(about(record_type).table), quoted(about(record_type).dated_by), quoted(field.name)
    dated, params = within(record_type, scope)
    cursor.execute(
        f"SELECT number, {day}, {name} FROM {table} WHERE {dated} AND {_among(record_type)} = ?"
        f" AND ({name} < ? OR {name} > ?) ORDER BY {day}, number",
        [*params, usual.among, usual.lowest, usual.highest],
    )
    for number, dated_on, value in cursor.fetchall():
        yield Finding(record_type, number, dated_on, _remark(field, value, usual), f":{field.name}={value}")


def _remark(field: Field, value: int | Decimal, usual: Usual) -> Label:
    unit = field.unit or Label("", "")
    said = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return Label(
        f"{field.label.de}: {said.replace('.', ',')} {unit.de}".strip()
        + f" (üblich: {usual.lowest} bis {usual.highest})",
        f"{field.label.en}: {said} {unit.en}".strip() + f" (usual: {usual.lowest} to {usual.highest})",
    )
