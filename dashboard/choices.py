"""By what records can be filtered: for each kind the codes to choose from, and what they are called."""

from collections.abc import Callable, Container, Mapping

from dashboard.formats import Reader, flag, label_of
from db.selection import FLAG_CODES, NO_VALUE, SOME_VALUE, SPECIAL, UNSPLIT
from schemas.fields import Field, Kind
from schemas.vocabulary import codes


def _codes(field: Field, reader: Reader) -> list[str]:
    return list(codes(reader.vocabularies[field.vocabulary or ""]))


def _answers(field: Field, reader: Reader) -> list[str]:  # noqa: ARG001  one signature for all kinds
    return list(FLAG_CODES)


def _none(field: Field, reader: Reader) -> list[str]:  # noqa: ARG001
    return []


def _some(field: Field, reader: Reader) -> list[str]:  # noqa: ARG001
    return [SOME_VALUE, UNSPLIT] if field.split else [SOME_VALUE]


CHOICES: Mapping[Kind, Callable[[Field, Reader], list[str]]] = {
    Kind.DAY: _none,
    Kind.TIME: _none,
    Kind.MOMENT: _none,
    Kind.INTEGER: _some,
    Kind.DECIMAL: _some,
    Kind.TEXT: _some,
    Kind.NOTE: _some,
    Kind.CHOICE: _codes,
    Kind.CHOICES: _codes,
    Kind.FLAG: _answers,
}
"""The codes by which a field of each kind is filtered; for some kinds a period serves instead."""


def options(field: Field, reader: Reader) -> list[str]:
    """The codes to choose from; ``""`` finds records without a value."""
    found = CHOICES[field.kind](field, reader)
    return [*found, NO_VALUE] if found and not field.required else found


def offered(field: Field, reader: Reader, found: Container[str]) -> list[str]:
    """The codes to offer: those of retired values only where they are among the ``found`` ones."""
    values = reader.vocabularies[field.vocabulary] if field.vocabulary else ()
    hidden = {value.code for value in values if value.retired and value.code not in found}
    return [code for code in options(field, reader) if code not in hidden]


def option_name(field: Field, code: str, reader: Reader) -> str:
    """What a code is called."""
    if code in SPECIAL:
        return SPECIAL[code].in_language(reader.language)
    if field.kind is Kind.FLAG:
        return flag(FLAG_CODES[code], reader.language)
    return label_of(code, field.vocabulary or "", reader)
