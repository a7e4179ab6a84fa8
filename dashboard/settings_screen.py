"""The office's settings as a screen: what its lead sets for everybody, and where the rest is set."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, session
from dashboard.formats import plain
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.translations import msgid
from db import accounts, office_settings
from db.delimited import FLAVOURS
from db.office_settings import SettingsConflict, SettingsRefused, StoredSettings
from schemas.labels import LANGUAGES
from schemas.office_settings import EARLIEST, LONGEST_NAME, OfficeSettings
from schemas.refusals import Refused

_TOLD, _BEGAN, _CONFLICT = "told on settings", "settings at the beginning", "settings in conflict"

LANGUAGE_NAMES = {"de": msgid("German"), "en": msgid("English")}

Places = Mapping[str, st.delta_generator.DeltaGenerator]
"""Where a mistake is told, by the name of the setting."""


def settings_page() -> None:
    """See the settings, and change them."""
    t, told = session.texts(), session.take(_TOLD)
    if told:
        st.success(told)
    _tell_conflict()
    began = _began()
    with st.form("settings", enter_to_submit=False):
        values, places = _asked(began)
        sent = st.form_submit_button(t("Save"), type="primary")
    missing = [name for name, value in values.items() if value is None]
    for name in missing if sent else []:
        places[name].error(t("Please fill in."))
    if sent and not missing:
        _save(OfficeSettings(**values), began.version, places, st.container())
    _tell_last_change()
    _elsewhere()


def _began() -> StoredSettings:
    """The settings that the form began with: those that were stored when somebody came to the page."""
    began: StoredSettings | None = session.recall(_BEGAN)
    if began is None or not session.knows(_key("office_name", began)):
        began = office().own
        session.remember(_BEGAN, began)
        session.take(_CONFLICT)
    return began


def _key(name: str, began: StoredSettings) -> str:
    return f"setting {name} {began.version}"


def _asked(began: StoredSettings) -> tuple[dict[str, Any], Places]:
    """The settings as they stand in the form, and where a mistake in each is told."""
    t, values, places = session.texts(), dict[str, Any](), dict[str, st.delta_generator.DeltaGenerator]()
    for name, asked in ASKED.items():
        values[name] = asked.ask(label=t(asked.title), value=getattr(began, name), key=_key(name, began))
        places[name] = st.empty()
        if asked.explanation:
            st.caption(t(asked.explanation))
    return values, places


def _save(wanted: OfficeSettings, version: int, places: Places, refused: st.delta_generator.DeltaGenerator) -> None:
    """Store the settings and show the page anew; or say at its place, else in ``refused``, what is wrong."""
    t, language = session.texts(), session.language()
    try:
        office_settings.change(office().database, wanted, version=version, by=session.actor())
    except SettingsRefused as wrong:
        for name, problem in wrong.problems.items():
            places[name].error(plain(problem.in_language(language)))
        return
    except Refused as why:
        refused.error(plain(why.label.in_language(language)))
        return
    except SettingsConflict:
        session.remember(_CONFLICT, wanted)
    else:
        session.take(_CONFLICT)
        session.take(_BEGAN)
        session.remember(_TOLD, t("The settings are saved. They hold for everybody from now on."))
    st.rerun()


def _tell_conflict() -> None:
    """Both values of every setting that somebody else has changed meanwhile, and the question what shall count."""
    t, wanted, stored = session.texts(), session.recall(_CONFLICT), office().own
    if wanted is None:
        return
    different = [name for name in ASKED if getattr(wanted, name) != getattr(stored, name)]
    st.warning(t("Somebody has changed the settings in the meantime. Which values shall count?"))
    columns = {
        t("Field"): [t(ASKED[name].title) for name in different],
        t("Your value"): [plain(ASKED[name].show(getattr(wanted, name))) for name in different],
        t("Stored value"): [plain(ASKED[name].show(getattr(stored, name))) for name in different],
    }
    st.table(pd.DataFrame(columns).set_index(t("Field")))
    refused = st.container()
    with st.container(horizontal=True):
        if st.button(t("Save my values"), type="primary"):
            _save(wanted, stored.version, dict.fromkeys(ASKED, refused), refused)
        if st.button(t("Take the stored values")):
            session.take(_CONFLICT)
            session.take(_BEGAN)
            st.rerun()


def _tell_last_change() -> None:
    t, own, reader = session.texts(), office().own, session.reader()
    if own.version > 1:
        who = accounts.names(office().database).get(own.changed_by, own.changed_by)
        when = formats.moment(own.changed_at, reader.language, reader.zone)
        st.caption(plain(t("Changed {when} by {who}", when=when, who=who)))


def _elsewhere() -> None:
    """What else the office sets for itself, and where."""
    t, reader = session.texts(), session.reader()
    st.header(t("Member municipalities"))
    named = [
        value.label.in_language(reader.language) for value in reader.vocabularies["municipality"] if not value.retired
    ]
    st.write(plain(", ".join(named)))
    st.page_link(page_of("vocabularies"), label=t("Change on the page of lists"), icon=":material/list_alt:")
    st.header(t("Reporting periods"))
    periods = office().database.periods
    names = ", ".join(period.name for period in reversed(periods))
    st.write(plain(names) if periods else t("There is no reporting period yet."))
    st.page_link(page_of("periods"), label=t("To the page of reporting periods"), icon=":material/lock_clock:")


def _ask_name(*, label: str, value: str, key: str) -> str:
    return st.text_input(label, value, max_chars=LONGEST_NAME, key=key)


def _ask_first_day(*, label: str, value: dt.date, key: str) -> dt.date | None:
    latest = max(session.today() + office_settings.AHEAD, value)
    earliest = min(EARLIEST, value)
    return st.date_input(label, value, min_value=earliest, max_value=latest, format="DD.MM.YYYY", key=key, width=200)


def _ask_language(*, label: str, value: str, key: str) -> str:
    chosen: str = st.radio(
        label, LANGUAGES, index=LANGUAGES.index(value), format_func=_language, horizontal=True, key=key
    )
    return chosen


def _ask_flavour(*, label: str, value: str, key: str) -> str:
    names = list(FLAVOURS)
    chosen: str = st.radio(label, names, index=names.index(value), format_func=_flavour, horizontal=True, key=key)
    return chosen


def _ask_threshold(*, label: str, value: int, key: str) -> int:
    return st.number_input(label, value=value, key=key, width=200)


def _ask_zeros(*, label: str, value: bool, key: str) -> bool:
    return st.checkbox(label, value, key=key)


def _language(code: str) -> str:
    return session.texts()(LANGUAGE_NAMES[code])


def _flavour(name: str) -> str:
    return FLAVOURS[name].label.in_language(session.language())


@dataclass(frozen=True, slots=True)
class Asked:
    """How a setting is asked for and shown."""

    title: str
    ask: Callable[..., Any]
    """The input: called with label, value and key."""
    show: Callable[[Any], str] = str
    explanation: str = ""


ASKED: Mapping[str, Asked] = {
    "office_name": Asked(msgid("Name of the office"), _ask_name),
    "opened": Asked(
        msgid("First day of the office"),
        _ask_first_day,
        lambda day: formats.day(day, session.language()),
        msgid("No record can lie before it."),
    ),
    "language": Asked(msgid("Language of those who have not chosen one"), _ask_language, _language),
    "flavour": Asked(msgid("CSV that is offered first"), _ask_flavour, _flavour),
    "threshold": Asked(
        msgid("Threshold for small numbers"),
        _ask_threshold,
        explanation=msgid(
            "It holds for tables that the committee gets: numbers of people below it are left out there, and others "
            "from which they could be worked out. The overview and the office's own downloads go on to show all "
            "numbers. Below 3 it would protect nobody: of two people who are counted together, each knows the other."
        ),
    ),
    "zeros_shown": Asked(
        msgid("Show zeros in such tables"),
        _ask_zeros,
        lambda shown: formats.flag(shown, session.language()),
    ),
}
"""The settings in their order on the page."""
