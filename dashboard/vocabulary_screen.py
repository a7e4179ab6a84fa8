"""The value lists of the office as a screen: add, rename, reorder, retire, merge and remove values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.begun import begun, forget
from dashboard.formats import plain
from dashboard.office import office
from dashboard.translations import msgid
from db import vocabularies
from db.records import Rejected
from db.value_lists import Listed
from db.vocabulary_refusals import LabelTaken
from schemas.refusals import Refused
from schemas.vocabulary import TITLES

_TOLD = "told on vocabularies"
PLEASE_CHOOSE = msgid("Please choose one.")
WOULD_BREAK = msgid("Some records would break a rule with the other value. Nothing was changed.")

Done = TypeVar("Done")

Places = Mapping[str, st.delta_generator.DeltaGenerator]
"""Where a mistake is told: at the label of each language."""


def vocabularies_page() -> None:
    """Choose a list, see its values and how often records have them, and change it."""
    t, language = session.texts(), session.language()
    told = session.take(_TOLD)
    if told:
        st.success(told)
    name = st.selectbox(
        t("List"),
        list(TITLES),
        format_func=lambda name: TITLES[name].in_language(language),
        placeholder=t(PLEASE_CHOOSE),
        key="chosen vocabulary",
    )
    listed, uses = vocabularies.values(office().database, name), vocabularies.uses(office().database, name)
    _table(listed, uses)
    st.header(t("Add a value"))
    _addition(name)
    st.header(t("Change a value"))
    by_code = {row.code: row for row in listed}
    code = _choice(t("Value"), by_code, key=f"value of {name}")
    if code is not None:
        others = {other: row for other, row in by_code.items() if other != code}
        with st.container(border=True):
            changing = Changing(by_code[code], *begun(by_code[code], widget=_widget, now=_now))
            _names(changing)
            _place(changing, listed)
            _end(changing, uses.get(code, 0))
        _merging(changing, others)


@dataclass(frozen=True, slots=True)
class Changing:
    """The value that somebody is changing."""

    row: Listed
    """As it is stored."""
    began: Listed
    """As it was when its forms were filled in: their widgets keep its name."""
    version: int
    """The last one that the reader has seen."""

    def change(self, deed: Callable[..., Done], **values: str) -> Callable[[], Done]:
        """Do something to the value as the reader has seen it; afterwards the forms begin anew."""

        def changed() -> Done:
            row, version = self.row, self.version
            told = deed(office().database, row.vocabulary, row.code, by=session.actor(), version=version, **values)
            forget(row)
            return told

        return changed


def _widget(began: Listed) -> str:
    """One of the widgets that change a value."""
    return f"name of {began.id} {began.version} de"


def _now(row: Listed) -> str:
    return " / ".join([row.de, row.en, _state(row)])


def _state(row: Listed) -> str:
    t = session.texts()
    return t("retired") if row.retired else t("to be chosen")


def _table(listed: list[Listed], uses: Mapping[str, int]) -> None:
    t = session.texts()
    columns = {
        t("German"): [row.de for row in listed],
        t("Uses"): [uses.get(row.code, 0) for row in listed],
        t("State"): [_state(row) for row in listed],
        t("English"): [row.en for row in listed],
    }
    st.dataframe(pd.DataFrame(columns), hide_index=True, height="content", alt=t("Values of the list in their order"))


def _choice(label: str, rows: Mapping[str, Listed], *, key: str) -> str | None:
    t = session.texts()
    return st.selectbox(
        label, list(rows), index=None, format_func=lambda code: _name(rows[code]), placeholder=t(PLEASE_CHOOSE), key=key
    )


def _name(row: Listed) -> str:
    return row.value.label.in_language(session.language())


def _addition(name: str) -> None:
    """A form for a new value; its widgets get new keys after each, which empties them."""
    t, count = session.texts(), session.remembered(_added(name), int)
    with st.form(f"new in {name} {count}", enter_to_submit=False):
        de, en, places = _label_inputs(f"new in {name} {count}")
        sent = st.form_submit_button(t("Add"), type="primary")
    if sent:
        said = t("{value} is added to the list.", value=plain(de.strip()))
        _try_labels(places, (de, en), lambda: _add(name, de, en), said)


def _add(name: str, de: str, en: str) -> None:
    vocabularies.add(office().database, name, de=de, en=en, by=session.actor())
    session.remember(_added(name), session.remembered(_added(name), int) + 1)


def _added(name: str) -> str:
    return f"values added to {name}"


def _names(changing: Changing) -> None:
    t, began = session.texts(), changing.began
    mark = f"{began.id} {began.version}"
    with st.form(f"names of {mark}", enter_to_submit=False, border=False):
        de, en, places = _label_inputs(f"name of {mark}", began)
        sent = st.form_submit_button(t("Rename"))
    if sent:
        said = t("The value is called {value} now.", value=plain(de.strip()))
        _try_labels(places, (de, en), changing.change(vocabularies.rename, de=de, en=en), said)


def _label_inputs(key: str, row: Listed | None = None) -> tuple[str, str, Places]:
    """Inputs for both labels, each with a place for what is wrong with it."""
    t, longest = session.texts(), vocabularies.LONGEST
    de = st.text_input(t("German"), value=row.de if row else "", key=f"{key} de", max_chars=longest)
    places = {"de": st.empty()}
    en = st.text_input(t("English"), value=row.en if row else "", key=f"{key} en", max_chars=longest)
    places["en"] = st.empty()
    return de, en, places


def _place(changing: Changing, listed: list[Listed]) -> None:
    """Move a value up or down by one."""
    t, row = session.texts(), changing.row
    at = listed.index(row)
    ways = ((t("Up"), "arrow_upward", at - 1), (t("Down"), "arrow_downward", at + 1))
    with st.container(horizontal=True):
        pressed = [
            to
            for word, icon, to in ways
            if st.button(word, key=f"{icon} {row.id}", icon=f":material/{icon}:", disabled=not 0 <= to < len(listed))
        ]
    refused = st.empty()
    for to in pressed:
        _try(refused, partial(_move, row, to))


def _move(row: Listed, to: int) -> None:
    vocabularies.move(office().database, row.vocabulary, row.code, to, by=session.actor())
    forget(row)


def _end(changing: Changing, uses: int) -> None:
    """Retire or reinstate a value, or remove one that nothing needs."""
    t, row, retired = session.texts(), changing.row, changing.began.retired
    mark, shown = f"{changing.began.id} {changing.began.version}", plain(_name(row))
    with st.container(horizontal=True):
        switched = st.button(t("Reinstate") if retired else t("Retire"), key=f"retire {mark}")
        own = vocabularies.is_own(row.vocabulary, row.code)
        removed = not own and st.button(t("Remove"), key=f"remove {mark}", disabled=uses > 0)
    refused = st.empty()
    st.caption(t("A retired value can't be chosen any more; records that have it keep it, and figures still count it."))
    if switched and retired:
        _try(refused, changing.change(vocabularies.reinstate), t("{value} can be chosen again.", value=shown))
    elif switched:
        _try(refused, changing.change(vocabularies.retire), t("{value} is retired.", value=shown))
    elif removed:
        _try(refused, changing.change(vocabularies.remove), t("{value} is removed.", value=shown))


def _merging(changing: Changing, others: Mapping[str, Listed]) -> None:
    t, row, shown = session.texts(), changing.row, _name(changing.row)
    with st.form(f"merge {row.id} {changing.began.version}"):
        into = _choice(t("Merge {value} into", value=plain(shown)), others, key=f"merge {row.id} into")
        wrong = st.empty()
        st.caption(
            t(
                "All records that have the value get the other one, and it is retired. This can't be undone. Records "
                "of closed periods keep it, and it goes on to be read there."
            )
        )
        sent = st.form_submit_button(t("Merge"))
    if sent and into is None:
        wrong.error(t(PLEASE_CHOOSE))
    elif sent and into is not None:
        _try(wrong, partial(_merge, changing, into, shown))


def _merge(changing: Changing, into: str, shown: str) -> None:
    t, kept = session.texts(), changing.change(vocabularies.merge, into=into)().kept
    told = [t("{value} is merged.", value=plain(shown))]
    if kept:
        told.append(t.plural("{n} record of a closed period keeps it.", "{n} records of closed periods keep it.", kept))
    session.remember(_TOLD, " ".join(told))


def _try(place: st.delta_generator.DeltaGenerator, deed: Callable[[], object], said: str = "") -> None:
    """Do it, say so, unless the deed does, and show the page anew; or say at this place why it is refused."""
    t = session.texts()
    try:
        deed()
    except LabelTaken:
        raise
    except Rejected:
        place.error(t(WOULD_BREAK))
    except Refused as refused:
        place.error(plain(refused.label.in_language(session.language())))
    else:
        if said:
            session.remember(_TOLD, said)
        st.rerun()


def _try_labels(places: Places, labels: tuple[str, str], deed: Callable[[], object], said: str) -> None:
    """The same where labels were typed: what is wrong is told at the label."""
    problems = dict(zip(places, map(vocabularies.label_problem, labels), strict=True))
    for language, problem in problems.items():
        if problem:
            places[language].error(problem.in_language(session.language()))
    if not any(problems.values()):
        try:
            _try(places["de"], deed, said)
        except LabelTaken as taken:
            places[taken.language].error(plain(taken.label.in_language(session.language())))
