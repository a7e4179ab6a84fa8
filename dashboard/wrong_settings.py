"""What is wrong with a setting, in words of ours: pydantic's are English, and about types."""

import re
import tomllib
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from dashboard.locations import PREFIX, configuration_file
from dashboard.sentences import Misused, Sentence, Told
from dashboard.system_errors import explained
from dashboard.translations import msgid


class WrongSetting(Misused):
    """A setting can't be used; the sentence names it."""


class Unsuited(ValueError):
    """A value of a setting; ``label`` says why, as a phrase."""

    def __init__(self, why: str, /, **details: object) -> None:
        """``why`` is a text of the catalogue."""
        super().__init__(why)
        self.label = Sentence(why, **details)


WRONG = msgid("The setting {name} is wrong: {why}.")
UNSUITED = msgid("this value can't be used")

REASONS: Mapping[str, str] = {
    "literal_error": msgid("possible is {expected}"),
    "date_": msgid("expected is a day in the form 2018-04-30"),
    "bool_": msgid("expected is yes or no"),
    "int_": msgid("expected is a whole number"),
    "greater_than_equal": msgid("expected is {ge} or more"),
    "less_than_equal": msgid("expected is {le} or less"),
    "string_": msgid("expected is a text"),
    "dict_": msgid("expected are values with their roles"),
}
"""What is wrong with a value, by how pydantic's name for it begins."""


def malformed(error: SettingsError) -> Sentence:
    """What is wrong with a variable of the environment that should be JSON."""
    field = re.search(r'field "(\w+)"', str(error))
    name = f"{PREFIX}{field[1]}".upper() if field else PREFIX
    return Sentence(
        WRONG, name=name, why=Sentence("expected is JSON, such as {example}", example='{"integration-lead": "lead"}')
    )


def unreadable(error: Exception) -> Sentence:
    """Why the configuration file can't be read, as a phrase."""
    if isinstance(error, OSError):
        return explained(error)
    at = re.search(r"line (\d+)", str(error)) if isinstance(error, tomllib.TOMLDecodeError) else None
    return Sentence("line {line} is not valid TOML", line=at[1]) if at else Sentence("it is not valid TOML")


def refused(error: ValidationError) -> Told:
    """What is wrong with the first wrong setting."""
    first = error.errors()[0]
    if not first["loc"]:
        return Sentence("The settings do not fit together: {why}.", why=_reason(first))
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        there_is_none = msgid("The configuration file {file} has a setting {name}, which does not exist.")
        return Sentence(there_is_none, file=configuration_file(), name=name)
    return Sentence(WRONG, name=f"{PREFIX}{name.upper()}", why=_reason(first))


def _reason(found: ErrorDetails) -> Told:
    """Why pydantic refuses a value, as a phrase: in our words, else in those by the kind of what was found."""
    context = found.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, Unsuited):
        return cause.label
    if "expected" in context:
        context = {**context, "expected": context["expected"].replace(" or ", ", ")}
    kind = next((kind for kind in REASONS if found["type"].startswith(kind)), "")
    return Sentence(REASONS.get(kind, UNSUITED), **context)
