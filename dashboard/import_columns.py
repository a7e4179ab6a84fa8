"""The second step of an import: which column is which field, and what words and numbers of the file mean."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import streamlit as st

from dashboard import ongoing_import, session
from dashboard.formats import label_of, plain
from dashboard.import_verdicts import suggestions
from dashboard.ongoing_import import Ongoing
from dashboard.translations import msgid
from db import cells, import_readings
from db.headings import Heading, headings
from db.headings import plain as plainly
from db.number_marks import Mark
from db.sheets import is_empty
from schemas.fields import shown
from schemas.refusals import Refused
from schemas.vocabulary import TITLES

Thing = TypeVar("Thing")

_EXAMPLES, _LOOKED_AT, _LONGEST = 3, 200, 28
_IN_A_ROW = 3
_ASIDE = ""
"""What is chosen for a column that is not taken."""


def columns_step(ongoing: Ongoing) -> str:
    """The columns with their fields; what stops the import here, as a sentence."""
    t, wrong = session.texts(), _heading_row(ongoing)
    if wrong:
        return wrong
    columns = headings(ongoing.sheet.rows, ongoing.reading.row)
    chosen = {each.place: _field(ongoing, each) for each in _in_rows(columns)}
    ongoing_import.assign(ongoing, {place: name for place, name in chosen.items() if name})
    st.caption(plain(t("* must be filled in")))
    _marks(ongoing)
    try:
        import_readings.must_be_complete(ongoing.reading, ongoing.sheet)
    except Refused as refused:
        return refused.label.in_language(session.language())
    return ""


def _heading_row(ongoing: Ongoing) -> str:
    """The row of the headings, told and changeable; what is wrong with another one."""
    t, key = session.texts(), f"heading row of {ongoing.sheet.hash}"
    session.seed(key, ongoing.reading.row + 1)
    row = st.number_input(t("Row of the headings"), 1, len(ongoing.sheet.rows), key=key, width=200)
    try:
        ongoing_import.begin_below(ongoing, int(row) - 1)
    except Refused as refused:
        return refused.label.in_language(session.language())
    if int(row) - 1 != ongoing.reading.row:
        st.rerun()
    return ""


def _field(ongoing: Ongoing, heading: Heading) -> str:
    """The field of one column: guessed at first, to be changed."""
    t, language, declared = session.texts(), session.language(), shown(ongoing.reading.record_type)
    key = f"column {ongoing.id} {heading.place}"
    session.seed(key, ongoing.reading.fields.get(heading.place, _ASIDE))
    names = {_ASIDE: t("(not taken)")} | {
        name: f"{field.label.in_language(language)}{' *' if field.required and not field.system else ''}"
        for name, field in declared.items()
    }
    name = st.selectbox(plain(heading.text), list(names), format_func=names.__getitem__, key=key)
    st.caption(plain(" · ".join(_examples(ongoing, heading)) or t("(empty)")))
    return str(name)


def _examples(ongoing: Ongoing, heading: Heading) -> list[str]:
    """The first different values of a column."""
    below = ongoing.sheet.rows[ongoing.reading.row + 1 :][:_LOOKED_AT]
    found = (row[heading.place] for row in below if len(row) > heading.place and not is_empty(row[heading.place]))
    texts = dict.fromkeys(" ".join(cells.text_of(each).split()) for each in found)
    return [text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in list(texts)[:_EXAMPLES]]


def _marks(ongoing: Ongoing) -> None:
    """Which decimal mark ambiguous numbers have: asked, never guessed."""
    t, marks = session.texts(), dict(ongoing.reading.marks)
    for heading, example in import_readings.ambiguous_marks(ongoing.reading, ongoing.sheet):
        key = f"mark {ongoing.id} {heading.place}"
        session.seed(key, marks.get(plainly(heading.text)))
        words = {Mark.COMMA: t("a comma, as in 1.234,5"), Mark.POINT: t("a point, as in 1,234.5")}
        question = msgid("{column}: which decimal mark do numbers such as {example} have?")
        asked = t(question, column=heading.text, example=example)
        mark = st.radio(plain(asked), list(Mark), index=None, format_func=words.__getitem__, key=key, horizontal=True)
        if mark:
            marks[plainly(heading.text)] = mark
    if marks != ongoing.reading.marks:
        ongoing.reading = replace(ongoing.reading, marks=marks)


def words_step(ongoing: Ongoing) -> None:
    """What words mean that their list does not know: suggested, chosen, remembered."""
    if not ongoing.asked:
        return
    t = session.texts()
    st.subheader(t("Words that are in no list"))
    st.caption(t("Rows with such words are refused until you say what they mean. The answer is remembered."))
    before = ongoing.reading
    for vocabulary, text in _in_rows(ongoing.asked):
        code = _word(ongoing, vocabulary, text)
        if code:
            ongoing.reading = import_readings.explaining(ongoing.reading, vocabulary, text, code)
        else:
            ongoing.reading = import_readings.without(ongoing.reading, vocabulary, text)
    if ongoing.reading != before:
        st.rerun()


def _word(ongoing: Ongoing, vocabulary: str, text: str) -> str | None:
    """What one word means; what is most like it is named, but never taken by itself."""
    t, reader, near = session.texts(), session.reader(), suggestions(vocabulary, text, session.reader())
    name = partial(label_of, vocabulary=vocabulary, reader=reader)
    title = f"{TITLES[vocabulary].in_language(reader.language)}: {text}" if vocabulary in TITLES else text
    codes, key = list(_codes(vocabulary, text)), f"word {ongoing.id} {vocabulary} {text}"
    before = import_readings.explanation(ongoing.reading, vocabulary, text)
    session.seed(key, before if before in codes else None)
    code: str | None = st.selectbox(
        plain(title),
        codes,
        index=None,
        format_func=name,
        placeholder=t("Perhaps {value}?", value=name(near[0])) if near else t("Please choose one."),
        key=key,
    )
    return code


def _in_rows(things: Sequence[Thing]) -> Iterator[Thing]:
    """Each of several things in its place: three in a row, or below each other on a phone, in their order."""
    for start in range(0, len(things), _IN_A_ROW):
        for place, each in zip(st.columns(_IN_A_ROW), things[start : start + _IN_A_ROW], strict=False):
            with place:
                yield each


def _codes(vocabulary: str, text: str) -> Iterator[str]:
    """The values that can be chosen, the most alike first."""
    reader = session.reader()
    near = suggestions(vocabulary, text, reader)
    yield from near
    yield from (value.code for value in reader.vocabularies[vocabulary] if not value.retired and value.code not in near)
