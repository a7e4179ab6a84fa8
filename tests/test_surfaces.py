"""Every surface has a row for each kind of value: a new kind fails here until nothing is missing."""

from collections.abc import Mapping
from typing import Any

import pytest

from dashboard import choices, field_hints, formats, grids, import_templates, widgets, workbook
from db import cells, datapackage, delimited, documents, selection, tables
from schemas import parsers
from schemas.fields import Kind

SURFACES: dict[str, Mapping[Kind, Any]] = {
    "columns of a table": tables.DUCKDB_TYPES,
    "values in history and drafts": documents.FROM_JSON,
    "filters": selection.CONDITIONS,
    "types of a data package": datapackage.TYPES,
    "cells for Excel": delimited.EXCEL_CELLS,
    "cells for machines": delimited.MACHINE_CELLS,
    "cells of a workbook": workbook.CELLS,
    "rules of a template": import_templates.VALIDATIONS,
    "hints": field_hints.KINDS,
    "choices": choices.CHOICES,
    "displays": formats.DISPLAYS,
    "columns of a grid": grids.GRID_COLUMNS,
    "controls of a form": widgets.CONTROLS,
    "values in a form": widgets.WRITERS,
    "parsers": parsers.PARSERS,
    "cells of imported files": cells.READERS,
}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_has_a_row_for_every_kind(surface: str) -> None:
    assert set(SURFACES[surface]) == set(Kind)


def test_every_surface_of_the_product_is_named_here() -> None:
    shown = (choices, field_hints, formats, grids, import_templates, widgets, workbook)
    modules = (*shown, datapackage, delimited, documents, selection, tables, parsers, cells)
    found = {
        id(value)
        for module in modules
        for value in vars(module).values()
        if isinstance(value, dict) and set(Kind) & {key for key in value if isinstance(key, Kind)}
    }
    partial = {id(grids._DTYPES)} if hasattr(grids, "_DTYPES") else set()
    assert found - partial == {id(surface) for surface in SURFACES.values()}
