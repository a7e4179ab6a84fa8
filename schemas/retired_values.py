"""What is said of a value that can't be chosen any more: that it was retired, or which one took its place."""

from typing import Any

from schemas.fields import Field
from schemas.given import Given
from schemas.labels import Label, listed
from schemas.vocabulary import Value, Vocabulary, successor


def explained(field: Field, chosen: Any, given: Given) -> Label | None:
    """Why the chosen value of a field, or values, can't be chosen any more; None if none of them ever could."""
    if field.vocabulary is None:
        return None
    known, codes = given.vocabularies[field.vocabulary], chosen if isinstance(chosen, list) else [chosen]
    gone = [value for value in known if value.retired and value.code in codes]
    said = [_said(value, known) for value in gone if (field.vocabulary, value.code) not in given.kept]
    return listed(said, " ") if said else None


def _said(value: Value, known: Vocabulary) -> Label:
    name, code = value.label, successor(known, value.code)
    if code == value.code:
        return Label(
            f"„{name.de}“ ist stillgelegt. Bitte einen anderen Wert wählen.",
            f"{name.en} is retired. Please choose another value.",
        )
    other = next(each.label for each in known if each.code == code)
    return Label(
        f"„{name.de}“ wurde mit „{other.de}“ zusammengeführt. Bitte „{other.de}“ wählen.",
        f"{name.en} was merged into {other.en}. Please choose {other.en}.",
    )
