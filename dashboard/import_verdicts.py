"""What is wrong with the rows of a file, in the reader's language: for the screen, the command and the file itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.messages import sentence
from dashboard.translations import Translator, translator
from db import error_columns
from db.delimited import Reader
from db.import_checks import Judged
from db.import_readings import assigned, cell_text
from db.value_names import names_of
from schemas.fields import Field, Kind, shown
from schemas.problems import Problem

_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong with a row of the file."""

    row: int
    """Counted from 1, as spreadsheets do."""
    column: str
    """What the file calls it; empty if it is the row as a whole."""
    value: str
    sentence: str


def told(judged: Judged, reader: Reader) -> Iterator[Told]:
    """Everything that is wrong with a file, by row."""
    headings = {field.name: heading.text for heading, field in assigned(judged.reading, judged.sheet)}
    declared = shown(judged.record_type)
    for problem in judged.problems:
        row, field = judged.rows[problem.row], declared.get(problem.field)
        column = headings.get(problem.field) or (field.label.in_language(reader.language) if field else "")
        value = cell_text(judged.reading, judged.sheet, row, problem.field)
        yield Told(row + 1, column, value, _sentence(judged, problem, field, reader))


def errors(judged: Judged, reader: Reader) -> Mapping[int, str]:
    """What stands in the column of errors, by the row of the file, counted from 0."""
    found: dict[int, str] = {}
    for each in told(judged, reader):
        line = error_columns.line(each.column, each.sentence)
        before = found.get(each.row - 1)
        found[each.row - 1] = f"{before} {line}" if before else line
    return found


def remarks(judged: Judged, t: Translator, *, duplicates_too: bool = False) -> list[str]:
    """How many rows are stored already, have errors, or are equal to an earlier one, as far as there are any."""
    known, broken, equal = (0 if duplicates_too else len(judged.duplicates)), len(judged.refused), len(judged.repeated)
    lines = {
        t.plural("{n} row is stored already and left out", "{n} rows are stored already and left out", known): known,
        t.plural("{n} row has errors", "{n} rows have errors", broken): broken,
        t.plural("{n} row is equal to an earlier one", "{n} rows are equal to an earlier one", equal): equal,
    }
    return [line for line, count in lines.items() if count]


def suggestions(vocabulary: str, text: str, reader: Reader) -> list[str]:
    """The codes of a vocabulary that can still be chosen and are most like a text."""
    values = reader.vocabularies[vocabulary]
    retired = {value.code for value in values if value.retired}
    return [code for code in names_of(values, {}).suggestions(text) if code not in retired][:_SUGGESTIONS]


def _sentence(judged: Judged, problem: Problem, field: Field | None, reader: Reader) -> str:
    if field is None:
        return problem.sentence.in_language(reader.language) if problem.sentence else problem.rule
    if problem.rule == "known" and problem.sentence is None and field.vocabulary:
        unknown = [text for text in _texts(judged, problem, field) if (field.vocabulary, text) in judged.unknown]
        if unknown:
            return " ".join(_not_in_list(field.vocabulary, text, reader) for text in unknown)
    return sentence(problem, field, reader.language)


def _texts(judged: Judged, problem: Problem, field: Field) -> list[str]:
    value = judged.columns[field.name][problem.row]
    return list(value) if field.kind is Kind.CHOICES else [value]


def _not_in_list(vocabulary: str, text: str, reader: Reader) -> str:
    t, labels = translator(reader.language), _labels(vocabulary, reader)
    said = t("“{value}” is not in the list.", value=text)
    near = ", ".join(labels[code] for code in suggestions(vocabulary, text, reader))
    similar = t("Similar: {values}.", values=near)
    return f"{said} {similar}" if near else said


def _labels(vocabulary: str, reader: Reader) -> dict[str, str]:
    return {value.code: value.label.in_language(reader.language) for value in reader.vocabularies[vocabulary]}
