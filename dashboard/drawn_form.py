"""A form as ``elements/form.js`` draws it: questions, answers, what is wrong, all texts in the reader's language."""

from collections.abc import Sequence
from typing import Any

from dashboard import session
from dashboard.entry import REMARK, Entry
from dashboard.messages import sentence
from dashboard.widgets import Answer, lines, question, written
from db.proposal_refusals import WordUnusable
from schemas.fields import entered
from schemas.record import about


def drawn(entry: Entry, *, name: str, stamp: int, keep: Sequence[str] = ()) -> dict[str, Any]:
    """The form of an entry. ``stamp`` is that of its last event that was heard; ``keep`` can stay for the next one."""
    t, reader = session.texts(), session.reader()
    questions = [question(field, reader, entry.had.get(asked)) for asked, field in entry.asked.items()]
    problems = {asked: entry.sentences(asked, reader.language) for asked in entry.asked}
    if entry.proposes:
        questions.append(lines(REMARK, t("Remark on the proposal")))
        problems[REMARK] = [_failure(entry)] if isinstance(entry.failure, WordUnusable) else []
    return {
        "form": name,
        "entry": entry.id,
        "edits": entry.target or "",
        "opened": entry.opened or entry.transition is not None,
        "reopens": _reopens(entry),
        "session": session.session_id(),
        "person": session.actor().id,
        "stamp": stamp,
        "language": reader.language,
        "today": session.today().isoformat(),
        "questions": questions,
        "required": entry.required(session.today()),
        "values": _answers(entry),
        "problems": {asked: sentences for asked, sentences in problems.items() if sentences},
        "attempted": entry.attempted,
        "heading": _heading(entry),
        "behind": False,
        "found_again": t("Unsaved entries from before were found again.") if entry.restored else "",
        "alert": _alert(entry),
        "saved": None,
        "texts": _texts(entry, keep),
    }


def _reopens(entry: Entry) -> dict[str, Any] | None:
    """How the browser has a form opened again whose content a server that went away never got."""
    if entry.target is None:
        return None
    t, language, names = session.texts(), session.language(), about(entry.record_type)
    record, number = names.singular.in_language(language), entry.number or 0
    told = t("Not sent yet: the change of {record} no. {number} waits.", record=record, number=number)
    if entry.transition:
        step = entry.transition.label.in_language(language)
        told = t("Not sent yet: “{step}” of {record} no. {number} waits.", step=step, record=record, number=number)
    step_name = entry.transition.name if entry.transition else ""
    return {"form": names.table, "record": entry.target, "number": number, "step": step_name, "sentence": told}


def _answers(entry: Entry) -> dict[str, Answer]:
    """The values of the entry as they stand in the form."""
    said: dict[str, Answer] = {REMARK: entry.remark} if entry.remark else {}
    return written(entry.values, entered(entry.record_type), session.reader()) | said


def _heading(entry: Entry) -> str:
    t, language = session.texts(), session.language()
    singular = about(entry.record_type).singular.in_language(language)
    if entry.transition:
        step = entry.transition.label.in_language(language)
        return t("Propose: {step}", step=step) if entry.proposes else step
    if entry.proposes:
        return t("Propose a change: {record} no. {number}", record=singular, number=entry.number or "")
    if entry.target:
        return t("Edit {record} no. {number}", record=singular, number=entry.number or "")
    return t("New entry: {record}", record=singular)


def _texts(entry: Entry, keep: Sequence[str]) -> dict[str, str]:
    t, language = session.texts(), session.language()
    titles = ", ".join(entered(entry.record_type)[name].label.in_language(language) for name in keep)
    return {
        "save": t("Propose") if entry.proposes else t("Save"),
        "shortcut": t("Propose (Ctrl + Enter)") if entry.proposes else t("Save (Ctrl + Enter)"),
        "discard": t("Cancel") if entry.target else t("Clear the form"),
        "keep": t("Keep for the next entry: {fields}", fields=titles) if keep and not entry.target else "",
        "required": t("* must be filled in"),
        "help": t("Explain"),
        "calendar": t("Open the calendar"),
        "search": t("Search values"),
        "reopen": "" if entry.transition else t("Go on with it"),
        "drop": t("Drop what I typed"),
        "unanswered": t("The server does not answer. What you typed is kept here; please try again in a moment."),
    }


def _alert(entry: Entry) -> str:
    """Why the entry could not be saved."""
    t, language = session.texts(), session.language()
    if entry.failure is not None:
        return _failure(entry)
    if entry.conflict is not None and entry.transition:
        return t("The record has just changed. Please look at it again.")
    wrong = {problem.field for problem in entry.problems} if entry.attempted else set()
    titles = ", ".join(field.label.in_language(language) for name, field in entry.asked.items() if name in wrong)
    elsewhere = [
        f"{field.label.in_language(language)}: {sentence(problem, field, language)}"
        for problem in entry.problems
        for name, field in entered(entry.record_type).items()
        if name == problem.field and name in wrong and name not in entry.asked
    ]
    if not titles:
        return " ".join(elsewhere)
    if entry.proposes:
        return t("Not proposed yet. Please look at: {fields}", fields=titles)
    return " ".join([t("Not saved yet. Please look at: {fields}", fields=titles), *elsewhere])


def _failure(entry: Entry) -> str:
    return entry.failure.label.in_language(session.language()) if entry.failure else ""
