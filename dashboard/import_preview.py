"""The third step of an import: every row with its verdict, what to do with those that have errors, and the import."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException

from dashboard import ongoing_import, session
from dashboard.formats import plain
from dashboard.import_verdicts import errors, remarks
from dashboard.office import office
from dashboard.ongoing_import import Ongoing
from dashboard.translations import msgid
from db import error_columns, import_readings, imports
from db.import_checks import Judged, Verdict
from schemas.refusals import Refused

VERDICTS: Mapping[Verdict, str] = {
    Verdict.REFUSED: msgid("has errors"),
    Verdict.DUPLICATE: msgid("stored already"),
    Verdict.NEW: msgid("new"),
}
IMPORT = "import"
"""The parameter of the address that names an import."""
_SHOWN = 1_000
_ALL = "all"
_LETTERS, _MOST_LINES = 56, 7
"""What a line of the column of errors holds, and how many lines a row has at most."""


def preview_step(ongoing: Ongoing, judged: Judged) -> None:
    """The rows and what becomes of them, and the import if it is wanted."""
    _summary(ongoing, judged)
    told = errors(judged, session.reader())
    _table(ongoing, judged, told)
    if judged.refused:
        _errors_file(ongoing, judged, told)
    _decision(ongoing, judged)


def _summary(ongoing: Ongoing, judged: Judged) -> None:
    t, chosen = session.texts(), len(judged.chosen())
    lines = [t.plural("{n} row is new and without errors", "{n} rows are new and without errors", chosen)]
    lines += remarks(judged, t)
    others = import_readings.left_out(ongoing.reading, ongoing.sheet)
    if others:
        lines.append(t("Columns that are not taken: {columns}", columns=", ".join(each.text for each in others)))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _table(ongoing: Ongoing, judged: Judged, told: Mapping[int, str]) -> None:
    """The rows as they stand in the file, those with errors at first if there are any."""
    t, key = session.texts(), f"shown of {ongoing.id}"
    there = [each for each in Verdict if any(judged.verdict(row) is each for row in range(len(judged.rows)))]
    words = {each.value: t(word) for each, word in VERDICTS.items() if each in there} | {_ALL: t("all rows")}
    wanted = _ALL
    session.seed(key, Verdict.REFUSED.value if judged.refused else _ALL)
    if len(there) > 1:
        wanted = st.segmented_control(t("Rows"), list(words), format_func=words.__getitem__, key=key) or _ALL
    rows = [row for row in range(len(judged.rows)) if wanted in (_ALL, judged.verdict(row).value)]
    frame = pd.DataFrame([_row(judged, row, told) for row in rows[:_SHOWN]])
    wide = {error_columns.HEADING.in_language(session.language()): st.column_config.TextColumn(width="large")}
    high = _height([told.get(judged.rows[row], "") for row in rows[:_SHOWN]])
    alt = t("Rows of the file with their verdicts")
    st.dataframe(frame, hide_index=True, alt=alt, column_config=wide, row_height=high)
    if len(rows) > _SHOWN:
        st.caption(t.plural("{n} more row is not shown.", "{n} more rows are not shown.", len(rows) - _SHOWN))


def _height(errors: Sequence[str]) -> int | None:
    """How high a row must be, in pixels, for all of its errors to be read; None for one line."""
    lines = min(-(-max(map(len, errors), default=0) // _LETTERS), _MOST_LINES)
    return 14 + 20 * lines if lines > 1 else None


def _row(judged: Judged, row: int, told: Mapping[int, str]) -> dict[str, object]:
    t, place = session.texts(), judged.rows[row]
    said = t(VERDICTS[judged.verdict(row)])
    if row in judged.repeated:
        like = t("like row {row}", row=judged.rows[judged.repeated[row]] + 1)
        said = f"{said}, {like}"
    found: dict[str, object] = {t("Row"): place + 1, t("Verdict"): said}
    if judged.refused:
        found[error_columns.HEADING.in_language(session.language())] = told.get(place, "")
    for heading, field in import_readings.assigned(judged.reading, judged.sheet):
        found[heading.text] = import_readings.cell_text(judged.reading, judged.sheet, place, field.name)
    return found


def _errors_file(ongoing: Ongoing, judged: Judged, told: Mapping[int, str]) -> None:
    """The same file with the errors beside the rows, to be corrected and imported again."""
    t, language = session.texts(), session.language()
    sheet, row = ongoing.sheet, judged.reading.row
    stem, word = sheet.name.rpartition(".")[0] or sheet.name, error_columns.HEADING.in_language(language)
    st.download_button(
        t("Download the file with a column of errors"),
        lambda: error_columns.with_errors(sheet, row, told, language),
        file_name=f"{stem}_{word}.{sheet.kind}",
        key=f"errors of {ongoing.id}",
        on_click="ignore",
        icon=":material/download:",
    )


def _decision(ongoing: Ongoing, judged: Judged) -> None:
    """What is imported, and the button."""
    t, good_only, again = session.texts(), False, False
    if judged.refused:
        words = {False: t("All rows or none"), True: t("Only the rows without errors")}
        good_only = bool(
            st.radio(t("Rows with errors"), list(words), format_func=words.__getitem__, key=f"good {ongoing.id}")
        )
    if judged.duplicates:
        again = st.checkbox(t("Import rows again that are stored already"), key=f"again {ongoing.id}")
    count = len(judged.chosen(duplicates_too=again)) if good_only or not judged.refused else 0
    word = t.plural("Import {n} record", "Import {n} records", count) if count else t("Import")
    pressed = st.button(word, type="primary", disabled=not count, key=f"import {ongoing.id}", icon=":material/upload:")
    if not count:
        st.caption(_why_not(judged, good_only=good_only))
    if pressed:
        _import(ongoing, judged, good_only=good_only, again=again)


def _why_not(judged: Judged, *, good_only: bool) -> str:
    t = session.texts()
    if judged.refused and not good_only:
        return t("Some rows have errors: correct them in the file, or import only the rows without errors.")
    return t("There is nothing new to import.")


def _import(ongoing: Ongoing, judged: Judged, *, good_only: bool, again: bool) -> None:
    """Store the rows. The address names the import from the beginning: whoever comes back learns how it ended."""
    t, bar = session.texts(), st.progress(0.0)
    waiting: list[ScriptControlException] = []

    def progress(done: float) -> None:
        try:
            if not waiting:
                bar.progress(done, text=t("Importing …"))
        except ScriptControlException as wanted:  # a click elsewhere would end the script, and the import with it
            waiting.append(wanted)

    st.query_params[IMPORT] = ongoing.id
    try:
        imports.store(
            office().database,
            judged,
            ongoing.id,
            by=session.actor(),
            good_rows_only=good_only,
            duplicates_too=again,
            progress=progress,
        )
    except Refused as refused:
        st.query_params.pop(IMPORT, None)
        bar.empty()
        st.error(plain(refused.label.in_language(session.language())))
    else:
        with session.uninterrupted():
            ongoing_import.end()
        for wanted in waiting:
            raise wanted
        st.rerun()
