"""A table too wide for a page stands upright on it."""

from dataclasses import replace

from dashboard.report_layout import MOST_COLUMNS, laid
from db.report_content import ReportContent, Written


def wide(report: ReportContent, columns: int, rows: int) -> Written:
    """A table whose cells tell their places."""
    cells = tuple(tuple(f"{row}/{column}" for column in range(columns)) for row in range(rows))
    headings = tuple(f"S{column}" for column in range(columns))
    numeric = (False, *[True] * (columns - 1))
    table = replace(report.tables[0].table, rows=cells)
    return replace(report.tables[0], headings=headings, cells=cells, numeric=numeric, table=table)


def test_a_table_with_more_columns_than_a_page_has_room_for_stands_upright(report: ReportContent) -> None:
    found = laid(wide(report, MOST_COLUMNS + 1, 2))
    assert found.headings == ("S0", "0/0", "1/0")
    assert found.cells[0] == ("S1", "0/1", "1/1")
    assert len(found.cells) == MOST_COLUMNS
    assert (found.numeric, found.totals) == ((False, True, True), 0)


def test_other_tables_stand_as_they_are_and_say_which_rows_are_totals(report: ReportContent) -> None:
    table = wide(report, MOST_COLUMNS, 2)
    assert laid(table).cells == table.cells
    tall = wide(report, MOST_COLUMNS + 1, MOST_COLUMNS)
    assert laid(tall).headings == tall.headings
    assert laid(replace(table, cells=(table.cells[0], *table.cells))).totals == 1
